package outpost.core.catalog;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import outpost.api.Content;
import outpost.api.Doc;
import outpost.api.LocalFile;
import outpost.api.LocalPlace;
import outpost.api.LocalProgram;
import outpost.api.Rendered;
import outpost.api.Secret;

/**
 * What there is to say of a module, or of a step of the engine, all of it learnt from its code.
 *
 * @param doc a sentence
 * @param results the names that {@code register} gets beside those that every result has
 */
public record Manual(
    String name, List<String> aliases, String doc, List<Argument> args, List<String> results) {

  /**
   * One argument.
   *
   * @param kind what it takes: {@code text}, {@code list of whole numbers}
   * @param choices the words that it takes; none if any will do
   * @param def what holds where it is not given; empty if nothing does
   * @param required whether it must be given
   * @param freeForm whether the text behind the module's name goes here
   * @param fields those of a mapping, or of each mapping in a list
   */
  public record Argument(
      String name,
      String doc,
      String kind,
      List<String> choices,
      Optional<String> def,
      boolean required,
      List<String> aliases,
      boolean freeForm,
      List<Argument> fields) {

    private static Argument of(ArgSpec spec) {
      Type type = spec.isOptional() ? part(spec.type(), 0) : spec.type();
      return new Argument(
          spec.name(),
          spec.doc(),
          Manual.kind(type),
          spec.choices(),
          spec.def(),
          !spec.isOptional() && spec.def().isEmpty(),
          spec.aliases(),
          spec.freeForm(),
          Manual.fields(type));
    }
  }

  /** Returns that of a module. */
  public static Manual of(ModuleSpec spec) {
    return new Manual(
        spec.name(),
        spec.aliases(),
        spec.doc(),
        arguments(spec.args().specs()),
        spec.results().get());
  }

  /** Returns that of something with arguments of its own, whose record has a {@link Doc}. */
  public static Manual of(String name, Class<? extends Record> args) {
    Doc doc = args.getAnnotation(Doc.class);
    return new Manual(
        name, List.of(doc.alias()), doc.value(), arguments(ArgSpec.of(args)), List.of());
  }

  private static List<Argument> arguments(List<ArgSpec> specs) {
    return specs.stream().map(Argument::of).toList();
  }

  private static Type part(Type type, int index) {
    return ((ParameterizedType) type).getActualTypeArguments()[index];
  }

  private static String kind(Type type) {
    if (type instanceof ParameterizedType generic) {
      if (generic.getRawType() == List.class) return "list of " + many(kind(part(type, 0)));
      return "mapping to " + kind(part(type, 1));
    }
    Class<?> plain = (Class<?>) type;
    if (plain == boolean.class || plain == Boolean.class) return "yes or no";
    if (plain == int.class || plain == Integer.class) return "whole number";
    if (plain == long.class || plain == Long.class) return "whole number";
    if (plain == Duration.class) return "time, such as 60s, 2m or 1h";
    if (plain == Secret.class) return "secret text";
    if (plain == LocalFile.class) return "file of the control node";
    if (plain == LocalPlace.class) return "place of the control node";
    if (plain == LocalProgram.class) return "file of the control node, and words for it";
    if (plain == Rendered.class) return "template of the control node";
    if (plain == String.class || plain == Content.class) return "text";
    if (plain.isEnum()) return "one of its choices";
    return plain.isRecord() ? "mapping" : "anything";
  }

  private static String many(String kind) {
    return switch (kind) {
      case "text" -> "texts";
      case "whole number", "mapping" -> kind + "s";
      default -> kind;
    };
  }

  private static List<Argument> fields(Type type) {
    if (type instanceof ParameterizedType generic) {
      return fields(part(type, generic.getRawType() == List.class ? 0 : 1));
    }
    Class<?> plain = (Class<?>) type;
    if (!ArgSpec.isMapping(plain)) return List.of();
    return arguments(ArgSpec.of(plain.asSubclass(Record.class)));
  }
}
