package outpost.core.catalog;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import outpost.api.Claim;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;

/** A module with what its class says of it: names, documentation, arguments, found record. */
public record ModuleSpec(
    String name,
    List<String> aliases,
    String doc,
    Class<? extends Record> args,
    Class<? extends Record> state,
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
        return new ModuleSpec(
            ArgSpec.snake(type.getSimpleName()),
            List.of(doc.alias()),
            doc.value(),
            record(generic.getActualTypeArguments()[0]),
            record(generic.getActualTypeArguments()[1]),
            module);
      }
    }
    throw new IllegalStateException(type + " does not implement Module<Args, Found> itself");
  }

  /** Whether all that it does is run something, which may go on by itself. */
  public boolean canDetach() {
    return module.getClass().getAnnotation(Doc.class).detaches();
  }

  /** Returns the facts that it gives, as its class writes them. */
  public List<String> facts() {
    return List.of(module.getClass().getAnnotation(Doc.class).facts());
  }

  /** Returns the names of the facts that a task gives its host. */
  public List<String> facts(Record want) {
    return facts().stream().map(fact -> named(fact, want)).toList();
  }

  /** Puts the value of an argument into a name that has a hole for it. */
  private static String named(String fact, Record want) {
    String name = fact;
    for (RecordComponent component : want.getClass().getRecordComponents()) {
      String hole = "{" + ArgSpec.snake(component.getName()) + "}";
      if (!name.contains(hole)) continue;
      try {
        component.getAccessor().setAccessible(true);
        name = name.replace(hole, String.valueOf(component.getAccessor().invoke(want)));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    return name;
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
