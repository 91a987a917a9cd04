package outpost.core.template;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where files of the control node are looked for: in the folders of {@code ansible_search_path},
 * nearest first, in each below {@code files} or {@code templates} before the folder itself.
 */
record Places(Lookups.Asking asking) {

  /** Returns where a file of this name could be. */
  List<Path> candidates(String name, String folder) {
    Path path = Path.of(PathBuiltIns.expandUser(name));
    if (path.isAbsolute()) return List.of(path.normalize());
    List<Path> candidates = new ArrayList<>();
    for (Path each : folders(folder)) candidates.add(each.resolve(path).normalize());
    return candidates.isEmpty() ? List.of(path) : candidates;
  }

  /** Returns where relative names are looked for, nearest first. */
  Set<Path> folders(String folder) {
    Set<Path> folders = new LinkedHashSet<>();
    for (Path base : bases()) {
      folders.add(base.resolve(folder).normalize());
      folders.add(base.normalize());
    }
    // a folder beside the playbooks' own, as a project of several playbooks has it
    playbook().ifPresent(base -> folders.add(base.resolve("..").resolve(folder).normalize()));
    return folders;
  }

  private List<Path> bases() {
    List<Path> bases = new ArrayList<>();
    if (asking.scope().get("ansible_search_path") instanceof List<?> folders) {
      for (Object folder : folders) bases.add(Path.of(String.valueOf(folder)));
      return bases;
    }
    if (asking.scope().get("role_path") instanceof String role) bases.add(Path.of(role));
    playbook().ifPresent(bases::add);
    return bases;
  }

  /** Returns the folder of the playbook. */
  Optional<Path> playbook() {
    return asking.scope().get("playbook_dir") instanceof String folder
        ? Optional.of(Path.of(folder))
        : Optional.empty();
  }

  /** Returns the file of this name; one that is nowhere yet may come, if its path is absolute. */
  Path file(String name, String folder) {
    List<Path> candidates = candidates(name, folder);
    for (Path candidate : candidates) {
      if (Files.isRegularFile(candidate)) return candidate;
    }
    if (asking.preview() && Path.of(name).isAbsolute()) throw new UnknownValue(name);
    throw Lookup.failed(
        "there is no file `" + name + "`",
        "looked for " + String.join(", ", candidates.stream().map(Path::toString).toList()));
  }
}
