package outpost.core.program;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import outpost.api.Secret;
import outpost.core.catalog.Given;
import outpost.core.program.ArgumentSpec.Option;
import outpost.core.program.ArgumentSpec.Rule;
import outpost.core.program.ArgumentSpec.Type;
import outpost.core.source.Problems;
import outpost.core.source.Span;
import outpost.core.source.Suggest;

/** Holds values against a specification; what is not known yet is taken for right. */
final class ArgumentCheck {
  private final Problems problems;
  private final Consumer<Secret> secrets;
  private final Set<String> keywords;

  /**
   * @param secrets is given the texts of arguments that are not to be shown
   */
  ArgumentCheck(Problems problems, Consumer<Secret> secrets) {
    this(problems, secrets, Set.of());
  }

  /**
   * @param keywords names that mean something else where arguments are given
   */
  ArgumentCheck(Problems problems, Consumer<Secret> secrets, Set<String> keywords) {
    this.problems = problems;
    this.secrets = secrets;
    this.keywords = keywords;
  }

  /**
   * Checks the arguments of a role or of a mapping.
   *
   * @param owner takes them, for people: {@code the role `web`}
   * @param place of what is missing
   */
  void check(ArgumentSpec spec, String owner, Given.Fields given, Span place) {
    Map<String, Given> values = new LinkedHashMap<>();
    for (Given.Field field : given.fields()) {
      Optional<Option> option = spec.find(field.key());
      if (option.isPresent()) {
        twice(option.get(), field, owner, given);
        values.put(option.get().name(), field.value());
      } else {
        unknown(spec, owner, field.key(), field.keySpan());
      }
    }
    for (Option option : spec.options().values()) {
      Given value = values.get(option.name());
      if (value == null && option.required()) missing(option, owner, place);
      if (value == null || value.isNull() || value instanceof Given.Unknown) continue;
      value(option, "`" + option.name() + "` of " + owner, value);
    }
    spec.rules().forEach(rule -> rule(rule, owner, values, place));
  }

  /** Tells of an argument that there is not. */
  void unknown(ArgumentSpec spec, String owner, String name, Span place) {
    String all = String.join(", ", spec.options().keySet());
    problems.error(
        place,
        "unknown-argument",
        owner + " has no argument `" + name + "`",
        Suggest.nearest(name, spec.names())
            .map(near -> "did you mean `" + near + "`?")
            .orElse(all.isEmpty() ? "it takes none" : "its arguments are: " + all));
  }

  private void twice(Option option, Given.Field field, String owner, Given.Fields given) {
    given.fields().stream()
        .takeWhile(other -> other != field)
        .filter(
            other -> option.name().equals(other.key()) || option.aliases().contains(other.key()))
        .findFirst()
        .ifPresent(
            other ->
                problems.error(
                    field.keySpan(),
                    "argument-twice",
                    "`" + field.key() + "` and `" + other.key() + "` of " + owner + " are the same",
                    "keep one of them"));
  }

  private void missing(Option option, String owner, Span place) {
    List<String> hints = new ArrayList<>();
    if (!option.description().isEmpty()) hints.add(option.description());
    if (keywords.contains(option.name())) {
      hints.add(
          "give it below `vars:`: beside the name of a role `" + option.name() + "` is a keyword");
    }
    hints.add(as(option));
    problems.error(
        place,
        "missing-argument",
        owner + " needs `" + option.name() + "`",
        hints.toArray(String[]::new));
  }

  private static String as(Option option) {
    return "as " + option.place() + " says";
  }

  private void value(Option option, String name, Given value) {
    if (option.secret()) keep(value);
    if (!ArgumentTypes.fits(option.type(), value)) {
      wrong(option, option.type(), name, value);
      return;
    }
    if (option.type() == Type.LIST) {
      List<Given> items = ArgumentTypes.parts(value);
      for (Given item : items) item(option, name, item);
      return;
    }
    choice(option, name, value);
    inner(option, name, value);
  }

  private void item(Option option, String list, Given item) {
    if (item instanceof Given.Unknown || item.isNull()) return;
    String name = "an item of " + list;
    if (option.elements().isPresent() && !ArgumentTypes.fits(option.elements().get(), item)) {
      wrong(option, option.elements().get(), name, item);
      return;
    }
    choice(option, name, item);
    inner(option, name, item);
  }

  private void inner(Option option, String name, Given value) {
    if (option.inner().isEmpty() || !(value instanceof Given.Fields fields)) return;
    new ArgumentCheck(problems, secrets).check(option.inner().get(), name, fields, fields.span());
  }

