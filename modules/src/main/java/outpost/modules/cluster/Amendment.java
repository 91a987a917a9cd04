package outpost.modules.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import outpost.api.Plan;
import outpost.api.Problem;
import outpost.modules.cluster.Prediction.Effect;
import outpost.modules.cluster.Prediction.Kind;

/**
 * An edit of the configuration on its way to the cluster: what would come of it is told, and held
 * against what the task accepts.
 *
 * @param what the thing that is changed
 * @param from what it was
 * @param to what it becomes
 * @param meant the resources that the task asks to stop
 */
record Amendment(String what, String from, String to, CibPatch patch, Set<String> meant) {

  /** An edit that says by itself what it changes, in the lines of the difference. */
  static Amendment of(String what, CibPatch patch, Set<String> meant) {
    return new Amendment(what, lines(what, patch.gone()), lines(what, patch.come()), patch, meant);
  }

  private static String lines(String what, List<String> lines) {
    return lines.isEmpty()
        ? "-"
        : lines.stream()
            .map(line -> line.startsWith(what + ": ") ? line.substring(what.length() + 2) : line)
            .collect(Collectors.joining(", "));
  }

  /** Adds the change and its prediction to a plan, or why it is refused. */
  Plan.Builder add(Plan.Builder plan, Rehearsed rehearsed, Collection<Harm> allow) {
    if (rehearsed.refused().isPresent()) {
      return plan.block(
          "the cluster would not take this change: " + rehearsed.refused().get(),
          "nothing was changed; look at the values");
    }
    List<Effect> effects = rehearsed.prediction().map(Prediction::effects).orElse(List.of());
    Optional<Problem> refusal = refusal(effects, allow);
    if (refusal.isPresent()) {
      return plan.block(refusal.get().message(), refusal.get().hints().toArray(String[]::new));
    }
    effects.forEach(effect -> plan.note("predicted: " + effect.sentence()));
    return plan.change(what, from, to, patch.script(), patch.diff());
  }

  private Optional<Problem> refusal(List<Effect> effects, Collection<Harm> allow) {
    List<String> price = new ArrayList<>();
    Set<Harm> asked = new TreeSet<>();
    for (Effect effect : effects) {
      harm(effect)
          .filter(harm -> !allow.contains(harm))
          .ifPresent(
              harm -> {
                price.add(effect.sentence());
                asked.add(harm);
              });
    }
    if (price.isEmpty()) return Optional.empty();
    String words =
        asked.stream()
            .map(harm -> harm.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    return Optional.of(
        Problem.of(
            "obstacle",
            "this change has a price: " + String.join("; ", price),
            "mend what causes it, or accept it with `allow: [" + words + "]`"));
  }

  private Optional<Harm> harm(Effect effect) {
    if (effect.kind() == Kind.IS_FENCED) return Optional.of(Harm.FENCE);
    boolean own = meant.contains(effect.resource());
    if (effect.kind() == Kind.STOPS) return own ? Optional.empty() : Optional.of(Harm.STOP);
    boolean interrupted = effect.kind() == Kind.RESTARTS || effect.kind() == Kind.MOVES;
    return interrupted && machines().anyMatch(effect.resource()::equals)
        ? Optional.of(Harm.VM_RESTART)
        : Optional.empty();
  }

  /** The resources that guest nodes run in: what runs on those nodes goes down with them. */
  private Stream<String> machines() {
    return patch.before().guestNodes().stream().map(Cib.Guest::resource);
  }
}
