package outpost.modules.packages;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import outpost.api.BadArg;

/**
 * What a task calls an RPM package: {@code pcs}, {@code pcs-0.11.5}, {@code pcs >= 0.11}, {@code
 * pcs*}, {@code @group}, {@code @module:stream}, a file or URL of one, or a capability such as
 * {@code /usr/sbin/pcs} or {@code perl(JSON)}.
 *
 * @param text as dnf takes it; conditions are three words
 */
record Name(String text) {
  private static final Pattern WORD = Pattern.compile("[^\\s\\p{Cntrl}<>=-][^\\s\\p{Cntrl}<>=]*");
  private static final Pattern CONDITION =
      Pattern.compile(
          "([A-Za-z0-9_/][A-Za-z0-9_.+()/:-]*)\\s*(>=|<=|==|=|>|<)\\s*([A-Za-z0-9_.+~^:-]+)");

  /**
   * Reads a name.
   *
   * @throws BadArg if dnf would take it for something else
   */
  static Name of(String written) {
    String name = written.strip();
    Matcher condition = CONDITION.matcher(name);
    if (condition.matches()) {
      String sign = condition.group(2).replace("==", "=");
      return new Name(condition.group(1) + " " + sign + " " + condition.group(3));
    }
    if (WORD.matcher(name).matches() || name.matches("https?://[^\\s\\p{Cntrl}]+")) {
      return new Name(name);
    }
    throw new BadArg(
        "name",
        "`" + written + "` is no package's name",
        "write it as pkg, pkg-1.2, pkg >= 1.2, @group, @module:stream, a file or a URL");
  }

  boolean conditional() {
    return text.contains(" ");
  }
}
