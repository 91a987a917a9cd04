package outpost.core.catalog;

import java.lang.reflect.ParameterizedType;
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
