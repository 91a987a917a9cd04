package outpost.modules.cluster;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says what a resource still lacks to be where it is wanted.
 *
 * @param name how the task calls it
 * @param members the resources it is made of: itself, or what is in its group or clone
 */
record Settling(String name, List<String> members) {
  private static final Set<String> RUNNING =
      Set.of("Started", "Promoted", "Unpromoted", "Master", "Slave");

  /** Says what keeps it from running; of a clone one instance has to. */
  Optional<String> running(CrmMon state) {
    return members.stream().flatMap(member -> lack(state, member).stream()).findFirst();
  }

  /** Says what of it still runs. */
  Optional<String> stopped(CrmMon state) {
    return members.stream()
        .flatMap(member -> instances(state, member))
        .filter(instance -> !instance.role().equals("Stopped"))
        .map(
            instance ->
                "`%s` is not stopped: it is %s on %s"
                    .formatted(instance.id(), instance.role(), String.join(", ", instance.nodes())))
        .findFirst();
  }

  /** Whether the cluster would leave it as it is, so that there is nothing to wait for. */
  boolean unmanaged(CrmMon state) {
    List<CrmMon.Resource> all = members.stream().flatMap(m -> instances(state, m)).toList();
    return state.maintenance()
        || !all.isEmpty() && all.stream().noneMatch(CrmMon.Resource::managed);
  }

  /** Returns the nodes that run it. */
  List<String> nodes(CrmMon state) {
    return members.stream()
        .flatMap(member -> instances(state, member))
        .flatMap(instance -> instance.nodes().stream())
        .distinct()
        .toList();
  }

  private static Optional<String> lack(CrmMon state, String member) {
    List<CrmMon.Resource> all = instances(state, member).toList();
    boolean good =
        all.stream().anyMatch(Settling::runs)
            && all.stream().allMatch(r -> runs(r) || r.role().equals("Stopped"));
    if (good) return Optional.empty();
    String roles =
        all.stream()
            .filter(r -> !runs(r))
            .map(r -> r.failed() ? r.role() + ", failed" : r.role())
            .distinct()
            .collect(Collectors.joining(", "));
    Stream<String> reasons = state.failures(member).stream().map(CrmMon.Failure::toString);
    return Optional.of(
        "`%s` does not run: %s"
            .formatted(
                member,
                Stream.concat(
                        Stream.of(roles.isEmpty() ? "the cluster does not know it yet" : roles),
                        reasons)
                    .collect(Collectors.joining("; "))));
  }

  private static boolean runs(CrmMon.Resource instance) {
    return RUNNING.contains(instance.role()) && !instance.failed() && !instance.pending();
  }

  private static Stream<CrmMon.Resource> instances(CrmMon state, String member) {
    return state.resources().stream()
        .filter(
            r ->
                r.id().equals(member)
                    || r.id().matches(java.util.regex.Pattern.quote(member) + ":\\d+"));
  }
}
