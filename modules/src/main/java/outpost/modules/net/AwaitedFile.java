package outpost.modules.net;

import static outpost.api.Script.sh;

import java.util.Optional;
import outpost.api.Probe;
import outpost.api.Script;

/**
 * A file that is to be there, or not to be there.
 *
 * @param regex what a line of it must match
 */
record AwaitedFile(String path, boolean there, Optional<String> regex) implements Awaited {

  @Override
  public Probe<WaitFor.Found> question() {
    Script exists = sh("p={}; [ -e \"$p\" ] || { emit exists no; exit 0; }\nemit exists yes", path);
    return Probe.of(
        WaitFor.Found.class, regex.map(text -> exists.then(search(text))).orElse(exists));
  }

  private static Script search(String regex) {
    return sh(
        """
        grep -E -q -e {} -- "$p"; case $? in
          0) emit matches yes ;;
          1) emit matches no ;;
          *) exit 2 ;;
        esac\
        """,
        regex);
  }

  @Override
  public Optional<String> lacks(WaitFor.Found found) {
    String file = "`" + path + "`";
    boolean exists = found.exists().orElseThrow();
    if (!there) return exists ? Optional.of(file + " is still there") : Optional.empty();
    if (!exists) return Optional.of(file + " is not there");
    return regex
        .filter(text -> !found.matches().orElse(false))
        .map(text -> "no line of " + file + " matches `" + text + "`");
  }
}
