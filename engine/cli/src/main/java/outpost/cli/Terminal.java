package outpost.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What an output stream may be given.
 *
 * @param live whether lines may be redrawn
 * @param colours whether text may be coloured
 */
record Terminal(boolean live, boolean colours) {

  /** Judges one of our own streams: 1 is standard output, 2 is standard error. */
  static Terminal ofStream(int descriptor, Map<String, String> environment) {
    return of(isTerminal(descriptor), environment);
  }

  /** Follows https://no-color.org and the habit of CLICOLOR_FORCE. */
  static Terminal of(boolean terminal, Map<String, String> environment) {
    boolean dumb = environment.getOrDefault("TERM", "").equals("dumb");
    boolean refused = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    String force = environment.getOrDefault("CLICOLOR_FORCE", "");
    boolean forced = !force.isEmpty() && !force.equals("0");
    return new Terminal(terminal && !dumb, !refused && (forced || terminal && !dumb));
  }

  /** Java knows only whether input and output both are a terminal; Linux tells each. */
  private static boolean isTerminal(int descriptor) {
    Path link = Path.of("/proc/self/fd/" + descriptor);
    if (!Files.isSymbolicLink(link)) return System.console() != null;
    try {
      String target = Files.readSymbolicLink(link).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      return false;
    }
  }
}
