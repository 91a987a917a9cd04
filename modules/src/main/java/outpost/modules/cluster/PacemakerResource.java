package outpost.modules.cluster;

import static outpost.api.Script.sh;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Claim;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Problem;
import outpost.api.Script;

@Doc(
    "Manages a resource of a cluster with its options, operations, group or clone; tells what the"
        + " cluster will do before it is changed, and waits until it is done.")
public final class PacemakerResource
    implements Module<PacemakerResource.Args, PacemakerResource.Found> {

  public record Args(
      @Arg("Its name; of groups and clones `meta` and `state` alone can be said.") String name,
      @Arg(
              "Its agent, such as `ocf:pacemaker:Dummy` or `systemd:nginx`; a word alone, such as"
                  + " `VirtualDomain`, is one of `ocf:heartbeat`.")
          Optional<String> agent,
      @Arg("All of its options; those that are not named go.")
          Optional<Map<String, String>> options,
      @Arg(value = "Meta attributes; an empty value takes one away, others stay.", def = "{}")
          Map<String, String> meta,
      @Arg(
              value =
                  "Operations; of the names that are given it has no others. A new resource gets"
                      + " what its agent advises for the rest.",
              def = "[]")
          List<Operation> operations,
      @Arg("The group it is a member of; a group that there is not yet is made.")
          Optional<String> group,
      @Arg("The member of the group that it stands right behind.") Optional<String> after,
      @Arg("The member of the group that it stands right before.") Optional<String> before,
      @Arg(value = "Whether each node runs one of it.", alias = "clone") Optional<Boolean> cloned,
      @Arg(value = "Meta attributes of the clone, such as `promotable` or `clone-max`.", def = "{}")
          Map<String, String> cloneMeta,
      @Arg(
              value =
                  "Whether it is there (`present`, `absent`), and whether it runs (`enabled`,"
                      + " `disabled`).",
              def = "present")
          ResourceState state,
      @Arg(
              value = "How long it may take until it runs, or is stopped; `0s` to go on at once.",
              def = "60s",
              alias = "wait")
          Duration timeout,
      @Arg(
              value =
                  "What is accepted: other resources that stop for good (`stop`), nodes that are"
                      + " fenced (`fence`), a guest node's machine that moves or starts anew"
                      + " (`vm_restart`).",
              def = "[]")
          List<Harm> allow) {
    public Args {
      named("name", name);
      group.ifPresent(g -> named("group", g));
      if (agent.isPresent() && Agent.of(agent.get()).isEmpty()) {
        throw new BadArg(
            "agent", "`" + agent.get() + "` is no agent", "write it as ocf:pacemaker:Dummy");
      }
      if (agent.flatMap(Agent::of).filter(Agent::connects).isPresent()) {
        throw group.isPresent() || cloned.isPresent()
            ? new BadArg(
                "agent",
                "the connection to a remote node may be in no group or clone",
                "put what runs on the node into one")
            : new BadArg(
                "agent",
                "`" + agent.get() + "` connects the cluster to a remote node",
                "use pacemaker_remote_node, which adds one so that it is not fenced");
      }
      if (agent.flatMap(Agent::of).filter(a -> a.standard().equals("stonith")).isPresent()) {
        throw new BadArg(
            "agent", "`" + agent.get() + "` is a fence agent", "use pacemaker_stonith");
      }
      if (group.isPresent() && cloned.equals(Optional.of(true))) {
        throw new BadArg(
            "cloned", "a member of a group cannot be a clone", "leave one of them away");
      }
      if (group.equals(Optional.of(name))) {
        throw new BadArg("group", "the group has the resource's name", "call it something else");
      }
      if (group.isEmpty() && (after.isPresent() || before.isPresent())) {
        throw new BadArg(
            after.isPresent() ? "after" : "before",
            "there is a place in a group only",
            "add `group`");
      }
      if (after.isPresent() && before.isPresent()) {
        throw new BadArg("before", "`after` says the place already", "keep one of them");
      }
      if (!cloneMeta.isEmpty() && cloned.equals(Optional.of(false))) {
        throw new BadArg("cloneMeta", "there is to be no clone", "leave it away");
      }
      if (meta.containsKey("target-role")) {
        throw new BadArg(
            "meta", "`target-role` is what `state` is for", "use `state: enabled` or `disabled`");
      }
      if (meta.containsKey("remote-node")) {
        throw new BadArg(
            "meta",
            "`remote-node` makes the resource a guest node's machine",
            "use pacemaker_guest_node, which prepares and proves that");
      }
    }

    private static void named(String arg, String name) {
      // the cluster's configuration holds the name as an XML ID
      if (!name.matches("[A-Za-z_][A-Za-z0-9._-]*")) {
        throw new BadArg(
            arg,
            "`" + name + "` cannot be a name in the cluster",
            "begin it with a letter, and use letters, digits, `.`, `_` and `-` only");
      }
    }

    ResourceSpec spec() {
      return new ResourceSpec(
          name,
          agent.flatMap(Agent::of),
          options,
          meta,
          operations,
          group,
          after,
          before,
          cloneMeta.isEmpty() ? cloned : cloned.or(() -> Optional.of(true)),
          cloneMeta,
          state);
    }
  }

  /**
   * What the cluster says.
   *
   * @param agent what the agent says of itself
   */
  public record Found(View view, Optional<byte[]> agent, Rehearsed rehearsed) {}

  @Override
  public Probe<Found> probe(Args want) {
    ResourceSpec spec = want.spec();
    return Probe.of(Found.class, View.question(View.Twice.NEVER).then(description(spec.agent())))
        .here(
            "rehearsed",
            new Rehearsal(cib -> new ResourceEdit(spec, cib, Optional.empty()).patch(cib)));
  }

  /** Asks an agent what it says of itself. */
  static Script description(Optional<Agent> agent) {
    return agent
        .map(a -> sh("crm_resource --show-metadata {} 2>/dev/null | blob agent", a.toString()))
        .orElse(Script.raw(":"));
  }

  @Override
  public List<Claim> claims(Args want) {
    if (want.state() == ResourceState.ABSENT) return List.of();
    Stream<Claim> tied = want.group().stream().map(group -> Naming.tied(want.name()));
    return Stream.concat(Stream.of(Naming.resource(want.name())), tied).toList();
  }

  @Override
  public Plan plan(Args want, Found is) {
    if (is.view().trouble().isPresent()) return is.view().unreadable();
    ResourceEdit edit =
        new ResourceEdit(want.spec(), is.view().config(), Agent.Description.of(is.agent()));
    return plan(
            edit,
            is.view(),
            is.rehearsed(),
            want.allow(),
            want.timeout(),
            state -> Optional.empty())
        .build();
  }

  /**
   * Plans what is to be done about a resource, or a fence device.
   *
   * @param more what is waited for, besides
   */
  static Plan.Builder plan(
      ResourceEdit edit,
      View view,
      Rehearsed rehearsed,
      List<Harm> allow,
      Duration time,
      Function<CrmMon, Optional<String>> more) {
    Optional<Problem> obstacle = edit.agentless().or(() -> edit.stuck(view.state()));
    if (obstacle.isPresent()) {
      return Plan.builder()
          .block(obstacle.get().message(), obstacle.get().hints().toArray(String[]::new));
    }
    return new Course(view, edit, rehearsed, allow, time)
        .plan(state -> edit.missing(state).or(() -> more.apply(state)))
        .result("resource", result(edit.settling(), view.state()));
  }

  private static Map<String, Object> result(Settling settling, CrmMon state) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("name", settling.name());
    result.put("nodes", settling.nodes(state));
    return result;
  }
}
