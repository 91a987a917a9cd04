package outpost.api;

import java.util.List;

/**
 * An argument that names a file of the control node which is to run on a host, with words for it
 * behind its name as in a command line. The file is found as a {@link LocalFile} is.
 *
 * @param args the words, quotes taken away
 */
public record LocalProgram(LocalFile file, List<String> args) {
  public LocalProgram {
    args = List.copyOf(args);
  }
}
