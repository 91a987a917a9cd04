package outpost.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What separates found from wanted on one host.
 *
 * <p>The engine's part: an obstacle fails the task. Otherwise changes are applied in order, then
 * actions; a failing script stops the rest. Then the host is probed and planned again. If the plan
 * is {@link #staged}, what the new plan still holds is applied in turn until nothing is left;
 * otherwise a change that is left means that the module did not converge. {@link #pending} and
 * changes that are left are given {@link #within} to settle.
 *
 * @param changes differences, in the order in which they are to be mended
 * @param actions done after the changes
 * @param obstacle why no plan can be made on this host
 * @param mend run before an obstacle fails the task, such as taking back a half-made change
 * @param pending what is only waited for
 * @param within how long changes and pending things may take to settle
 * @param staged whether what a re-probe finds left is planned and applied again
 * @param notes sentences for the user, shown with the task's outcome
 * @param results further values that {@code register} gets
 * @param origins such values as they were before anything was changed: the first plan's count
 */
public record Plan(
    List<Change> changes,
    List<Action> actions,
    Optional<Problem> obstacle,
    Optional<Script> mend,
    Optional<Pending> pending,
    Duration within,
    boolean staged,
    List<String> notes,
    Map<String, Object> results,
    Map<String, Object> origins) {

  /** The result below which facts stand. */
  public static final String FACTS = "ansible_facts";

  public Plan {
    changes = List.copyOf(changes);
    actions = List.copyOf(actions);
    notes = List.copyOf(notes);
    results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
    origins = Collections.unmodifiableMap(new LinkedHashMap<>(origins));
  }

  /** Nothing to do. */
  public static Plan none() {
    return builder().build();
  }

  /** No plan can be made on this host. */
  public static Plan blocked(String message, String hint) {
    return builder().block(message, hint).build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Whether nothing differs, nothing is asked for, nothing is awaited, and nothing is wrong. */
  public boolean isEmpty() {
    return changes.isEmpty() && actions.isEmpty() && obstacle.isEmpty() && pending.isEmpty();
  }

  /** Collects a plan and drops what is already as wanted: modules state every field, test none. */
  public static final class Builder {
    private final List<Change> changes = new ArrayList<>();
    private final List<Action> actions = new ArrayList<>();
    private Optional<Problem> obstacle = Optional.empty();
    private Optional<Script> mend = Optional.empty();
    private Optional<Pending> pending = Optional.empty();
    private Duration within = Duration.ZERO;
    private boolean staged;
    private final List<String> notes = new ArrayList<>();
    private final Map<String, Object> results = new LinkedHashMap<>();
    private final Map<String, Object> origins = new LinkedHashMap<>();

    private Builder() {}

    /** Wants {@code found} to be {@code wanted}; empty is no opinion. */
    public <T> Builder set(String what, T found, Optional<T> wanted, Function<T, Script> fix) {
      if (wanted.isPresent() && !Objects.equals(found, wanted.get())) {
        change(what, show(found), show(wanted.get()), fix.apply(wanted.get()));
      }
      return this;
    }

    /** Wants {@code item} to be in {@code found}, or not to be. */
    public Builder member(
        String what, Set<String> found, String item, boolean present, Script fix) {
      if (found.contains(item) != present) {
        change(what + " " + item, show(!present), show(present), fix);
      }
      return this;
    }

    /** Adds a difference that was worked out already. */
    public Builder change(String what, String from, String to, Script fix) {
      changes.add(new Change(what, from, to, fix, Optional.empty()));
      return this;
    }

    /** Adds a difference with the texts before and after. */
    public Builder change(String what, String from, String to, Script fix, Change.Diff diff) {
      changes.add(new Change(what, from, to, fix, Optional.of(diff)));
      return this;
    }

    /** Adds a difference that the control node mends itself. */
    public Builder errand(
        String what, String from, String to, Optional<Change.Diff> diff, Errand errand) {
      changes.add(new Change(what, from, to, Script.raw(":"), diff, Optional.of(errand)));
      return this;
    }

    /** Adds an action if it is asked for. */
    public Builder act(String what, boolean asked, Script script) {
      return asked ? run(what, script, true) : this;
    }

    /**
     * Adds an action for the sake of what it prints.
     *
     * @param stripped whether newlines at its end are left out of what is registered
     */
    public Builder run(String what, Script script, boolean stripped) {
      actions.add(new Action(what, script, stripped, Optional.empty(), Optional.empty()));
      return this;
    }

    /** Adds an action whose output is read by an account; it is to be the plan's last one. */
    public Builder act(String what, Script script, Account account) {
      actions.add(new Action(what, script, true, Optional.empty(), Optional.of(account)));
      return this;
    }

    /** Adds an action that takes the host away for a while; it is to be the plan's last one. */
    public Builder leave(String what, Script script, Absence absence) {
      actions.add(new Action(what, script, true, Optional.of(absence), Optional.empty()));
      return this;
    }

    /** Says that no plan can be made; the first obstacle counts. */
    public Builder block(String message, String... hints) {
      if (obstacle.isEmpty()) obstacle = Optional.of(Problem.of("obstacle", message, hints));
      return this;
    }

    /** Says what to run before the obstacle fails the task. */
    public Builder mend(Script script) {
      mend = Optional.of(script);
      return this;
    }

    /** Says what is only waited for, and what was seen last. */
    public Builder await(String what) {
      pending = Optional.of(new Pending(what, Optional.empty()));
      return this;
    }

    /** As {@link #await(String)}, with what to do when time is over. */
    public Builder await(String what, Script giveUp) {
      pending = Optional.of(new Pending(what, Optional.of(giveUp)));
      return this;
    }

    /** Gives changes and pending things time to settle. */
    public Builder within(Duration time) {
      within = time;
      return this;
    }

    /** Asks that what a re-probe finds left is planned and applied again. */
    public Builder staged() {
      staged = true;
      return this;
    }

    /** Adds a sentence for the user. */
    public Builder note(String sentence) {
      notes.add(sentence);
      return this;
    }

    /**
     * Adds a fact, which the host has from now on: {@code ansible_facts.NAME}, and {@code NAME}
     * alone. The module's {@link Doc#facts} names it.
     */
    public Builder fact(String name, Object value) {
      Map<String, Object> facts = new LinkedHashMap<>();
      if (results.get(FACTS) instanceof Map<?, ?> some) {
        some.forEach((key, fact) -> facts.put(String.valueOf(key), fact));
      }
      facts.put(name, value);
      return result(FACTS, java.util.Collections.unmodifiableMap(facts));
    }

    /** Adds a value that {@code register} gets: text, number, boolean, list or map of them. */
    public Builder result(String key, Object value) {
      results.put(key, value);
      return this;
    }

    /** Adds such a value as it was before anything was changed. */
    public Builder origin(String key, Object value) {
      origins.put(key, value);
      return this;
    }

    public Plan build() {
      return new Plan(
          changes, actions, obstacle, mend, pending, within, staged, notes, results, origins);
    }

    private static String show(Object value) {
      if (value instanceof Boolean is) return is ? "yes" : "no";
      if (value instanceof Optional<?> maybe) return maybe.map(Builder::show).orElse("-");
      if (value instanceof Enum<?> constant)
        return constant.name().toLowerCase(java.util.Locale.ROOT);
      return String.valueOf(value);
    }
  }
}
