package outpost.modules.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;

@Doc(
    "Proves that remote and guest nodes are whole: configuration, key, path, session, membership,"
        + " fencing; and, if asked, that a resource really runs on them.")
public final class PacemakerVerify implements Module<PacemakerVerify.Args, PacemakerVerify.Found> {
  private static final Duration SETTLE = Duration.ofSeconds(90);

  /** How much is proven. */
  public enum Depth {
    /** What can be read. */
    PASSIVE,
    /** Also a resource that is started on each node, and deleted again. */
    PROBE
  }

  public record Args(
      @Arg("The nodes: names, or mappings as `pacemaker_remote_node` takes them, guest nodes too.")
          List<RemoteNode> nodes,
      @Arg("The cluster's own nodes, as the inventory names them, all of them.")
          List<String> cluster,
      @Arg(
              value =
                  "Whether only to read, which never writes anything, or to run a resource as well.",
              def = "passive")
          Depth depth,
      @Arg(
              value = "The nodes that the resource is run on, where it is; all when empty.",
              def = "[]")
          List<String> probeOn) {
    public Args {
      if (cluster.isEmpty()) {
        throw new BadArg(
            "cluster", "no cluster nodes are named", "name them all: `${groups.cluster}`");
      }
    }
  }

  /** What the cluster, its nodes and the remote nodes say; see {@link PacemakerRemoteNode}. */
  public record Found(
      View view,
      Map<String, String> coverage,
      Map<String, ClusterHost> hosts,
      Map<String, RemoteHost> remotes,
      Map<String, Seen> seen) {}

  @Override
  public Probe<Found> probe(Args want) {
    List<RemoteNode> nodes = want.nodes();
    List<String> names = nodes.stream().map(RemoteNode::name).toList();
    Probe<Found> probe =
        Probe.of(Found.class, View.question(View.Twice.ALWAYS).then(Coverage.question(names)));
    for (int h = 0; h < want.cluster().size(); h++) {
      probe = probe.on(want.cluster().get(h), "hosts." + h, ClusterHost.question(List.of()));
    }
    for (int n = 0; n < nodes.size(); n++) {
      RemoteNode node = nodes.get(n);
      probe = probe.on(node.inventoryName(), "remotes." + n, RemoteHost.question(node.port()));
    }
    return probe.here("seen", new Sight(Sight.Which.ALL, want.cluster(), nodes));
  }

  @Override
  public Plan plan(Args want, Found is) {
    if (is.view().trouble().isPresent()) return is.view().unreadable();
    Optional<Plan> cluster = cluster(want, is);
    if (cluster.isPresent()) return cluster.get();
    List<String> faults = new ArrayList<>();
    List<String> unsettled = new ArrayList<>();
    Map<String, Object> evidence = new LinkedHashMap<>();
    Map<String, Object> wrong = new LinkedHashMap<>();
    Looks looks = is.view().looks();
    for (int n = 0; n < want.nodes().size(); n++) {
      String name = want.nodes().get(n).name();
      Checklist checklist = new Checklist(want, is, looks, n);
      checklist.faults().forEach(fault -> faults.add("`" + name + "`: " + fault));
      checklist.unsettled().forEach(what -> unsettled.add("`" + name + "`: " + what));
      evidence.put(name, checklist.evidence());
      wrong.put(name, checklist.wrong());
    }
    Plan.Builder plan =
        Plan.builder().staged().within(SETTLE).result("evidence", evidence).result("faults", wrong);
    if (!faults.isEmpty()) {
      return plan.block(
              String.join("; ", faults),
              "run the playbook that added them again: it mends what can be mended")
          .build();
    }
    if (!unsettled.isEmpty()) return plan.await(String.join("; ", unsettled)).build();
    if (want.depth() == Depth.PROBE) return probe(want, is, plan, evidence);
    evidence.forEach((name, checks) -> plan.note(sentence(name, (Map<?, ?>) checks)));
    return plan.build();
  }

  /** V1: what holds for the cluster as a whole. */
  private static Optional<Plan> cluster(Args want, Found is) {
    CrmMon state = is.view().state();
    List<outpost.api.Problem> problems =
        new Readiness(want.cluster(), is.hosts(), is.view().config(), state).problems();
    if (!problems.isEmpty()) return Optional.of(Preflight.blocked(problems.get(0)));
    return is.view().idle().orElse(false)
        ? Optional.empty()
        : Optional.of(
            Plan.builder().within(SETTLE).staged().await("V1: the cluster is still busy").build());
  }

  private static String sentence(String node, Map<?, ?> checks) {
    return "`" + node + "` is integrated: " + checks.size() + " checks hold";
  }

  /** V12: places a resource on each node, waits until it really runs there, and deletes it. */
  private static Plan probe(Args want, Found is, Plan.Builder plan, Map<String, Object> evidence) {
    Cib cib = is.view().config();
    CrmMon state = is.view().state();
    List<RemoteNode> nodes =
        want.nodes().stream()
            .filter(node -> want.probeOn().isEmpty() || want.probeOn().contains(node.name()))
            .filter(node -> !cib.standby(node.name()))
            .toList();
    List<RemoteNode> absent =
        nodes.stream().filter(node -> Leftover.of(cib, List.of(node)).isEmpty()).toList();
    if (nodes.isEmpty()) {
      evidence.forEach((name, checks) -> plan.note(sentence(name, (Map<?, ?>) checks)));
      return plan.note("no probe resource: every node is in standby").build();
    }
    if (!absent.isEmpty()) {
      CibPatch patch = new CibPatch(cib);
      absent.forEach(node -> Leftover.create(patch, node.name()));
      return plan.change(
              "probe resource on " + PacemakerRemoteNode.names(absent),
              "absent",
              "started there, then deleted",
              patch.script(),
              patch.diff())
          .build();
    }
    List<String> ids = nodes.stream().map(node -> Leftover.id(node.name())).toList();
    for (RemoteNode node : nodes) {
      String id = Leftover.id(node.name());
      Optional<CrmMon.Failure> failure = state.failures(id).stream().findFirst();
      if (failure.isPresent()) {
        return plan.block(
                "V12: no resource runs on `" + node.name() + "`: " + failure.get(),
                "look at /var/log/pacemaker/pacemaker.log there")
            .mend(Leftover.delete(nodes))
            .build();
      }
      if (!Leftover.ran(cib, state, node.name())) {
        return plan.await(
                "V12: the probe resource is not running on `" + node.name() + "` yet",
                Leftover.delete(nodes))
            .build();
      }
    }
    evidence.replaceAll(
        (name, checks) -> ids.contains(Leftover.id(name)) ? withProbe(checks) : checks);
    evidence.forEach((name, checks) -> plan.note(sentence(name, (Map<?, ?>) checks)));
    return plan.act("delete the probe resource", true, Leftover.delete(nodes)).build();
  }

  private static Map<String, Object> withProbe(Object checks) {
    Map<String, Object> more = new LinkedHashMap<>();
    ((Map<?, ?>) checks).forEach((check, what) -> more.put(String.valueOf(check), what));
    more.put("V12 probe resource", "started and monitored there");
    return more;
  }
}
