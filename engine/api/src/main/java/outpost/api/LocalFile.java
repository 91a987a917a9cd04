package outpost.api;

import java.nio.file.Path;
import java.util.Optional;

/**
 * An argument that names a file of the control node: the engine has found it on the search path
 * ({@code files/} beside the playbook, the playbook's own folder); or, where {@link Arg#unless}
 * says so, one of the host, which nobody looked for.
 *
 * @param written the name as the playbook has it
 * @param path where it was found
 * @param opened what it holds, where it is encrypted by a vault
 */
public record LocalFile(String written, Path path, Optional<Secret> opened) {

  public LocalFile(String written, Path path) {
    this(written, path, Optional.empty());
  }
}
