package outpost.core.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import outpost.api.Claim;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Yaml;

/**
 * A module with what it says of itself.
 *
 * @param arguments what it takes
 * @param found makes the record of what it finds from a probe's answers; throws {@link
 *     FoundReader.Unanswered}
 * @param results what {@code register} gets of that
 * @param examples where tasks to copy are, if there are any
 */
public record ModuleSpec(
    String name,
    List<String> aliases,
    String doc,
    Supplier<Arguments> arguments,
    Function<Answers, Record> found,
    Supplier<List<String>> results,
    Supplier<Optional<Node>> examples,
    Module<?, ?> module) {

  /**
   * Reads what a module's class says.
   *
   * @throws IllegalStateException if it has no {@link Doc} or does not write out its type arguments
   */
  public static ModuleSpec of(Module<?, ?> module) {
    Class<?> type = module.getClass();
    Doc doc =
        Optional.ofNullable(type.getAnnotation(Doc.class))
            .orElseThrow(() -> new IllegalStateException(type + " lacks @Doc"));
    for (Type face : type.getGenericInterfaces()) {
      if (face instanceof ParameterizedType generic && generic.getRawType() == Module.class) {
        String name = name(type);
        Class<? extends Record> state = record(generic.getActualTypeArguments()[1]);
        return new ModuleSpec(
            name,
            List.of(doc.alias()),
            doc.value(),
            new Once<>(() -> Arguments.of(record(generic.getActualTypeArguments()[0]))),
            answers -> FoundReader.read(state, answers),
            () -> Shape.of(state).parts().stream().map(Shape.Part::key).toList(),
            () -> examples(type, name),
            module);
      }
    }
    throw new IllegalStateException(type + " does not implement Module<Args, Found> itself");
  }

  /** Returns the name of the module that a class is. */
  static String name(Class<?> type) {
    return ArgSpec.snake(type.getSimpleName());
  }

  public Arguments args() {
    return arguments.get();
  }

  /** Whether all that it does is run something, which may go on by itself. */
  public boolean canDetach() {
    return annotation().map(Doc::detaches).orElse(false);
  }

  /** Returns the facts that it gives, as its class writes them. */
  public List<String> facts() {
    return annotation().map(doc -> List.of(doc.facts())).orElse(List.of());
  }

  /** Returns the names of the facts that a task gives its host. */
  public List<String> facts(Record want) {
    return facts().stream().map(fact -> named(fact, want)).toList();
  }

  /** Puts the value of an argument into a name that has a hole for it. */
  private static String named(String fact, Record want) {
    String name = fact;
    for (Shape.Part part : Shape.of(want.getClass()).parts()) {
      String hole = "{" + part.key() + "}";
      if (name.contains(hole)) name = name.replace(hole, String.valueOf(part.in(want)));
    }
    return name;
  }

  private Optional<Doc> annotation() {
    return Optional.ofNullable(module.getClass().getAnnotation(Doc.class));
  }

  private static Optional<Node> examples(Class<?> type, String name) {
    String file = "/examples/" + name + ".yml";
    try (InputStream in = type.getResourceAsStream(file)) {
      if (in == null) return Optional.empty();
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Yaml.read(new Source(name, text), new Problems());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Class<? extends Record> record(Type type) {
    return ((Class<?>) type).asSubclass(Record.class);
  }

  /** Asks the module how to read a host for these arguments, which must be of its own type. */
  @SuppressWarnings("unchecked")
  public Probe<?> probe(Record want) {
    return ((Module<Record, Record>) module).probe(want);
  }

  /** Asks the module what a task takes names for. */
  @SuppressWarnings("unchecked")
  public List<Claim> claims(Record want) {
    return ((Module<Record, Record>) module).claims(want);
  }

  /** Asks the module what separates found from wanted, both of its own types. */
  @SuppressWarnings("unchecked")
  public Plan plan(Record want, Record found) {
    return ((Module<Record, Record>) module).plan(want, found);
  }
}
