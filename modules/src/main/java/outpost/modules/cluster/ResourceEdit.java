package outpost.modules.cluster;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import outpost.api.Problem;

/** Decides what separates a resource of the configuration from what a task wants of it. */
final class ResourceEdit implements Decision {
  private final ResourceSpec want;
  private final Cib cib;
  private final Resources resources;
  private final Optional<Agent.Description> described;
  private final Optional<Xml> is;
  private Set<String> hidden = Set.of();

  /**
   * @param described what the agent says of itself; without it a new resource has no advised
   *     operations, which makes no difference to what the cluster does
   */
  ResourceEdit(ResourceSpec want, Cib cib, Optional<Agent.Description> described) {
    this.want = want;
    this.cib = cib;
    this.resources = new Resources(cib.root());
    this.described = described;
    this.is = resources.find(want.name());
  }

  /** Keeps the values of these options out of what is shown. */
  ResourceEdit hiding(Set<String> options) {
    hidden = options;
    return this;
  }

  /** Whether the resource is made of an agent that says nothing of itself, so is not there. */
  Optional<Problem> agentless() {
    boolean made = is.isEmpty() && want.agent().isPresent() && !wantsState(ResourceState.ABSENT);
    return made && described.isEmpty()
        ? problem(
            "there is no agent `" + want.agent().get() + "` on this node",
            "install it on all nodes that are to run `" + want.name() + "`")
        : Optional.empty();
  }

  /** Says why the cluster would not stop what is to go. */
  Optional<Problem> stuck(CrmMon state) {
    boolean stuck =
        wantsState(ResourceState.ABSENT)
            && settling().unmanaged(state)
            && settling().stopped(state).isPresent();
    return stuck
        ? problem(
            "`" + want.name() + "` runs, but is not managed: the cluster would not stop it",
            "`pcs resource manage " + want.name() + "`, or take it out of maintenance")
        : Optional.empty();
  }

  @Override
  public Optional<Problem> obstacle() {
    return Stream.of(connection(), wantsState(ResourceState.ABSENT) ? held() : possible())
        .flatMap(Optional::stream)
        .findFirst();
  }

  private boolean wantsState(ResourceState state) {
    return want.state() == state;
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
    if (wantsState(ResourceState.ENABLED) && holder.isPresent()) {
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

  @Override
  public Optional<Amendment> amendment() {
    Optional<Resources> wanted =
        wantsState(ResourceState.ABSENT) ? is.map(this::away) : Optional.of(there());
    return wanted
        .map(w -> CibPatch.between(cib, w.root()).hiding(hidden))
        .filter(patch -> !patch.isEmpty())
        .map(this::amendment);
  }

  private Amendment amendment(CibPatch patch) {
    String what =
        is.map(Xml::name).filter(n -> !n.equals("primitive")).orElse("resource")
            + " "
            + want.name();
    if (is.isEmpty()) {
      String agent = want.agent().map(Agent::toString).orElseThrow();
      return new Amendment(what, "absent", agent, patch, meant());
    }
    if (wantsState(ResourceState.ABSENT)) {
      boolean last = Resources.disabled(is.get());
      return new Amendment(
          what, last ? "disabled" : "there", last ? "absent" : "disabled", patch, meant());
    }
    return Amendment.of(what, patch, meant());
  }

  /** What is asked to stop: the resource itself, and all that is in it. */
  private Set<String> meant() {
    boolean stops = wantsState(ResourceState.ABSENT) || wantsState(ResourceState.DISABLED);
    return stops ? new LinkedHashSet<>(resources.members(want.name())) : Set.of();
  }

  /** It is stopped before it is deleted: what is no longer configured cannot be stopped well. */
  private Resources away(Xml found) {
    return Resources.disabled(found)
        ? resources.delete(want.name())
        : resources.edit(want.name(), x -> role(x, "Stopped"));
  }

  private Resources there() {
    Resources all =
        is.isPresent()
            ? resources
            : resources.add(want.agent().orElseThrow().primitive(want.name()));
    all = all.edit(want.name(), this::specified);
    if (want.group().isPresent()) {
      all = all.group(want.name(), want.group().get(), want.after(), want.before());
    }
    if (want.cloned().isPresent()) all = all.clone(want.name(), want.cloned().get());
    Optional<Xml> clone = all.cloneOf(want.name());
    return clone.isEmpty() || want.cloneMeta().isEmpty()
        ? all
        : all.edit(
            clone.get().attribute("id"),
            x -> Elements.options(x, Elements.META, want.cloneMeta(), false));
  }

  private Xml specified(Xml found) {
    Xml x = found;
    if (want.options().isPresent()) {
      x = Elements.options(x, Elements.OPTIONS, want.options().get(), true);
    }
    x = Elements.options(x, Elements.META, want.meta(), false);
    List<Operation> operations =
        is.isEmpty()
            ? described.map(d -> d.operations(want.operations())).orElse(want.operations())
            : described.map(d -> d.completed(want.operations())).orElse(want.operations());
    x = Elements.operations(x, is.isEmpty() ? operations : asFound(operations, found));
    return switch (want.state()) {
      case ENABLED -> Resources.disabled(x) ? role(x, "") : x;
      case DISABLED -> Resources.disabled(x) ? x : role(x, "Stopped");
      case PRESENT, ABSENT -> x;
    };
  }

  /** An operation that is there keeps its timeout unless the task says another. */
  private List<Operation> asFound(List<Operation> advised, Xml found) {
    List<Xml> there = found.at("operations", "op").toList();
    return advised.stream()
        .map(
            op ->
                there.stream().anyMatch(op::alike)
                    ? want.operations().get(advised.indexOf(op))
                    : op)
        .toList();
  }

  private static Xml role(Xml x, String role) {
    return Elements.options(x, Elements.META, Map.of("target-role", role), false);
  }

  @Override
  public Optional<String> awaited(CrmMon state) {
    boolean leaving =
        wantsState(ResourceState.ABSENT) && is.filter(Resources::disabled).isPresent();
    return leaving ? settling().stopped(state) : Optional.empty();
  }

  /** Returns what tells whether the resource is where it is wanted. */
  Settling settling() {
    return new Settling(want.name(), resources.members(want.name()));
  }

  /** Says what is missing once the configuration is as wanted. */
  Optional<String> missing(CrmMon state) {
    if (is.isEmpty() || settling().unmanaged(state)) return Optional.empty();
    boolean disabled =
        Stream.concat(is.stream(), resources.around(want.name()).stream())
            .anyMatch(Resources::disabled);
    return disabled ? settling().stopped(state) : settling().running(state);
  }

  private static Optional<Problem> problem(String message, String hint) {
    return Optional.of(Preflight.problem(message, hint));
  }
}
