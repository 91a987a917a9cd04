package outpost.modules.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import outpost.api.Problem;

/**
 * What taking nodes out of use would come to, by the scheduler's own word.
 *
 * @param nodes the nodes that are to be taken out, or given back
 * @param prediction what {@link Rehearsal} led to
 */
record Outlook(Set<String> nodes, Cib cib, CrmMon state, Optional<Prediction> prediction) {

  /** Says what is in the way: fencing whatever is allowed, resources that stop unless they may. */
  Optional<Problem> refusal(boolean mayStop) {
    if (prediction.isEmpty()) {
      return Optional.of(
          Preflight.problem(
              "what it would come to cannot be told: the simulation failed",
              "run it again; if that does not help, look at `crm_verify --live-check`"));
    }
    List<String> fenced = prediction.get().fenced();
    if (!fenced.isEmpty()) {
      return Optional.of(
          Preflight.problem(
              String.join("; ", fenced),
              "bring the cluster into order first: `pcs status --full`"));
    }
    List<String> lost = lost();
    return lost.isEmpty() || mayStop
        ? Optional.empty()
        : Optional.of(
            Preflight.problem(
                "it would stop for good: " + String.join(", ", lost),
                "no other node may run it, or has room: see its constraints",
                "accept that with `allow: [stop]`"));
  }

  /** Returns what would stop and not run anywhere else, beside what is meant to. */
  List<String> lost() {
    return stops().filter(stop -> !spare(stop)).map(Prediction.Stop::resource).distinct().toList();
  }

  /** Says in sentences what is going to happen. */
  List<String> told() {
    List<String> told = new ArrayList<>(prediction.map(Prediction::moves).orElse(List.of()));
    stops()
        .map(
            stop ->
                stop.resource()
                    + " stops on "
                    + stop.node()
                    + (spare(stop) ? ", and goes on on other nodes" : " for good"))
        .forEach(told::add);
    return told;
  }

  private Stream<Prediction.Stop> stops() {
    Set<String> meant =
        nodes.stream()
            .flatMap(
                node -> Stream.concat(Stream.of(node), cib.carrier(node).map(Cib::id).stream()))
            .collect(Collectors.toSet());
    return prediction.stream()
        .flatMap(p -> p.stops().stream())
        .filter(stop -> !meant.contains(stop.resource()));
  }

  /** Whether it is one of a clone's instances, and others are left. */
  private boolean spare(Prediction.Stop stop) {
    String resource = stop.resource().replaceFirst(":\\d+$", "");
    return cib.cloned(resource)
        && state.resources().stream()
            .filter(r -> r.id().replaceFirst(":\\d+$", "").equals(resource))
            .flatMap(r -> r.nodes().stream())
            .anyMatch(node -> !nodes.contains(node) && !node.equals(stop.node()));
  }
}
