package outpost.modules.files;

import static outpost.api.Script.sh;

import java.util.Optional;
import java.util.stream.Collectors;
import outpost.api.BadArg;
import outpost.api.Plan;
import outpost.api.Script;

/**
 * The attributes of chattr(1) that a task wants a file to have.
 *
 * @param sign {@code =} for these and no others, {@code +} or {@code -} for more or less
 */
record Flags(char sign, String letters) {
  /** What chattr can set; lsattr shows more, such as {@code e}, which are not for users to set. */
  private static final String SETTABLE = "AacCdDFijmPsStTux";

  static Flags of(String text) {
    char first = text.isEmpty() ? '=' : text.charAt(0);
    boolean signed = "=+-".indexOf(first) >= 0;
    String letters = (signed && !text.isEmpty() ? text.substring(1) : text).replace("e", "");
    boolean known = letters.chars().allMatch(letter -> SETTABLE.indexOf(letter) >= 0);
    if (!known || text.isEmpty() || (letters.isEmpty() && first != '=' && first != 'e')) {
      throw new BadArg(
          "attributes",
          "`" + text + "` are no attributes",
          "write letters of chattr, such as `+i`");
    }
    return new Flags(signed ? first : '=', letters);
  }

  static Script question(String key) {
    return sh(
        "f=$(lsattr -d -- \"$p\" 2>/dev/null) && [ -n \"$f\" ] && emit {} \"${f%% *}\"\n:",
        key + ".flags");
  }

  void obstacle(Optional<String> shown, Plan.Builder plan) {
    if (shown.isEmpty()) {
      plan.block(
          "the file's attributes cannot be read on this host",
          "they need `lsattr`, and a file system that keeps them: drop `attributes`");
    }
  }

  void hold(Optional<String> shown, String path, Plan.Builder plan) {
    if (shown.isEmpty()) return;
    String now = settable(shown.get());
    String more = sign == '-' ? "" : without(letters, now);
    String less = sign == '+' ? "" : sign == '-' ? both(letters, now) : without(now, letters);
    if (more.isEmpty() && less.isEmpty()) return;
    String word = (less.isEmpty() ? "" : "-" + less) + (more.isEmpty() ? "" : " +" + more);
    String to = without(now, less) + more;
    plan.change(
        "attributes",
        now.isEmpty() ? "none" : now,
        to.isEmpty() ? "none" : to,
        sh("chattr {} {}", java.util.List.of(word.strip().split(" ")), path));
  }

  /** Returns what keeps a file from being replaced, which is lifted then. */
  static Optional<Script> lift(Optional<String> shown) {
    String held = both("ia", settable(shown.orElse("")));
    return held.isEmpty() ? Optional.empty() : Optional.of(sh("chattr {} \"$p\"", "-" + held));
  }

  /** Returns how to give them to a new file, {@code $p}. */
  Optional<Script> dress() {
    return sign == '-' || letters.isEmpty()
        ? Optional.empty()
        : Optional.of(sh("chattr {} \"$p\"", "+" + letters));
  }

  private static String settable(String shown) {
    return both(shown, SETTABLE);
  }

  private static String both(String some, String others) {
    return letters(some, others, true);
  }

  private static String without(String some, String others) {
    return letters(some, others, false);
  }

  private static String letters(String some, String others, boolean among) {
    return some.chars()
        .filter(letter -> others.indexOf(letter) >= 0 == among)
        .mapToObj(Character::toString)
        .distinct()
        .collect(Collectors.joining());
  }
}
