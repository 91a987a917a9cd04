package outpost.modules.files;

import java.util.regex.Pattern;
import outpost.api.BadArg;

/**
 * Permissions as a task writes them: octal, quoted or not, or symbolic as chmod(1) takes them.
 *
 * @param text as chmod takes it: five octal digits, which clear what they leave out even on
 *     directories, or symbolic
 */
record Mode(String text) {
  private static final Pattern OCTAL = Pattern.compile("0?o?[0-7]{3,4}|0[0-7]{4}");
  private static final String CHANGE = "[-+=](?:[rwxXst]*|[ugo])";
  private static final Pattern SYMBOLIC =
      Pattern.compile("[ugoa]*(?:C)+(?:,[ugoa]*(?:C)+)*".replace("C", CHANGE));

  /** That of every script. */
  static final int UMASK = 022;

  private static final int SPECIAL_OF_FOLDERS = 06000;

  /**
   * Reads a mode.
   *
   * @throws BadArg if it is none
   */
  static Mode of(String text) {
    if (OCTAL.matcher(text).matches()) {
      return new Mode(octal(Integer.parseInt(text.substring(text.indexOf('o') + 1), 8), 5));
    }
    if (!text.isEmpty() && SYMBOLIC.matcher(text).matches()) return new Mode(text);
    throw new BadArg("mode", "`" + text + "` is no mode", "write it as 0644, or as u=rw,go=r");
  }

  static String show(int bits) {
    return octal(bits, 4);
  }

  private static String octal(int bits, int digits) {
    String text = Integer.toOctalString(bits);
    return "0".repeat(Math.max(0, digits - text.length())) + text;
  }

  /** Returns the mode as users know it. */
  String shown() {
    return isOctal() ? text.substring(1) : text;
  }

  private boolean isOctal() {
    return Character.isDigit(text.charAt(0));
  }

  /** Returns the permissions that come of some there are now. */
  int on(int now, boolean folder) {
    if (isOctal()) return Integer.parseInt(text, 8);
    int bits = now;
    for (String clause : text.split(",")) {
      int sign = 0;
      while ("ugoa".indexOf(clause.charAt(sign)) >= 0) sign++;
      String who = clause.substring(0, sign);
      while (sign < clause.length()) {
        int end = sign + 1;
        while (end < clause.length() && "+-=".indexOf(clause.charAt(end)) < 0) end++;
        bits = change(bits, who, clause.charAt(sign), clause.substring(sign + 1, end), folder);
        sign = end;
      }
    }
    return bits;
  }

  /** As GNU chmod does: without a "who" the umask counts, and folders keep set-id bits on `=`. */
  private static int change(int bits, String who, char sign, String what, boolean folder) {
    int affected = who.isEmpty() ? 07777 : affected(who);
    int value = value(bits, what, folder) & affected;
    if (who.isEmpty()) value &= ~UMASK;
    int kept = folder ? SPECIAL_OF_FOLDERS & ~value : 0;
    return switch (sign) {
      case '+' -> bits | value;
      case '-' -> bits & ~value;
      default -> bits & (~affected | kept) | value;
    };
  }

  private static int affected(String who) {
    int mask = 0;
    for (char one : who.toCharArray()) {
      mask |=
          switch (one) {
            case 'u' -> 04700;
            case 'g' -> 02070;
            case 'o' -> 01007;
            default -> 07777;
          };
    }
    return mask;
  }

  private static int value(int bits, String what, boolean folder) {
    int value = 0;
    for (char one : what.toCharArray()) {
      value |=
          switch (one) {
            case 'r' -> 0444;
            case 'w' -> 0222;
            case 'x' -> 0111;
            case 'X' -> folder || (bits & 0111) != 0 ? 0111 : 0;
            case 's' -> 06000;
            case 't' -> 01000;
            case 'u' -> (bits >> 6 & 7) * 0111;
            case 'g' -> (bits >> 3 & 7) * 0111;
            default -> (bits & 7) * 0111;
          };
    }
    return value;
  }
}
