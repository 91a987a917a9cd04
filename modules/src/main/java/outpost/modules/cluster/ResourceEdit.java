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
    boolean made = is.isEmpty() && want.agent().isPresent() && !want.is(ResourceState.ABSENT);
    return made && described.isEmpty()
        ? Optional.of(
            Preflight.problem(
                "there is no agent `" + want.agent().get() + "` on this node",
                "install it on all nodes that are to run `" + want.name() + "`"))
        : Optional.empty();
  }

  /** Says why the cluster would not stop what is to go. */
  Optional<Problem> stuck(CrmMon state) {
    boolean stuck =
        want.is(ResourceState.ABSENT)
            && settling().unmanaged(state)
            && settling().stopped(state).isPresent();
    return stuck
        ? Optional.of(
            Preflight.problem(
                "`" + want.name() + "` runs, but is not managed: the cluster would not stop it",
                "`pcs resource manage " + want.name() + "`, or take it out of maintenance"))
        : Optional.empty();
  }

  @Override
  public Optional<Problem> obstacle() {
    return new ResourceObstacle(want, cib, resources, described, is).first();
  }

  @Override
  public Optional<Amendment> amendment() {
    Optional<Resources> wanted =
        want.is(ResourceState.ABSENT) ? is.map(this::away) : Optional.of(there());
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
    if (want.is(ResourceState.ABSENT)) {
      boolean last = Resources.disabled(is.get());
      return new Amendment(
          what, last ? "disabled" : "there", last ? "absent" : "disabled", patch, meant());
    }
    return Amendment.of(what, patch, meant());
  }

  /** What is asked to stop: the resource itself, and all that is in it. */
  private Set<String> meant() {
    boolean stops = want.is(ResourceState.ABSENT) || want.is(ResourceState.DISABLED);
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
    boolean leaving = want.is(ResourceState.ABSENT) && is.filter(Resources::disabled).isPresent();
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
}
