package outpost.core.program;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import outpost.core.source.Span;

/**
 * The arguments that a role, or a mapping among its arguments, takes, as {@code argument_specs}
 * says.
 *
 * @param options by name, as written
 * @param rules about several of them
 */
record ArgumentSpec(Map<String, Option> options, List<Rule> rules) {
  static final ArgumentSpec NONE = new ArgumentSpec(Map.of(), List.of());

  ArgumentSpec {
    options = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(options));
    rules = List.copyOf(rules);
  }

  /**
   * One argument.
   *
   * @param place where it is specified
   * @param choices texts of which it must be one; none: any
   * @param elements the type of the items of a list
   * @param inner what a mapping, or each mapping of a list, takes
   */
  record Option(
      String name,
      Span place,
      Type type,
      Optional<Type> elements,
      boolean required,
      List<String> choices,
      List<String> aliases,
      boolean secret,
      String description,
      Optional<ArgumentSpec> inner) {}

  /** What kind of value an argument takes. */
  enum Type {
    STR("text"),
    INT("a whole number"),
    FLOAT("a number"),
    BOOL("yes or no"),
    LIST("a list"),
    DICT("a mapping"),
    PATH("a path"),
    RAW("anything"),
    JSON("JSON"),
    BYTES("an amount of bytes such as `10M`"),
    BITS("an amount of bits such as `10Mb`");

    private final String noun;

    Type(String noun) {
      this.noun = noun;
    }

    /** Returns it for people. */
    String noun() {
      return noun;
    }

    /** Returns it as users write it. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Type> of(String word) {
      String known = word.equals("jsonarg") ? "json" : word;
      return Stream.of(values()).filter(t -> t.word().equals(known)).findFirst();
    }
  }

  /** What holds of several arguments together. */
  sealed interface Rule {}

  /** At most one of them may be given. */
  record Exclusive(List<String> names) implements Rule {}

  /** All of them are given, or none. */
  record Together(List<String> names) implements Rule {}

  /** At least one of them is given. */
  record OneOf(List<String> names) implements Rule {}

  /** Some are given, or at least one of them, where another one has this value. */
  record If(String name, String value, List<String> needed, boolean any) implements Rule {}

  /** Some are given where another one is. */
  record By(String name, List<String> needed) implements Rule {}

  /** Returns an argument by its name or by another one of its names. */
  Optional<Option> find(String name) {
    Optional<Option> own = Optional.ofNullable(options.get(name));
    return own.isPresent()
        ? own
        : options.values().stream().filter(o -> o.aliases().contains(name)).findFirst();
  }

  /** Returns all names and other names. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    options
        .values()
        .forEach(
            o -> {
              names.add(o.name());
              names.addAll(o.aliases());
            });
    return names;
  }
}
