package outpost.modules.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Content;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;

@Doc(
    "Manages a fence device of a cluster and the nodes that it fences; refuses to leave a node"
        + " without one.")
public final class PacemakerStonith
    implements Module<PacemakerStonith.Args, PacemakerStonith.Found> {

  private static final String LIST = "pcmk_host_list";
  private static final String MAP = "pcmk_host_map";

  public record Args(
      @Arg("Its name.") String name,
      @Arg("Its fence agent, such as `fence_ipmilan`.") Optional<String> agent,
      @Arg(
              "All of its options but the nodes'; those that are not named go. Secret values are"
                  + " not shown.")
          Optional<Map<String, Content>> options,
      @Arg("The nodes that it fences (`pcmk_host_list`); it asks the device itself when empty.")
          Optional<List<String>> targets,
      @Arg("What the device calls each node (`pcmk_host_map`): nodes, and their names or ports.")
          Optional<Map<String, String>> ports,
      @Arg(value = "Meta attributes; an empty value takes one away, others stay.", def = "{}")
          Map<String, String> meta,
      @Arg(value = "Operations; of the names that are given it has no others.", def = "[]")
          List<Operation> operations,
      @Arg(
              value =
                  "Whether it is there (`present`, `absent`), and whether it is used (`enabled`,"
                      + " `disabled`).",
              def = "present")
          ResourceState state,
      @Arg(
              value = "How long it may take until it is ready; `0s` to go on at once.",
              def = "60s",
              alias = "wait")
          Duration timeout,
      @Arg(
              value =
                  "What is accepted: nodes that nothing can fence any more (`unfenced`), resources"
                      + " that stop for good (`stop`), nodes that are fenced (`fence`).",
              def = "[]")
          List<Harm> allow) {
    public Args {
      if (!name.matches("[A-Za-z_][A-Za-z0-9._-]*")) {
        throw new BadArg(
            "name",
            "`" + name + "` cannot be a name in the cluster",
            "begin it with a letter, and use letters, digits, `.`, `_` and `-` only");
      }
      if (agent.filter(a -> !a.matches("(stonith:)?[\\w.-]+(:\\w+)?")).isPresent()) {
        throw new BadArg(
            "agent", "`" + agent.get() + "` is no fence agent", "such as fence_ipmilan");
      }
      for (String host : List.of(LIST, MAP)) {
        if (options.filter(o -> o.containsKey(host)).isPresent()) {
          throw new BadArg(
              "options",
              "`" + host + "` is not for the options",
              host.equals(LIST) ? "use `targets`" : "use `ports`");
        }
      }
    }

    Optional<Agent> fenceAgent() {
      return agent.map(a -> new Agent("stonith", "", a.replaceFirst("^stonith:", "")));
    }

    ResourceSpec spec(Cib cib) {
      return new ResourceSpec(
          name,
          fenceAgent(),
          all(cib),
          meta,
          operations,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Map.of(),
          state);
    }

    /**
     * Returns all options as they are to be; those of the nodes stay if nothing is said of them.
     */
    private Optional<Map<String, String>> all(Cib cib) {
      if (options.isEmpty() && targets.isEmpty() && ports.isEmpty()) return Optional.empty();
      Map<String, String> found =
          new Resources(cib.root())
              .find(name).stream()
                  .flatMap(device -> device.at(Elements.OPTIONS, "nvpair"))
                  .collect(
                      Collectors.toMap(
                          p -> p.attribute("name"),
                          p -> p.attribute("value"),
                          (one, other) -> one,
                          LinkedHashMap::new));
      Map<String, String> all = new LinkedHashMap<>(found);
      if (options.isPresent()) {
        all.keySet().retainAll(Set.of(LIST, MAP));
        options.get().forEach((option, value) -> all.put(option, value.text().revealText()));
      }
      targets.ifPresent(nodes -> all.put(LIST, String.join(",", nodes)));
      ports.ifPresent(
          map ->
              all.put(
                  MAP,
                  map.entrySet().stream()
                      .map(e -> e.getKey() + ":" + e.getValue())
                      .collect(Collectors.joining(";"))));
      all.values().removeIf(String::isEmpty);
      return Optional.of(all);
    }

    /** Returns the names of the options whose values are secret. */
    Set<String> secrets() {
      return options.orElse(Map.of()).entrySet().stream()
          .filter(e -> e.getValue().secret())
          .map(Map.Entry::getKey)
          .collect(Collectors.toSet());
    }

    /** Returns the nodes that it is to fence; empty if the device is asked. */
    List<String> named() {
      return Stream.concat(
              targets.orElse(List.of()).stream(), ports.orElse(Map.of()).keySet().stream())
          .distinct()
          .toList();
    }
  }

  /**
   * What the cluster says.
   *
   * @param agent what the agent says of itself
   * @param coverage what can fence a node, by its name
   */
  public record Found(
      View view, Optional<byte[]> agent, Map<String, String> coverage, Rehearsed rehearsed) {}

  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(
            Found.class,
            View.question(View.Twice.NEVER)
                .then(PacemakerResource.description(want.fenceAgent()))
                .then(Coverage.question(want.named())))
        .here("rehearsed", new Rehearsal(cib -> edit(want, cib, Optional.empty()).patch(cib)));
  }

  private static ResourceEdit edit(Args want, Cib cib, Optional<Agent.Description> described) {
    return new ResourceEdit(want.spec(cib), cib, described).hiding(want.secrets());
  }

  @Override
  public Plan plan(Args want, Found is) {
    if (is.view().trouble().isPresent()) return is.view().unreadable();
    Cib cib = is.view().config();
    Coverage coverage = Coverage.of(is.coverage(), cib, is.view().state());
    Optional<Plan> bare = bare(want, cib, coverage);
    if (bare.isPresent()) return bare.get();
    boolean used = want.state() != ResourceState.ABSENT && want.state() != ResourceState.DISABLED;
    Plan.Builder plan =
        PacemakerResource.plan(
            edit(want, cib, Agent.Description.of(is.agent())),
            is.view(),
            is.rehearsed(),
            want.allow(),
            want.timeout(),
            state -> used ? unlisted(want, coverage) : Optional.empty());
    Set<String> known =
        is.view().state().nodes().stream().map(CrmMon.Node::name).collect(Collectors.toSet());
    want.named().stream()
        .filter(node -> !known.contains(node))
        .forEach(node -> plan.note("`" + node + "` is no node of the cluster yet"));
    return plan.build();
  }

  /** Says which nodes could not be fenced any more. */
  private static Optional<Plan> bare(Args want, Cib cib, Coverage coverage) {
    boolean goes = want.state() == ResourceState.ABSENT || want.state() == ResourceState.DISABLED;
    boolean narrows = want.targets().isPresent() || want.ports().isPresent();
    boolean there = new Resources(cib.root()).find(want.name()).isPresent();
    if (!there || !cib.fences() || want.allow().contains(Harm.UNFENCED)) return Optional.empty();
    if (!goes && !narrows) return Optional.empty();
    List<String> bare = new ArrayList<>(coverage.dependentOn(want.name()));
    bare.removeAll(cib.guests());
    if (!goes) bare.removeAll(want.named());
    return bare.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Plan.blocked(
                "nothing could fence %s any more".formatted(String.join(", ", bare)),
                "add another device for it first, or accept it with `allow: [unfenced]`"));
  }

  /** Says which of its nodes the fencer does not list for it yet. */
  private static Optional<String> unlisted(Args want, Coverage coverage) {
    return want.named().stream()
        .filter(node -> !coverage.of(node).contains(want.name()))
        .findFirst()
        .map(node -> "the fencer does not list `" + want.name() + "` for `" + node + "`");
  }
}
