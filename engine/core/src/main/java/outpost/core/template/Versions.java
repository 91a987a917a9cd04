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

  static boolean test(String left, String operator, String right) throws BadCall {
    int order = compare(left, right);
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
