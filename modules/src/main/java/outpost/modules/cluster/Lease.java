package outpost.modules.cluster;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who is at work on a cluster, as the cluster itself keeps it: one property in a set of its own.
 *
 * @param owner the user and the control host, {@code root@ctl}
 * @param process its number there, when it was started, and what tells the machine from others
 * @param time when it was taken, UTC
 * @param purpose what for
 */
record Lease(String owner, String process, String time, String purpose) {
  private static final String PLACE = "/cib/configuration/crm_config";
  private static final String NAME = "outpost-lease";

  /** Returns the lease that is held, if there is one. */
  static Optional<Lease> of(Cib cib) {
    return cib.property(NAME).map(Lease::parse);
  }

  private static Lease parse(String text) {
    String[] words = (text + "   ").split(" ", 4);
    return new Lease(words[0], words[1], words[2], words[3].strip());
  }

  /** Takes it; nobody else holds it, or has lost it. */
  void take(CibPatch patch, Cib cib) {
    String text = String.join(" ", owner, process, time, purpose);
    Xml pair = CibPatch.pair(NAME, NAME, text);
    Optional<Xml> set = set(cib);
    if (set.isEmpty()) {
      patch.create(PLACE, Xml.of("cluster_property_set", "id", NAME).with(pair));
    } else if (set.get().children().isEmpty()) {
      patch.create(CibPatch.below(PLACE, set.get()), pair);
    } else {
      patch.setAttribute(
          CibPatch.below(PLACE, set.get()), set.get().children().get(0), "value", text);
    }
  }

  static void drop(CibPatch patch, Cib cib) {
    set(cib).ifPresent(set -> patch.delete(PLACE, set));
  }

  private static Optional<Xml> set(Cib cib) {
    return cib.root()
        .at("configuration", "crm_config", "cluster_property_set")
        .filter(set -> set.is("id", NAME))
        .findFirst();
  }

  /** Whether both are of one process. */
  boolean same(Lease other) {
    return owner.equals(other.owner) && process.equals(other.process);
  }

  /** Whether its process is known to be gone: it was one of this very user and machine. */
  boolean dead(Lease mine, Set<String> alive) {
    return owner.equals(mine.owner)
        && machine().equals(mine.machine())
        && !alive.contains(process.replaceFirst("-[^-]*$", ""));
  }

  private String machine() {
    return process.replaceFirst("^.*-", "");
  }

  /** Returns the number of the process, as users know it. */
  String number() {
    return process.replaceFirst("-.*$", "");
  }

  /** Returns it as results show it. */
  Map<String, Object> told() {
    return Map.of("owner", owner, "process", number(), "time", time, "purpose", purpose);
  }
}
