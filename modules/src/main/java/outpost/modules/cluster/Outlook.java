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
 * @param simulated what {@link Rehearsal} answered
 */
record Outlook(Set<String> nodes, Cib cib, CrmMon state, Optional<String> simulated) {

  private Prediction prediction() {
    return Prediction.of(
        simulated.orElse("<none/>").getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /** Says what is in the way: fencing whatever is allowed, resources that stop unless they may. */
  Optional<Problem> refusal(boolean mayStop) {
    if (simulated.isEmpty()) {
      return Optional.of(
          Preflight.problem(
              "what it would come to cannot be told: the simulation failed",
              "run it again; if that does not help, look at `crm_verify --live-check`"));
    }
    List<String> fenced = prediction().fenced();
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
    List<String> told = new ArrayList<>(prediction().moves());
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
    return prediction().stops().stream().filter(stop -> !meant.contains(stop.resource()));
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
