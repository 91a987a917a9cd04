package outpost.core.catalog;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import outpost.api.BadArg;
import outpost.api.Content;
import outpost.api.LocalFile;
import outpost.api.LocalPlace;
import outpost.api.LocalProgram;
import outpost.api.Rendered;
import outpost.api.Secret;
import outpost.api.Words;
import outpost.core.source.Problems;
import outpost.core.source.Span;
import outpost.core.source.Suggest;
import outpost.core.template.Written;
import outpost.core.template.YamlTypes;

/**
 * Turns what a task gives into the record that its module wants, and says all that does not fit.
 *
 * <p>One reader serves one task: {@link #deferred} tells afterwards whether something could not be
 * read because it is not known yet.
 */
public final class ArgsReader {
  private static final Set<String> YES = Set.of("yes", "on", "true", "1", "y", "t");
  private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(ms|s|sec|m|min|h|d)?");

  private final String module;
  private final Resolver resolver;
  private final Problems problems;
  private boolean deferred;
  private boolean sealed;

  public ArgsReader(String module, Resolver resolver, Problems problems) {
    this.module = module;
    this.resolver = resolver;
    this.problems = problems;
  }

  /** Whether a value that is not known yet kept the record from being made. */
  public boolean deferred() {
    return deferred;
  }

  /** Reads a task's arguments; empty if something is wrong or not known yet. */
  public <A extends Record> Optional<A> read(Class<A> type, Given given) {
    return read(Arguments.of(type), given).map(type::cast);
  }

  /** Reads a task's arguments; empty if something is wrong or not known yet. */
  public Optional<Record> read(Arguments arguments, Given given) {
    return record(arguments, given, "`" + module + "`");
  }

  private Optional<Record> record(Arguments arguments, Given given, String owner) {
    List<ArgSpec> specs = arguments.specs();
    if (given instanceof Given.Unknown) return unknown();
    Given.Fields fields = asFields(specs, given, owner).orElse(null);
    if (fields == null) return Optional.empty();
    boolean whole = knowsAll(specs, fields, owner);
    Object[] values = new Object[specs.size()];
    for (int i = 0; i < values.length; i++) {
      Optional<Object> value = component(specs, specs.get(i), fields, owner);
      whole &= value.isPresent();
      values[i] = value.orElse(null);
    }
    return whole ? construct(arguments, fields, values) : Optional.empty();
  }

  private Optional<Given.Fields> asFields(List<ArgSpec> specs, Given given, String owner) {
    if (given instanceof Given.Fields fields) return Optional.of(fields);
    if (given.isNull()) return Optional.of(new Given.Fields(given.span(), List.of()));
    Optional<ArgSpec> freeForm = specs.stream().filter(ArgSpec::freeForm).findFirst();
    if (freeForm.isPresent() && !(given instanceof Given.Items)) {
      var field = new Given.Field(given.span(), freeForm.get().name(), given);
      return Optional.of(new Given.Fields(given.span(), List.of(field)));
    }
    problems.error(
        given.span(),
        "wrong-type",
        owner + " takes a mapping of arguments",
        "write each argument on a line of its own, as `" + specs.get(0).name() + ": …`");
    return Optional.empty();
  }

  private boolean knowsAll(List<ArgSpec> specs, Given.Fields fields, String owner) {
    boolean all = true;
    Map<String, Given.Field> seen = new HashMap<>();
    for (Given.Field field : fields.fields()) {
      Optional<ArgSpec> spec = named(field.key(), specs);
      if (spec.isEmpty()) {
        List<String> names = specs.stream().flatMap(ArgSpec::names).toList();
        problems.error(
            field.keySpan(),
            "unknown-argument",
            owner + " has no argument `" + field.key() + "`",
            Suggest.nearest(field.key(), names)
                .map(near -> "did you mean `" + near + "`?")
                .orElse(
                    "its arguments are: "
                        + specs.stream().map(ArgSpec::name).collect(Collectors.joining(", "))));
        all = false;
      } else if (seen.putIfAbsent(spec.get().name(), field) != null) {
        problems.error(
            field.keySpan(),
            "argument-twice",
            "`"
                + field.key()
                + "` and `"
                + seen.get(spec.get().name()).key()
                + "` are the same argument",
            "keep one of them");
        all = false;
      }
    }
    return all;
  }

  private static Optional<ArgSpec> named(String name, List<ArgSpec> specs) {
    for (ArgSpec spec : specs) {
      if (spec.answersTo(name)) return Optional.of(spec);
    }
    return Optional.empty();
  }

