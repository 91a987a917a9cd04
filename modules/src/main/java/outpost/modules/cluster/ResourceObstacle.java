package outpost.modules.cluster;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import outpost.api.Problem;

/**
 * Says why a resource cannot be as a task wants it.
 *
 * @param described what its agent says of itself
 * @param is the resource in the configuration
 */
record ResourceObstacle(
    ResourceSpec want,
    Cib cib,
    Resources resources,
    Optional<Agent.Description> described,
    Optional<Xml> is) {

  Optional<Problem> first() {
    return Stream.of(connection(), want.is(ResourceState.ABSENT) ? held() : possible())
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<Problem> connection() {
    if (cib.connection(want.name()).isEmpty()) return Optional.empty();
    String name = want.name();
    return want.group().isPresent() || want.cloned().isPresent()
        ? problem(
            "`" + name + "` is the connection to a remote node, which may be in no group or clone",
            "put what runs on the node into one")
        : problem(
            "`" + name + "` is the connection to a remote node",
            "pacemaker_remote_node makes and removes it, pacemaker_drain takes its node out of"
                + " use");
  }

  /** Says what depends on a resource that is to go. */
  private Optional<Problem> held() {
    return cib.guestNodes().stream()
        .filter(guest -> guest.resource().equals(want.name()))
        .findFirst()
        .flatMap(
            guest ->
                problem(
                    "`%s` is the machine of the guest node `%s`"
                        .formatted(want.name(), guest.node()),
                    "remove the guest node first: pacemaker_guest_node with `state: absent`"));
  }

  private Optional<Problem> possible() {
    Optional<Problem> problem = is.isPresent() ? existing(is.get()) : fresh();
    return problem.or(this::options).or(this::place);
  }

  private Optional<Problem> existing(Xml element) {
    String name = want.name();
    if (!element.name().equals("primitive") && want.ofOne()) {
      return problem(
          "`%s` is a %s".formatted(name, element.name()),
          "only `meta` and `state` can be said of it; name the resource inside for all else");
    }
    Agent found = Agent.of(element);
    if (want.agent().filter(agent -> !agent.equals(found)).isPresent()) {
      return problem(
          "`%s` is `%s`, and not `%s`".formatted(name, found, want.agent().get()),
          "a resource cannot become another: remove it first with `state: absent`");
    }
    Optional<Xml> holder = resources.around(name).filter(Resources::disabled);
    if (want.is(ResourceState.ENABLED) && holder.isPresent()) {
      return problem(
          "`%s` is in the %s `%s`, which is disabled"
              .formatted(name, holder.get().name(), holder.get().attribute("id")),
          "enable that one");
    }
    return Optional.empty();
  }

  private Optional<Problem> fresh() {
    String name = want.name();
    if (want.agent().isEmpty()) {
      return problem("there is no resource `" + name + "`", "give its `agent` to have it made");
    }
    Optional<String> clash = cib.clash(name);
    if (clash.isPresent()) {
      return problem(
          "`%s` is the name of %s".formatted(name, clash.get()),
          "call the resource something else: nodes, resources and constraints share their names");
    }
    List<String> missing = described.map(d -> d.missing(given().keySet())).orElse(List.of());
    return missing.isEmpty()
        ? Optional.empty()
        : problem(
            "`%s` needs the option `%s`".formatted(want.agent().get(), missing.get(0)),
            "give it in `options`");
  }

  private Map<String, String> given() {
    return want.options().orElse(Map.of());
  }

  private Optional<Problem> options() {
    List<String> unknown = described.map(d -> d.unknown(given().keySet())).orElse(List.of());
    return unknown.isEmpty()
        ? Optional.empty()
        : problem(
            "`%s` has no option `%s`".formatted(want.agent().get(), unknown.get(0)),
            "its options are: " + String.join(", ", described.get().options()));
  }

  private Optional<Problem> place() {
    Optional<Xml> around = resources.around(want.name());
    boolean moves =
        want.group().filter(g -> around.filter(a -> a.is("id", g)).isEmpty()).isPresent();
    if (around.filter(a -> !a.name().equals("group")).isPresent() && moves) {
      return problem(
          "`%s` is in the %s `%s`"
              .formatted(want.name(), around.get().name(), around.get().attribute("id")),
          "take it out of there before it goes into a group");
    }
    if (want.cloned().equals(Optional.of(true))
        && around.filter(a -> a.name().equals("group")).isPresent()) {
      return problem(
          "`%s` is in the group `%s`".formatted(want.name(), around.get().attribute("id")),
          "a member of a group cannot be a clone");
    }
    return want.group().flatMap(this::group);
  }

  private Optional<Problem> group(String group) {
    Optional<Xml> found = resources.find(group);
    if (found.isEmpty()) {
      return cib.clash(group)
          .flatMap(
              what ->
                  problem(
                      "`%s` is the name of %s".formatted(group, what),
                      "call the group something else"))
          .or(() -> neighbour(group, List.of()));
    }
    if (!found.get().name().equals("group")) {
      return problem(
          "`%s` is a %s, not a group".formatted(group, found.get().name()), "name a group");
    }
    return neighbour(group, resources.members(group));
  }

  private Optional<Problem> neighbour(String group, List<String> members) {
    return want.after()
        .or(want::before)
        .filter(member -> !members.contains(member))
        .flatMap(
            member ->
                problem(
                    "`%s` is not in the group `%s`".formatted(member, group),
                    members.isEmpty()
                        ? "there is no such group yet"
                        : "its members are: " + String.join(", ", members)));
  }

  private static Optional<Problem> problem(String message, String hint) {
    return Optional.of(Preflight.problem(message, hint));
  }
}