  private void wrong(Option option, Type type, String name, Given value) {
    problems.error(
        value.span(),
        "wrong-type",
        name + " takes " + type.noun() + ", not " + shown(option, value),
        as(option));
  }

  private static String shown(Option option, Given value) {
    if (value instanceof Given.Items) return "a list";
    if (value instanceof Given.Fields) return "a mapping";
    if (option.secret() || ArgumentTypes.isSecret(value)) return "what it is given";
    return "`" + ArgumentTypes.text(value) + "`";
  }

  private void choice(Option option, String name, Given value) {
    if (option.choices().isEmpty()) return;
    boolean single = value instanceof Given.Text || value instanceof Given.Value;
    if (!single || ArgumentTypes.isOneOf(option.choices(), value)) return;
    boolean hidden = option.secret() || ArgumentTypes.isSecret(value);
    Optional<String> near =
        hidden ? Optional.empty() : Suggest.nearest(ArgumentTypes.text(value), option.choices());
    problems.error(
        value.span(),
        "wrong-choice",
        name + " cannot be " + shown(option, value),
        near.map(n -> "did you mean `" + n + "`?")
            .orElse("it is one of: " + String.join(", ", option.choices())),
        as(option));
  }

  private void keep(Given value) {
    if (value instanceof Given.Items list) {
      list.items().forEach(this::keep);
    } else if (value instanceof Given.Fields map) {
      map.fields().forEach(field -> keep(field.value()));
    } else if (!(value instanceof Given.Unknown) && !value.isNull()) {
      secrets.accept(Secret.of(ArgumentTypes.text(value)));
    }
  }

  private void rule(Rule rule, String owner, Map<String, Given> values, Span place) {
    if (rule instanceof ArgumentSpec.Exclusive exclusive) {
      List<String> given =
          exclusive.names().stream()
              .filter(n -> isSurelyGiven(n, values) && !values.get(n).isNull())
              .toList();
      if (given.size() < 2) return;
      problems.error(
          values.get(given.get(1)).span(),
          "exclusive-arguments",
          owner + " takes only one of " + listed(exclusive.names()),
          "given are " + listed(given));
    } else if (rule instanceof ArgumentSpec.Together together) {
      if (together.names().stream().noneMatch(n -> isSurelyGiven(n, values))) return;
      needs(
          owner + " takes " + listed(together.names()) + " together",
          together.names(),
          values,
          place);
    } else if (rule instanceof ArgumentSpec.OneOf any) {
      oneOf(any.names(), owner + " needs one of " + listed(any.names()), values, place);
    } else if (rule instanceof ArgumentSpec.If when) {
      Given value = values.get(when.name());
      if (value == null || !isSingle(value)) return;
      if (!ArgumentTypes.isOneOf(List.of(when.value()), value)) return;
      String why = ", as `" + when.name() + "` is `" + when.value() + "`";
      if (when.any()) {
        oneOf(when.needed(), owner + " needs one of " + listed(when.needed()) + why, values, place);
      } else {
        needs(owner + " needs " + listed(when.needed()) + why, when.needed(), values, place);
      }
    } else if (rule instanceof ArgumentSpec.By by) {
      if (!isSurelyGiven(by.name(), values)) return;
      String why = ", as `" + by.name() + "` is given";
      needs(owner + " needs " + listed(by.needed()) + why, by.needed(), values, place);
    }
  }

  private void needs(String message, List<String> names, Map<String, Given> values, Span place) {
    List<String> lacking = names.stream().filter(n -> !values.containsKey(n)).toList();
    if (lacking.isEmpty()) return;
    problems.error(
        place,
        "missing-argument",
        message,
        listed(lacking) + (lacking.size() == 1 ? " is missing" : " are missing"));
  }

  private void oneOf(List<String> names, String message, Map<String, Given> values, Span place) {
    if (names.stream().anyMatch(values::containsKey)) return;
    problems.error(place, "missing-argument", message);
  }

  private static boolean isSurelyGiven(String name, Map<String, Given> values) {
    return values.containsKey(name) && !(values.get(name) instanceof Given.Unknown);
  }

  private static boolean isSingle(Given given) {
    return given instanceof Given.Text || given instanceof Given.Value;
  }

  private static String listed(List<String> names) {
    List<String> quoted = names.stream().map(n -> "`" + n + "`").collect(Collectors.toList());
    if (quoted.size() == 1) return quoted.get(0);
    return String.join(", ", quoted.subList(0, quoted.size() - 1))
        + " and "
        + quoted.get(quoted.size() - 1);
  }
}
