package outpost.core.language;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Span;
import outpost.core.source.Suggest;

/** The kinds of values that keywords take. */
final class Shapes {
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]+(\\.[0-9]+)?");
  private static final Pattern COUNT = Pattern.compile("0*[1-9][0-9]*");
  private static final Pattern SHARE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)%");
  private static final List<String> LOOP_CONTROL =
      List.of("loop_var", "label", "index_var", "pause", "extended", "break_when");
  static final List<String> STRATEGIES = List.of("linear", "free", "host_pinned");
  static final List<String> ORDERS =
      List.of("inventory", "reverse_inventory", "sorted", "reverse_sorted", "shuffle");

  private Shapes() {}

  static boolean isIdentifier(String text) {
    return IDENTIFIER.matcher(text).matches();
  }

  static void text(Node.Scalar word, Node value, Problems problems) {
    if (open(value)) return;
    if (!(value instanceof Node.Scalar) || value.isNull()) wrong(word, value, "text", problems);
  }

  static void bool(Node.Scalar word, Node value, Problems problems) {
    if (open(value)) return;
    if (value instanceof Node.Scalar scalar && scalar.truth().isPresent()) return;
    wrong(word, value, "`yes` or `no`", problems, expressionHint(value));
  }

  static void number(Node.Scalar word, Node value, Problems problems) {
    if (open(value)) return;
    if (value instanceof Node.Scalar scalar && NUMBER.matcher(scalar.text()).matches()) return;
    wrong(word, value, "a number", problems, expressionHint(value));
  }

  static void count(Node.Scalar word, Node value, Problems problems) {
    if (open(value)) return;
    if (value instanceof Node.Scalar scalar && COUNT.matcher(scalar.text()).matches()) return;
    wrong(word, value, "a number of hosts", problems, expressionHint(value));
  }

  /** Any value but nothing at all. */
  static void given(Node.Scalar word, Node value, Problems problems) {
    if (value.isNull()) wrong(word, value, "what to loop over", problems);
  }

  static void tags(Node.Scalar word, Node value, Problems problems) {
    boolean none = value.isNull() || value instanceof Node.Sequence l && l.items().isEmpty();
    if (!none) names(word, value, problems);
  }

  static void moduleDefaults(Node.Scalar word, Node value, Problems problems) {
    mapping(word, value, problems);
    if (!(value instanceof Node.Mapping modules)) return;
    for (Node.Entry module : modules.entries()) mapping(module.key(), module.value(), problems);
  }

  static void strategy(Node.Scalar word, Node value, Problems problems) {
    oneOf(STRATEGIES, "unknown-strategy", word, value, problems);
  }

  static void order(Node.Scalar word, Node value, Problems problems) {
    oneOf(ORDERS, "unknown-order", word, value, problems);
  }

  private static void oneOf(
      List<String> valid, String id, Node.Scalar word, Node value, Problems problems) {
    if (open(value)) return;
    text(word, value, problems);
    if (!(value instanceof Node.Scalar scalar) || value.isNull()) return;
    if (valid.contains(scalar.text())) return;
    problems.error(
        scalar.span(),
        id,
        "there is no `" + word.text() + "` `" + scalar.text() + "`",
        hints(scalar.text(), valid));
  }

  static void varsFiles(Node.Scalar word, Node value, Problems problems) {
    if (value.isNull()) return;
    List<Node> all = value instanceof Node.Sequence list ? list.items() : List.of(value);
    for (Node one : all) {
      boolean choice =
          one instanceof Node.Sequence first
              && first.items().stream().allMatch(n -> n instanceof Node.Scalar && !n.isNull());
      if (choice || one instanceof Node.Scalar && !one.isNull()) continue;
      wrong(
          word, one, "names of files, or lists of them of which the first found counts", problems);
    }
  }

  static void percentage(Node.Scalar word, Node value, Problems problems) {
    if (open(value)) return;
    if (value instanceof Node.Scalar scalar && NUMBER.matcher(scalar.text()).matches()) {
      if (Double.parseDouble(scalar.text()) <= 100) return;
    }
    wrong(word, value, "a number from 0 to 100", problems);
  }

  static void list(Node.Scalar word, Node value, Problems problems) {
    if (value.isNull() || value instanceof Node.Sequence) return;
    if (value instanceof Node.Scalar scalar && scalar.isBroken()) return;
    wrong(word, value, "a list", problems, "begin each item with `- `");
  }

  static void mapping(Node.Scalar word, Node value, Problems problems) {
    if (value.isNull() || value instanceof Node.Mapping) return;
    if (value instanceof Node.Scalar scalar && scalar.isBroken()) return;
    wrong(word, value, "a mapping", problems);
  }

  static void vars(Node.Scalar word, Node value, Problems problems) {
    if (value instanceof Node.Sequence list
        && list.items().stream().allMatch(Node.Mapping.class::isInstance)) {
      wrong(word, value, "a mapping", problems, "leave out the `- ` before each name");
      return;
    }
    mapping(word, value, problems);
    if (!(value instanceof Node.Mapping vars)) return;
    for (Node.Entry entry : vars.entries()) variableName(entry.key(), problems);
  }

  static void variableName(Node.Scalar name, Problems problems) {
    if (isIdentifier(name.text())) return;
    String mended = name.text().replaceAll("[^A-Za-z0-9_]", "_").replaceFirst("^([0-9])", "_$1");
    problems.error(
        name.span(),
        "bad-variable-name",
        "`" + name.text() + "` cannot be the name of a variable",
        "names are letters, digits and `_`, and begin with no digit: `" + mended + "`");
  }

  static void environment(Node.Scalar word, Node value, Problems problems) {
    if (open(value) || value.isNull()) return;
    List<Node> parts = value instanceof Node.Sequence list ? list.items() : List.of(value);
    for (Node part : parts) {
      if (open(part) || part.isNull()) continue;
      if (!(part instanceof Node.Mapping)) {
        wrong(word, part, "a mapping of names to values", problems);
        return;
      }
    }
  }

  static void identifier(Node.Scalar word, Node value, Problems problems) {
    if (broken(value)) return;
    if (!(value instanceof Node.Scalar scalar) || value.isNull()) {
      wrong(word, value, "the name of a variable", problems);
    } else if (scalar.isTemplate()) {
      problems.error(
          scalar.span(),
          "not-static",
          "`" + word.text() + "` takes a name as it is, not an expression");
    } else {
      variableName(scalar, problems);
    }
  }

  static void conditions(Node.Scalar word, Node value, Problems problems) {
    List<Node> all = value instanceof Node.Sequence list ? list.items() : List.of(value);
    for (Node one : all) {
      if (one instanceof Node.Scalar) continue;
      wrong(word, one, "a condition or a list of conditions", problems);
    }
  }

  static void loop(Node.Scalar word, Node value, Problems problems) {
    if (open(value) || value instanceof Node.Sequence) return;
    if (value instanceof Node.Mapping) {
      wrong(
          word,
          value,
          "a list",
          problems,
          "for the entries of a mapping in a variable write `loop: ${name?dict2items}`");
    } else {
      wrong(word, value, "a list", problems, expressionHint(value));
    }
  }

  static void loopControl(Node.Scalar word, Node value, Problems problems) {
    mapping(word, value, problems);
    if (!(value instanceof Node.Mapping control)) return;
    for (Node.Entry entry : control.entries()) {
      String key = entry.key().text();
      switch (key) {
        case "loop_var", "index_var" -> identifier(entry.key(), entry.value(), problems);
        case "label" -> {}
        case "pause" -> number(entry.key(), entry.value(), problems);
        case "extended" -> bool(entry.key(), entry.value(), problems);
        case "break_when" -> conditions(entry.key(), entry.value(), problems);
        default -> unknownLoopControl(entry.key(), problems);
      }
    }
  }

  private static void unknownLoopControl(Node.Scalar key, Problems problems) {
    String name = key.text();
    if (name.equals("extended_allitems")) {
      problems.error(
          key.span(), "unsupported-keyword", "`" + name + "` is not supported", "remove it");
    } else {
      problems.error(
          key.span(),
          "unknown-keyword",
          "`loop_control` has no `" + name + "`",
          hints(name, LOOP_CONTROL));
    }
  }

  static void names(Node.Scalar word, Node value, Problems problems) {
    if (value.isNull()) {
      wrong(word, value, "a name or a list of names", problems);
      return;
    }
    List<Node> all = value instanceof Node.Sequence list ? list.items() : List.of(value);
    for (Node one : all) {
      if (one instanceof Node.Scalar && !one.isNull()) continue;
      wrong(word, one, "a name or a list of names", problems);
    }
  }

  static void topics(Node.Scalar word, Node value, Problems problems) {
    names(word, value, problems);
    List<Node> all = value instanceof Node.Sequence list ? list.items() : List.of(value);
    for (Node one : all) {
      if (!(one instanceof Node.Scalar scalar) || !scalar.isTemplate()) continue;
      problems.error(
          scalar.span(),
          "not-static",
          "`" + word.text() + "` takes names as they are, not expressions");
    }
  }

  static void hosts(Node.Scalar word, Node value, Problems problems) {
    boolean empty = value instanceof Node.Sequence list && list.items().isEmpty();
    if (value.isNull() || empty) {
      problems.error(
          empty ? value.span() : word.span(),
          "no-hosts",
          "`hosts` is empty",
          "name a host or a group, or `all`",
          "text that begins with `*`, `&` or `!` must be quoted");
      return;
    }
    names(word, value, problems);
  }

  static void serial(Node.Scalar word, Node value, Problems problems) {
    List<Node> all = value instanceof Node.Sequence list ? list.items() : List.of(value);
    if (all.isEmpty()) wrong(word, value, "a number of hosts", problems);
    for (Node one : all) {
      if (open(one)) continue;
      if (one instanceof Node.Scalar scalar && isBatchSize(scalar.text())) continue;
      wrong(word, one, "a number of hosts, a share such as `30%`, or a list of them", problems);
    }
  }

  private static boolean isBatchSize(String text) {
    if (text.matches("[0-9]+")) return true;
    var share = SHARE.matcher(text);
    if (!share.matches()) return false;
    double percent = Double.parseDouble(share.group(1));
    return percent > 0 && percent <= 100;
  }

  static void becomeMethod(Node.Scalar word, Node value, Problems problems) {
    if (open(value)) return;
    text(word, value, problems);
    if (!(value instanceof Node.Scalar scalar) || value.isNull()) return;
    String name = scalar.text().replaceFirst("^(ansible\\.builtin|community\\.general)\\.", "");
    if (Set.of("sudo", "su").contains(name)) return;
    problems.error(
        scalar.span(),
        "unsupported-become-method",
        "becoming another user by `" + scalar.text() + "` is not supported",
        "there are `sudo` and `su`");
  }

  static void connection(Node.Scalar word, Node value, Problems problems) {
    if (open(value)) return;
    text(word, value, problems);
    if (!(value instanceof Node.Scalar scalar) || value.isNull()) return;
    if (Set.of("ssh", "local").contains(scalar.text())) return;
    boolean anotherSsh = Set.of("smart", "paramiko", "paramiko_ssh").contains(scalar.text());
    problems.error(
        scalar.span(),
        "unsupported-connection",
        "there is no connection `" + scalar.text() + "`",
        anotherSsh ? "write `ssh`" : "there are `ssh` and `local`");
  }

  /** Whether its value is known only when it is evaluated, or is told to be wrong already. */
  private static boolean open(Node value) {
    return value instanceof Node.Scalar scalar && (scalar.isTemplate() || scalar.isBroken());
  }

  private static boolean broken(Node value) {
    return value instanceof Node.Scalar scalar && scalar.isBroken();
  }

  private static void wrong(
      Node.Scalar word, Node value, String wanted, Problems problems, String... hints) {
    Span place = value.isNull() ? word.span() : beginning(value);
    boolean short_ = value instanceof Node.Scalar scalar && shows(scalar);
    String is = short_ ? "`" + ((Node.Scalar) value).text() + "`" : value.kind();
    problems.error(
        place,
        "wrong-kind",
        "`" + word.text() + "` takes " + wanted + ", and this is " + is,
        List.of(hints).stream().filter(h -> !h.isEmpty()).toArray(String[]::new));
  }

  private static boolean shows(Node.Scalar scalar) {
    String text = scalar.text();
    return !scalar.isNull() && !text.isBlank() && text.length() <= 40 && !text.contains("\n");
  }

  /** Returns the place to mark for a value: of a list or a mapping its beginning only. */
  static Span beginning(Node value) {
    if (value instanceof Node.Scalar) return value.span();
    if (value instanceof Node.Mapping map && !map.entries().isEmpty()) {
      return map.entries().get(0).key().span();
    }
    return value.span().part(0, 1);
  }

  private static String expressionHint(Node value) {
    boolean name = value instanceof Node.Scalar scalar && isIdentifier(scalar.text());
    return name ? "if it is a variable write `${" + ((Node.Scalar) value).text() + "}`" : "";
  }

  private static String[] hints(String written, List<String> valid) {
    Optional<String> nearest = Suggest.nearest(written, valid);
    return nearest
        .map(n -> new String[] {"did you mean `" + n + "`?"})
        .orElse(new String[] {"there are `" + String.join("`, `", valid) + "`"});
  }
}
