package outpost.modules.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import outpost.api.Plan;
import outpost.api.Problem;

/**
 * Holds the options of guest nodes that exist against those that are wanted, as {@link Drift} does
 * for remote nodes.
 */
final class GuestDrift {
  private final Cib cib;
  private final Map<GuestNode, Map<String, String>> differing = new LinkedHashMap<>();

  GuestDrift(Cib cib, List<GuestNode> guests) {
    this.cib = cib;
    for (GuestNode guest : guests) {
      Cib.Guest found = found(guest);
      Map<String, String> options = new LinkedHashMap<>(guest.options());
      options.entrySet().removeIf(e -> same(found, e.getKey(), e.getValue()));
      if (!options.isEmpty()) differing.put(guest, options);
    }
  }

  private Cib.Guest found(GuestNode guest) {
    return cib.guest(guest.name()).orElseThrow();
  }

  private static boolean same(Cib.Guest found, String option, String value) {
    Optional<String> is = found.meta(option);
    return switch (option) {
      case GuestNode.ADDR -> found.server().equals(value);
      case GuestNode.PORT -> found.port().orElse(RemoteHost.PORT).toString().equals(value);
      case GuestNode.TIMEOUT -> is.flatMap(Drift::interval).equals(Drift.interval(value));
      default -> is.equals(Optional.of(value));
    };
  }

  boolean found() {
    return !differing.isEmpty();
  }

  /**
   * Says that a connection would be made anew, for a new address or port: that may take the machine
   * with it.
   *
   * @param used the guests in use
   */
  Optional<Problem> reconnects(List<GuestNode> used) {
    return differing.entrySet().stream()
        .filter(e -> used.contains(e.getKey()))
        .flatMap(
            e ->
                Stream.of(GuestNode.ADDR, GuestNode.PORT)
                    .filter(e.getValue()::containsKey)
                    .map(option -> another(e.getKey(), option, e.getValue().get(option))))
        .findFirst();
  }

  private Problem another(GuestNode guest, String option, String wanted) {
    return Preflight.problem(
        "another `%s` for `%s` (%s -> %s) would make its connection anew, and may restart its machine"
            .formatted(option, guest.name(), found(guest).meta(option).orElse("-"), wanted),
        "accept that with `allow: [vm_restart]`, or leave it as it is");
  }

  Plan.Builder mend(Plan.Builder plan) {
    CibPatch patch = new CibPatch(cib);
    List<String> from = new ArrayList<>();
    List<String> to = new ArrayList<>();
    differing.forEach(
        (guest, options) -> {
          new GuestMachine(guest, cib).set(patch, options);
          Cib.Guest found = found(guest);
          options.forEach(
              (option, value) -> {
                from.add(guest.name() + " " + option + "=" + found.meta(option).orElse("-"));
                to.add(option + "=" + value);
              });
        });
    return plan.change(
        "options of the guest nodes",
        String.join(", ", from),
        String.join(", ", to),
        patch.script(),
        patch.diff());
  }
}
