package outpost.modules.cluster;

import static outpost.api.Script.sh;

import java.util.List;
import outpost.api.Plan;
import outpost.api.Script;

/**
 * The resource that proves that a node runs agents: started there and nowhere else, and deleted. A
 * killed run leaves it behind; it is known by its name.
 */
final class Leftover {
  /** How such resources' ids begin; their constraints' ids begin so too. */
  static final String PREFIX = "outpost-probe-";

  private Leftover() {}

  static String id(String node) {
    return PREFIX + node;
  }

  static String constraint(String node) {
    return PREFIX + node + "-location";
  }

  /** Returns what is left behind for these nodes, the constraints first. */
  static List<Xml> of(Cib cib, List<RemoteNode> nodes) {
    List<String> ids =
        nodes.stream()
            .flatMap(n -> java.util.stream.Stream.of(constraint(n.name()), id(n.name())))
            .toList();
    return cib.named(PREFIX).stream()
        .filter(x -> ids.contains(x.attribute("id")))
        .filter(x -> x.name().equals("primitive") || x.name().equals("rsc_location"))
        .toList();
  }

  static Plan.Builder remove(Cib cib, List<RemoteNode> nodes, Plan.Builder plan) {
    CibPatch patch = new CibPatch(cib);
    for (Xml left : of(cib, nodes)) {
      patch.delete(
          left.name().equals("primitive")
              ? "/cib/configuration/resources"
              : "/cib/configuration/constraints",
          left);
    }
    return plan.change(
        "probe resource of an interrupted run", "there", "gone", patch.script(), patch.diff());
  }

  /** Adds it, to run on one node; nothing else in the cluster is asked whether it runs it. */
  static void create(CibPatch patch, String node) {
    String id = id(node);
    patch.create(
        "/cib/configuration/resources",
        Xml.of("primitive", "id", id, "class", "ocf", "provider", "pacemaker", "type", "Dummy")
            .with(
                Xml.of("operations")
                    .with(
                        Xml.of(
                            "op",
                            "id",
                            id + "-monitor-interval-10s",
                            "name",
                            "monitor",
                            "interval",
                            "10s",
                            "timeout",
                            "20s"))));
    patch.create(
        "/cib/configuration/constraints",
        Xml.of(
            "rsc_location",
            "id",
            constraint(node),
            "rsc",
            id,
            "node",
            node,
            "score",
            "INFINITY",
            "resource-discovery",
            "exclusive"));
  }

  /** Whether the node's own executor started it and monitors it. */
  static boolean ran(Cib cib, CrmMon state, String node) {
    List<Xml> operations = cib.operations(node, id(node));
    boolean shown =
        state
            .resource(id(node))
            .filter(r -> r.role().equals("Started") && r.nodes().equals(List.of(node)))
            .isPresent();
    return shown
        && operations.stream().anyMatch(op -> op.is("operation", "start") && op.is("rc-code", "0"))
        && operations.stream()
            .anyMatch(
                op ->
                    op.is("operation", "monitor")
                        && op.is("interval", "10000")
                        && op.is("rc-code", "0"));
  }

  /** Deletes it whatever else has changed meanwhile, and waits until the cluster has stopped it. */
  static Script delete(List<RemoteNode> nodes) {
    return sh(
        """
        set -- {}
        for node; do
          cibadmin --delete --xml-text "<rsc_location id='outpost-probe-$node-location'/>" || exit
          cibadmin --delete --xml-text "<primitive id='outpost-probe-$node'/>" || exit
        done
        tries=0
        while crm_mon --output-as=xml -1 -r | grep -q '<resource id="outpost-probe-'; do
          [ $((tries += 1)) -le 60 ] || { echo 'the probe resource does not go away' >&2; exit 1; }
          sleep 1
        done""",
        nodes.stream().map(RemoteNode::name).toList());
  }
}
