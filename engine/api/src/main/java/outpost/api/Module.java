package outpost.api;

import java.util.List;

/**
 * One kind of thing that a task can bring to a desired state.
 *
 * <p>A module never talks to a host. It says how to read one ({@link #probe}) and, as a pure
 * function, what separates what was found from what is wanted ({@link #plan}). The engine sends the
 * probe, stops at the plan in check mode, applies it otherwise, and probes again to see that
 * nothing is left to do.
 *
 * <p>The type arguments must be written out where a class implements this interface: the engine
 * reads the arguments' record from there. A module's name in playbooks is its class name in snake
 * case; it is found through {@code META-INF/services/outpost.api.Module}.
 *
 * @param <A> the arguments of a task, a record whose components carry {@link Arg}
 * @param <S> what a probe finds, a record filled from the probe's {@code key=value} lines
 */
public interface Module<A extends Record, S extends Record> {

  /** Returns how to read the host; nothing in it may change anything anywhere. */
  Probe<S> probe(A want);

  /** Returns what a task takes names for that other tasks must not take for something else. */
  default List<Claim> claims(A want) {
    return List.of();
  }

  /** Returns what separates {@code found} from {@code want}: same inputs, same plan. */
  Plan plan(A want, S found);
}