  private static Optional<Given.Field> field(ArgSpec spec, Given.Fields fields) {
    for (Given.Field field : fields.fields()) {
      if (spec.answersTo(field.key()) && !field.value().isNull()) return Optional.of(field);
    }
    return Optional.empty();
  }

  private Optional<Object> component(
      List<ArgSpec> specs, ArgSpec spec, Given.Fields fields, String owner) {
    Optional<Given.Field> field = field(spec, fields);
    if (field.isPresent()) {
      String name = "`" + field.get().key() + "`";
      Optional<Given> elsewhere =
          spec.unless()
              .map(ArgsReader::flag)
              .flatMap(flag -> given(flag, fields).or(() -> byDefault(specs, flag, fields)));
      if (elsewhere.filter(Given.Unknown.class::isInstance).isPresent()) return unknown();
      if (elsewhere.filter(flag -> says(flag, spec.unless().orElseThrow())).isPresent()) {
        return value(String.class, field.get().value(), name)
            .map(written -> fileOfTheHost(spec, (String) written));
      }
      Optional<Given> opened = spec.opened().flatMap(flag -> given(flag, fields));
      if (opened.filter(Given.Unknown.class::isInstance).isPresent()) return unknown();
      sealed = opened.filter(flag -> !isYes(flag)).isPresent();
      Given given = field.get().value();
      if (spec.isOptional()) {
        Type inner = ((ParameterizedType) spec.type()).getActualTypeArguments()[0];
        return chosen(spec, given, value(inner, given, name)).map(Optional::of);
      }
      return chosen(spec, given, value(spec.type(), given, name));
    }
    if (spec.isOptional()) return Optional.of(Optional.empty());
    if (spec.def().isPresent()) return value(spec.type(), byDefault(spec, fields), spec.name());
    problems.error(
        fields.span(),
        "missing-argument",
        owner + " needs `" + spec.name() + "`",
        spec.doc().substring(0, spec.doc().length() - 1));
    return Optional.empty();
  }

  /**
   * Holds texts against the words that an argument takes; constants of an enum are such already.
   */
  private Optional<Object> chosen(ArgSpec spec, Given given, Optional<Object> value) {
    if (spec.choices().isEmpty() || value.isEmpty()) return value;
    List<?> words = value.get() instanceof List<?> list ? list : List.of(value.get());
    for (Object word : words) {
      if (word instanceof String text && !spec.choices().contains(text)) {
        return noChoice(given, "`" + spec.name() + "`", text, spec.choices());
      }
    }
    return value;
  }

  private static Optional<Given> given(String key, Given.Fields fields) {
    return fields.fields().stream()
        .filter(f -> f.key().equals(key) && !f.value().isNull())
        .map(Given.Field::value)
        .findFirst();
  }

  private static Optional<Given> byDefault(List<ArgSpec> specs, String key, Given.Fields fields) {
    return specs.stream()
        .filter(spec -> spec.name().equals(key) && spec.def().isPresent())
        .map(spec -> byDefault(spec, fields))
        .findFirst();
  }

  private static Object fileOfTheHost(ArgSpec spec, String written) {
    LocalFile file = new LocalFile(written, Path.of(written));
    return spec.isOptional() ? Optional.of(file) : file;
  }

  /** Returns the argument that a condition is about, {@code flag} or {@code flag=word}. */
  private static String flag(String condition) {
    int sign = condition.indexOf('=');
    return sign < 0 ? condition : condition.substring(0, sign);
  }

  private static boolean says(Given given, String condition) {
    int sign = condition.indexOf('=');
    if (sign < 0) return isYes(given);
    return (given instanceof Given.Text || given instanceof Given.Value)
        && text(given).equalsIgnoreCase(condition.substring(sign + 1));
  }

  private static boolean isYes(Given given) {
    return (given instanceof Given.Text || given instanceof Given.Value)
        && YES.contains(text(given).toLowerCase(Locale.ROOT));
  }

  private static Given byDefault(ArgSpec spec, Given.Fields fields) {
    String def = spec.def().orElseThrow();
    Span span = fields.span();
    return switch (def) {
      case "[]" -> new Given.Items(span, List.of());
      case "{}" -> new Given.Fields(span, List.of());
      case "\"\"" -> new Given.Text(span, "", false);
      default -> new Given.Text(span, def, true);
    };
  }

