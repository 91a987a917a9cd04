package outpost.core.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The handlers of a play in the order in which they run: those of its roles, its own, those of
 * roles that tasks brought. Immutable.
 *
 * @param complete whether all that the play writes could be read
 */
public record Handlers(List<Step> all, boolean complete) {

  public Handlers {
    all = List.copyOf(all);
  }

  /** Returns these and more, those that are there already once. */
  public Handlers with(List<Step> more) {
    List<Step> together = new ArrayList<>(all);
    for (Step step : more) if (!contains(together, step)) together.add(step);
    return new Handlers(together, complete);
  }

  private static boolean contains(List<Step> some, Step step) {
    return some.stream().anyMatch(known -> known.info().place().equals(step.info().place()));
  }

  /**
   * Returns the handlers that a notification means: by their names, those of the notifying task's
   * role first, or by a topic. {@code ROLE : NAME} names one of a role from anywhere.
   *
   * @param names what a handler is called, where its name holds expressions
   */
  public List<Step> notified(String name, Optional<RoleUse> from, Function<Step, String> names) {
    List<Step> found =
        new ArrayList<>(all.stream().filter(h -> h.listen().contains(name)).toList());
    List<Step> named = all.stream().filter(h -> answersTo(h, names.apply(h), name)).toList();
    List<Step> own =
        named.stream()
            .filter(
                h ->
                    from.isPresent()
                        && h.role().map(RoleUse::folder).equals(from.map(RoleUse::folder)))
            .toList();
    List<Step> best = own.isEmpty() ? named : own;
    best.stream().filter(h -> !found.contains(h)).forEach(found::add);
    return all.stream().filter(h -> found.stream().anyMatch(f -> f == h)).toList();
  }

  private static boolean answersTo(Step handler, String own, String name) {
    if (own.equals(name)) return true;
    return handler.role().filter(r -> (r.name() + " : " + own).equals(name)).isPresent();
  }
}
