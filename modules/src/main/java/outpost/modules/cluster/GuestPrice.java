package outpost.modules.cluster;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.api.Plan;
import outpost.api.Problem;
import outpost.modules.cluster.PacemakerGuestNode.Allow;
import outpost.modules.cluster.PacemakerGuestNode.Args;

/**
 * What a step of guest nodes would do to virtual machines and to resources, and whether the task
 * accepts that.
 */
final class GuestPrice {
  private final List<Prediction> predictions;
  private final Map<String, Allow> costs = new LinkedHashMap<>();

  /**
   * Tells what the cluster would do, and says what of it the task does not accept.
   *
   * @param answers what {@link Forecast} said of each step
   */
  static Optional<Problem> refusal(
      Plan.Builder plan, Cib cib, Args want, List<Optional<byte[]>> answers) {
    Optional<GuestPrice> price = of(cib, want, answers);
    if (price.isEmpty()) {
      return Optional.of(
          Preflight.problem(
              "what the cluster would do cannot be foretold: crm_simulate says nothing here",
              "run `crm_simulate -sL` on this cluster node"));
    }
    price.get().tell(plan);
    return price.get().refusal(want.allow());
  }

  /** Tells what the cluster would do, if that is known. */
  static void tell(Plan.Builder plan, Cib cib, Args want, List<Optional<byte[]>> answers) {
    of(cib, want, answers).ifPresent(price -> price.tell(plan));
  }

  private static Optional<GuestPrice> of(Cib cib, Args want, List<Optional<byte[]>> answers) {
    List<Prediction> predictions =
        answers.stream().flatMap(answer -> Prediction.of(answer).stream()).toList();
    return predictions.size() < answers.size()
        ? Optional.empty()
        : Optional.of(new GuestPrice(cib, want.guests(), predictions));
  }

  private GuestPrice(Cib cib, List<GuestNode> guests, List<Prediction> predictions) {
    this.predictions = predictions;
    Set<String> nodes = new HashSet<>(cib.guests());
    Set<String> machines = new LinkedHashSet<>();
    guests.forEach(
        guest -> {
          nodes.add(guest.name());
          guest.resource().ifPresent(machines::add);
        });
    cib.guestNodes().forEach(guest -> machines.add(guest.resource()));
    for (Prediction prediction : predictions) {
      for (Prediction.Effect effect : prediction.effects()) {
        if (machines.contains(effect.what())) {
          machine(effect);
        } else if (effect.kind() == Prediction.Kind.IS_FENCED && nodes.contains(effect.what())) {
          costs.put("the machine of " + effect.what() + " would be restarted", Allow.VM_RESTART);
        } else if (!nodes.contains(effect.what())) {
          other(effect);
        }
      }
    }
  }

  private void machine(Prediction.Effect effect) {
    switch (effect.kind()) {
      case MOVES -> costs.put(effect.sentence() + ", by a stop and a start", Allow.MOVE);
      case MIGRATES -> costs.put(effect.sentence() + ", live", Allow.MOVE);
      case RESTARTS -> costs.put(effect.sentence(), Allow.VM_RESTART);
      case STOPS -> costs.put(effect.sentence(), Allow.STOP);
      case STARTS, ADAPTS, IS_FENCED -> {
        // takes nothing away from a machine
      }
    }
  }

  private void other(Prediction.Effect effect) {
    if (effect.kind() == Prediction.Kind.STOPS || effect.kind() == Prediction.Kind.IS_FENCED) {
      costs.put(effect.sentence(), Allow.STOP);
    }
  }

  private Optional<Problem> refusal(List<Allow> allow) {
    List<String> refused = new ArrayList<>();
    Set<Allow> needed = new LinkedHashSet<>();
    costs.forEach(
        (cost, accepted) -> {
          if (allow.contains(accepted)) return;
          refused.add(cost);
          needed.add(accepted);
        });
    if (refused.isEmpty()) return Optional.empty();
    List<String> words =
        needed.stream().map(a -> a.name().toLowerCase(java.util.Locale.ROOT)).toList();
    return Optional.of(
        Preflight.problem(
            String.join("; ", refused),
            "mend the constraints, scores or stickiness that cause it, or accept it with `allow: ["
                + String.join(", ", words)
                + "]`"));
  }

  private void tell(Plan.Builder plan) {
    Set<String> sentences = new LinkedHashSet<>(costs.keySet());
    predictions.forEach(prediction -> sentences.addAll(prediction.moves()));
    sentences.forEach(sentence -> plan.note("foretold: " + sentence));
  }
}
