package outpost.core.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares versions part by part: numbers by value, words by letters, a number above a word. */
final class Versions {
  private static final Pattern PART = Pattern.compile("\\d+|[a-zA-Z]+");

  private Versions() {}

  static boolean test(String left, String operator, String right, String type) throws BadCall {
    int order =
        switch (type) {
          case "loose", "strict", "pep440" -> compare(left, right);
          case "semver", "semantic" -> compareSemantic(left, right);
          default ->
              throw new BadCall(
                  3,
                  "there are no `" + type + "` versions",
                  "there are loose, pep440, semver and strict");
        };
    return switch (operator) {
      case "==", "=", "eq" -> order == 0;
      case "!=", "<>", "ne" -> order != 0;
      case "<", "lt" -> order < 0;
      case "<=", "le" -> order <= 0;
      case ">", "gt" -> order > 0;
      case ">=", "ge" -> order >= 0;
      default ->
          throw new BadCall(
              2,
              "versions are not compared by `" + operator + "`",
              "there are ==, !=, <, <=, > and >=");
    };
  }

  /** What follows a hyphen comes before the version itself, what follows a plus does not count. */
  private static int compareSemantic(String left, String right) {
    String[] a = left.replaceFirst("\\+.*", "").split("-", 2);
    String[] b = right.replaceFirst("\\+.*", "").split("-", 2);
    int order = compare(a[0], b[0]);
    if (order != 0) return order;
    if (a.length != b.length) return Integer.compare(b.length, a.length);
    return a.length == 1 ? 0 : compareLabels(a[1].split("\\."), b[1].split("\\."));
  }

  private static int compareLabels(String[] a, String[] b) {
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      boolean number = a[i].matches("\\d+");
      boolean other = b[i].matches("\\d+");
      int order =
          number && other
              ? new BigInteger(a[i]).compareTo(new BigInteger(b[i]))
              : number != other ? (number ? -1 : 1) : a[i].compareTo(b[i]);
      if (order != 0) return order;
    }
    return Integer.compare(a.length, b.length);
  }

  static int compare(String left, String right) {
    List<String> a = parts(left);
    List<String> b = parts(right);
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      int order = comparePart(a.get(i), b.get(i));
      if (order != 0) return order;
    }
    return Integer.compare(a.size(), b.size());
  }

  private static List<String> parts(String version) {
    List<String> parts = new ArrayList<>();
    Matcher part = PART.matcher(version);
    while (part.find()) parts.add(part.group());
    return parts;
  }

  private static int comparePart(String a, String b) {
    boolean number = Character.isDigit(a.charAt(0));
    boolean otherNumber = Character.isDigit(b.charAt(0));
    if (number && otherNumber) return new BigInteger(a).compareTo(new BigInteger(b));
    if (number != otherNumber) return number ? 1 : -1;
    return a.compareTo(b);
  }
}