  private Optional<Record> construct(Arguments arguments, Given.Fields fields, Object[] values) {
    try {
      return Optional.of(arguments.maker().make(List.of(values)));
    } catch (InvocationTargetException e) {
      if (!(e.getCause() instanceof BadArg bad)) throw new IllegalStateException(e.getCause());
      Span span =
          fields.fields().stream()
              .filter(
                  f ->
                      arguments.specs().stream()
                          .anyMatch(s -> s.component().equals(bad.arg()) && s.answersTo(f.key())))
              .map(f -> f.value().span())
              .findFirst()
              .orElse(fields.span());
      problems.error(span, "bad-argument", bad.getMessage(), bad.hint());
      return Optional.empty();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads one value; {@code name} is how messages call it. */
  private Optional<Object> value(Type type, Given given, String name) {
    if (given instanceof Given.Unknown) return unknown();
    if (type instanceof ParameterizedType generic) {
      Class<?> raw = (Class<?>) generic.getRawType();
      Type[] parts = generic.getActualTypeArguments();
      if (raw == List.class) return list(parts[0], given, name);
      if (raw == Map.class) return map(parts[1], given, name);
      throw new IllegalStateException("an argument of type " + type);
    }
    Class<?> plain = (Class<?>) type;
    if (plain == Object.class) {
      return holdsUnknown(given) ? unknown() : Optional.ofNullable(free(given));
    }
    if (ArgSpec.isMapping(plain)) {
      return record(Arguments.of(plain.asSubclass(Record.class)), given, name)
          .map(Object.class::cast);
    }
    if (given instanceof Given.Items || given instanceof Given.Fields) {
      return wrong(given, name, "takes " + noun(plain) + ", not a list or mapping");
    }
    return scalar(plain, given, name);
  }

  private Optional<Object> list(Type item, Given given, String name) {
    List<Given> items;
    if (given instanceof Given.Items list) {
      items = list.items();
    } else if (item == String.class && !isSecret(given) && !(given instanceof Given.Fields)) {
      items =
          Arrays.stream(text(given).split(","))
              .map(String::strip)
              .filter(part -> !part.isEmpty())
              .map(part -> (Given) new Given.Text(given.span(), part, false))
              .toList();
    } else {
      items = List.of(given);
    }
    List<Object> values = new ArrayList<>();
    boolean whole = true;
    for (Given one : items) {
      if (one.isNull()) continue;
      Optional<Object> value = value(item, one, "an item of " + name);
      whole &= value.isPresent();
      value.ifPresent(values::add);
    }
    return whole ? Optional.of(List.copyOf(values)) : Optional.empty();
  }

  private Optional<Object> map(Type type, Given given, String name) {
    if (!(given instanceof Given.Fields fields)) return wrong(given, name, "takes a mapping");
    Map<String, Object> values = new LinkedHashMap<>();
    boolean whole = true;
    for (Given.Field field : fields.fields()) {
      Optional<Object> value = value(type, field.value(), "`" + field.key() + "`");
      whole &= value.isPresent();
      value.ifPresent(v -> values.put(field.key(), v));
    }
    return whole ? Optional.of(Collections.unmodifiableMap(values)) : Optional.empty();
  }

  private Optional<Object> scalar(Class<?> type, Given given, String name) {
    if (type == Secret.class) {
      return Optional.of(secret(given));
    }
    if (type == Content.class) {
      return Optional.of(new Content(secret(given), isSecret(given)));
    }
    if (isSecret(given) && (type == String.class || !isSecretNumber(given))) {
      problems.error(
          given.span(),
          "wrong-type",
          name + " would show a secret: it takes " + noun(type),
          "where others on the host may see it, hand it over with `?reveal`");
      return Optional.empty();
    }
    String text = text(given);
    if (text.indexOf('\0') >= 0) return wrong(given, name, "holds a NUL, which no command takes");
    if (type == String.class) return Optional.of(text);
    if (type == boolean.class || type == Boolean.class) return bool(given, text, name);
    if (type == int.class || type == Integer.class) return number(given, text, name, true);
    if (type == long.class || type == Long.class) return number(given, text, name, false);
    if (type == Duration.class) return duration(given, text, name);
    if (type.isEnum()) return constant(type, given, text, name);
    if (type == LocalFile.class) {
      return (sealed
              ? resolver.sealed(text, given.span(), problems)
              : resolver.file(text, given.span(), problems))
          .map(Object.class::cast);
    }
    if (type == LocalPlace.class) return Optional.of(resolver.place(text));
    if (type == LocalProgram.class) return program(given, text, name);
    if (type == Rendered.class) {
      return resolver.template(text, given.span(), problems).map(Object.class::cast);
    }
    throw new IllegalStateException("an argument of type " + type);
  }

  private Optional<Object> program(Given given, String text, String name) {
    Optional<List<String>> words = Words.of(text);
    if (words.isEmpty()) return wrong(given, name, "has a quotation mark that is not closed");
    if (words.get().isEmpty()) return wrong(given, name, "names no file");
    List<String> args = words.get().subList(1, words.get().size());
    return resolver
        .file(words.get().get(0), given.span(), problems)
        .map(file -> new LocalProgram(file, args));
  }

  private Optional<Object> bool(Given given, String text, String name) {
    if (isYes(given)) return Optional.of(true);
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "no", "off", "false", "0", "n", "f" -> Optional.of(false);
      default -> wrong(given, name, "takes yes or no, not `" + text + "`");
    };
  }

  private Optional<Object> number(Given given, String text, String name, boolean small) {
    try {
      long value = Long.parseLong(text.replace("_", ""));
      if (!small) return Optional.of(value);
      return Optional.of(Math.toIntExact(value));
    } catch (NumberFormatException | ArithmeticException e) {
      return wrong(given, name, "takes a whole number, not `" + text + "`");
    }
  }

  private Optional<Object> duration(Given given, String text, String name) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      return wrong(given, name, "takes a time such as 60s, 2m or 1h, not `" + text + "`");
    }
    try {
      long amount = Long.parseLong(matcher.group(1));
      String unit = matcher.group(2) == null ? "s" : matcher.group(2);
      return Optional.of(
          switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "m", "min" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> Duration.ofSeconds(amount);
          });
    } catch (NumberFormatException | ArithmeticException e) {
      return wrong(given, name, "takes a time that fits, not `" + text + "`");
    }
  }

  private Optional<Object> constant(Class<?> type, Given given, String text, String name) {
    List<String> choices = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      String choice = ArgSpec.choice(constant);
      choices.add(choice);
      if (choice.equals(text.toLowerCase(Locale.ROOT).replace('-', '_'))) {
        return Optional.of(constant);
      }
    }
    return noChoice(given, name, text, choices);
  }

  private Optional<Object> noChoice(Given given, String name, String text, List<String> choices) {
    problems.error(
        given.span(),
        "wrong-choice",
        name + " cannot be `" + text + "`",
        Suggest.nearest(text, choices)
            .map(near -> "did you mean `" + near + "`?")
            .orElse("it is one of: " + String.join(", ", choices)));
    return Optional.empty();
  }

  private static Object free(Given given) {
    if (given instanceof Given.Items list) {
      return list.items().stream().map(ArgsReader::free).toList();
    }
    if (given instanceof Given.Fields fields) {
      Map<String, Object> values = new LinkedHashMap<>();
      fields.fields().forEach(field -> values.put(field.key(), free(field.value())));
      return Collections.unmodifiableMap(values);
    }
    Object value =
        given instanceof Given.Value known
            ? known.value()
            : given instanceof Given.Text text && text.plain()
                ? YamlTypes.value(text.text())
                : text(given);
    return value instanceof Written written ? written.number() : value;
  }

  private static boolean holdsUnknown(Given given) {
    if (given instanceof Given.Items list) {
      return list.items().stream().anyMatch(ArgsReader::holdsUnknown);
    }
    if (given instanceof Given.Fields map) {
      return map.fields().stream().anyMatch(field -> holdsUnknown(field.value()));
    }
    return given instanceof Given.Unknown;
  }

  private static boolean isSecret(Given given) {
    return given instanceof Given.Value value && value.value() instanceof Secret;
  }

  /** A number goes where a number is needed: who gives it has it masked. */
  private static boolean isSecretNumber(Given given) {
    return given instanceof Given.Value value
        && value.value() instanceof Secret secret
        && secret.isNumber();
  }

  private static Secret secret(Given given) {
    return given instanceof Given.Value value && value.value() instanceof Secret secret
        ? secret
        : Secret.of(text(given));
  }

  private static String text(Given given) {
    if (given instanceof Given.Text text) return text.text();
    Object value = ((Given.Value) given).value();
    return value instanceof Secret number
        ? number.revealText() // which is masked
        : String.valueOf(value);
  }

  private <T> Optional<T> unknown() {
    deferred = true;
    return Optional.empty();
  }

  private Optional<Object> wrong(Given given, String name, String what) {
    problems.error(given.span(), "wrong-type", name + " " + what);
    return Optional.empty();
  }

  private static String noun(Class<?> type) {
    if (type == boolean.class || type == Boolean.class) return "yes or no";
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return "a number";
    }
    if (type.isEnum()) return "one of its choices";
    if (type == LocalFile.class || type == LocalPlace.class || type == Rendered.class) {
      return "a file's name";
    }
    if (type == LocalProgram.class) return "a file's name and words for it";
    return "text";
  }
}
