package outpost.core.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import outpost.api.Problem;
import outpost.core.inventory.Expressions.Kind;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Span;
import outpost.core.source.Suggest;

/**
 * Names groups by the value that an expression has on a host.
 *
 * @param place of the expression
 * @param parent the group they lie in
 * @param emptyName stands for a value that is empty
 * @param trailing whether the separator stays behind a mapping's key whose value is empty
 */
record KeyedGroup(
    Span place,
    Expressions.Expression key,
    Optional<Expressions.Expression> parent,
    String prefix,
    String separator,
    Optional<String> emptyName,
    boolean leading,
    boolean trailing) {

  private static final List<String> KEYS =
      List.of("key", "prefix", "separator", "parent_group", "default_value", "trailing_separator");

  /** Returns nothing if it cannot be read, which is told. */
  static Optional<KeyedGroup> read(
      Node item,
      boolean leading,
      BiFunction<Node, Kind, Optional<Expressions.Expression>> expressions,
      Problems problems) {
    if (!(item instanceof Node.Mapping entry)) {
      problems.error(
          item.span(), "wrong-kind", "this is a mapping with a `key`, and not " + item.kind());
      return Optional.empty();
    }
    for (Node.Entry each : entry.entries()) known(each.key(), problems);
    Optional<Node.Entry> both = entry.entry("trailing_separator");
    if (both.isPresent() && entry.get("default_value").isPresent()) {
      problems.error(
          both.get().key().span(),
          "both-given",
          "`default_value` and `trailing_separator` cannot go together",
          "with `default_value` no name ends with a separator");
    }
    both.ifPresent(flag -> checkFlag("trailing_separator", flag.value(), problems));
    Optional<Node> key = entry.get("key");
    if (key.isEmpty()) {
      problems.error(
          entry.span().part(0, 1),
          "missing-key",
          "there is no `key`",
          "it is the expression whose value names the groups");
      return Optional.empty();
    }
    Optional<Expressions.Expression> read = expressions.apply(key.get(), Kind.VALUE);
    Optional<Node> parent = entry.get("parent_group").filter(n -> !n.isNull());
    Optional<Expressions.Expression> above = parent.flatMap(p -> expressions.apply(p, Kind.TEXT));
    String prefix = text(entry, "prefix", problems).orElse("");
    String separator = text(entry, "separator", problems).orElse("_");
    Optional<String> empty = text(entry, "default_value", problems);
    boolean trailing =
        both.map(Node.Entry::value)
            .flatMap(v -> v instanceof Node.Scalar scalar ? scalar.truth() : Optional.empty())
            .orElse(true);
    return read.map(
        k ->
            new KeyedGroup(
                key.get().span(), k, above, prefix, separator, empty, leading, trailing));
  }

  private static void known(Node.Scalar key, Problems problems) {
    if (KEYS.contains(key.text())) return;
    problems.error(
        key.span(),
        "unknown-key",
        "an entry of `keyed_groups` has no `" + key.text() + "`",
        Suggest.nearest(key.text(), KEYS)
            .map(k -> "did you mean `" + k + "`?")
            .orElse("it has `" + String.join("`, `", KEYS) + "`"));
  }

  private static Optional<String> text(Node.Mapping entry, String name, Problems problems) {
    Node value = entry.get(name).orElse(null);
    if (value == null || value.isNull()) return Optional.empty();
    if (value instanceof Node.Scalar scalar) return Optional.of(scalar.text());
    problems.error(
        value.span().part(0, 1),
        "wrong-kind",
        "`" + name + "` is text, and this is " + value.kind());
    return Optional.empty();
  }

  static void checkFlag(String name, Node value, Problems problems) {
    if (value instanceof Node.Scalar scalar && scalar.truth().isPresent()) return;
    problems.error(
        value instanceof Node.Scalar ? value.span() : value.span().part(0, 1),
        "wrong-kind",
        "`" + name + "` is `true` or `false`");
  }

  /** Names of groups, or why there are none. */
  record Names(List<String> names, Optional<Problem> failure, boolean empty) {}

  /** Returns the names that a value gives. */
  Names names(Optional<Object> value) {
    Object key = value.orElse("");
    boolean blank = key.equals(false) || key.equals("") && emptyName.isEmpty();
    List<String> bare = new ArrayList<>();
    if (blank) {
      bare.clear();
    } else if (key instanceof String text) {
      bare.add(named(text));
    } else if (key instanceof List<?> list) {
      list.forEach(item -> bare.add(named(String.valueOf(item))));
    } else if (key instanceof Map<?, ?> map) {
      map.forEach((name, item) -> bare.add(pair(String.valueOf(name), String.valueOf(item))));
    } else {
      return new Names(
          List.of(),
          Optional.of(
              Problem.of(
                  "bad-key",
                  "this is `" + key + "`, which is no text",
                  "a text, a list or a mapping names groups; `?string` makes text of a number")),
          false);
    }
    String lead = prefix.isEmpty() && !leading ? "" : prefix + separator;
    List<String> names = bare.stream().map(name -> lead + name).toList();
    boolean empty = blank || names.contains("");
    return new Names(
        names.stream().filter(name -> !name.isEmpty()).toList(),
        empty
            ? Optional.of(Problem.of("empty-key", "this is empty, so it names no group"))
            : Optional.empty(),
        empty);
  }

  private String named(String text) {
    return text.isEmpty() ? emptyName.orElse("") : text;
  }

  private String pair(String name, String item) {
    if (!item.isEmpty()) return name + separator + item;
    if (emptyName.isPresent()) return name + separator + emptyName.get();
    return trailing ? name + separator : name;
  }
}
