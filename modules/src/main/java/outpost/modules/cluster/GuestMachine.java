package outpost.modules.cluster;

import static outpost.modules.cluster.Preflight.problem;

import java.util.Map;
import java.util.Optional;
import outpost.api.Problem;

/** The resource that runs the virtual machine of a guest node. */
record GuestMachine(GuestNode guest, Cib cib) {

  String id() {
    return guest.resource().orElseThrow();
  }

  /** Sets meta attributes of it. */
  void set(CibPatch patch, Map<String, String> options) {
    Xml primitive = cib.primitive(id()).orElseThrow();
    patch.set(cib.parentOf(primitive), primitive, "meta_attributes", options);
  }

  /** Says why it cannot be this guest node, or not now. */
  Optional<Problem> obstacle(CrmMon state) {
    return name().or(this::kind).or(() -> stopped(state));
  }

  private Optional<Problem> name() {
    Optional<Cib.Guest> same = cib.guest(guest.name());
    if (same.isPresent()) {
      return same.filter(found -> !found.resource().equals(id()))
          .map(
              found ->
                  problem(
                      "the guest node `%s` is the resource `%s`, not `%s`"
                          .formatted(guest.name(), found.resource(), id()),
                      "give the node another `name`, or name its resource"));
    }
    return cib.clash(guest.name())
        .map(
            what ->
                problem(
                    "the name `" + guest.name() + "` is taken: " + what + " has it",
                    "give the node another `name`; upper and lower case count as the same"));
  }

  private Optional<Problem> kind() {
    Optional<Xml> primitive = cib.primitive(id());
    if (primitive.isEmpty()) {
      return Optional.of(
          problem(
              "there is no resource `" + id() + "`, or it is a group, clone or bundle",
              "name the primitive that runs the virtual machine"));
    }
    Optional<String> other =
        new Cib.Guest(primitive.get())
            .meta(GuestNode.NODE)
            .filter(node -> !node.equals(guest.name()));
    if (other.isPresent()) {
      return Optional.of(
          problem(
              "the resource `" + id() + "` is the guest node `" + other.get() + "` already",
              "take that away first: a machine can be one node only"));
    }
    boolean machine =
        !primitive.get().is("class", "stonith") && !primitive.get().is("type", "remote");
    return machine && !cib.cloned(id())
        ? Optional.empty()
        : Optional.of(
            problem(
                "the resource `" + id() + "` cannot be a guest node",
                "it must run a virtual machine, in one place"));
  }

  private Optional<Problem> stopped(CrmMon state) {
    boolean runs =
        state
            .resource(id())
            .filter(resource -> resource.role().equals("Started") && !resource.failed())
            .filter(resource -> resource.nodes().size() == 1)
            .isPresent();
    if (runs) return Optional.empty();
    return Optional.of(
        problem(
            "the resource `" + id() + "` is not running, and its machine cannot be looked at",
            cib.guest(guest.name()).isPresent()
                ? "mend the machine, then `pcs resource cleanup "
                    + guest.name()
                    + "`: the cluster starts it again"
                : "start it first: `pcs resource enable " + id() + "`"));
  }
}
