package outpost.modules.cluster;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a new connection is kept from doing harm until the cluster really uses its node.
 *
 * <p>Three things about Pacemaker, each seen with fencing enabled (2.1.5), make it necessary:
 *
 * <ul>
 *   <li>A remote node whose state the cluster never saw is unclean at once ({@code
 *       startup-fencing}) and is shot if its connection is not starting: created disabled, or with
 *       one failed attempt. An entry in the status section makes it a node that was seen, offline.
 *   <li>A failed start makes the connection "unrecoverable", and the node is shot. With {@code
 *       on-fail="block"} at the start operation the cluster stops there and leaves it alone.
 *   <li>Deleting a connection that failed makes it an orphan without that option, and the node is
 *       shot. Disabled first and its failures forgotten, it is not.
 * </ul>
 *
 * Standby keeps resources away meanwhile. The node's entry in the configuration, which holds it and
 * the product's mark, goes away with the quarantine.
 */
final class Quarantine {
  private static final String RESOURCES = "/cib/configuration/resources";
  private static final String STATUS = "/cib/status";
  private static final String ON_FAIL = "on-fail";

  /** The mark of a node that somebody else put into standby before it was joined. */
  private static final String KEEPS = "keeps-standby";

  private Quarantine() {}

  /** Makes the connection, enabled, in quarantine. */
  static void create(
      CibPatch patch, Cib cib, RemoteNode node, Optional<Integer> port, Duration reconnect) {
    patch.create(RESOURCES, connection(node, port, reconnect));
    hold(patch, cib, node.name());
  }

  /** Enables a connection that an earlier join left disabled. */
  static void enable(CibPatch patch, Cib cib, RemoteNode node) {
    hold(patch, cib, node.name());
    Xml primitive = cib.connection(node.name()).orElseThrow().primitive();
    patch.unset(RESOURCES, primitive, "meta_attributes", "target-role");
    block(patch, primitive);
  }

  /** Lets a start that fails on every cluster node be no reason to fence the node. */
  static void block(CibPatch patch, Xml connection) {
    start(connection)
        .ifPresent(start -> patch.setAttribute(operations(connection), start, ON_FAIL, "block"));
  }

  /** Whether somebody said already what follows a start that fails. */
  static boolean saysOnFail(Xml connection) {
    return start(connection).filter(s -> s.attributes().containsKey(ON_FAIL)).isPresent();
  }

  static void unblock(CibPatch patch, Xml connection) {
    start(connection)
        .ifPresent(start -> patch.unsetAttribute(operations(connection), start, ON_FAIL));
  }

  /** Keeps resources away from a node, and makes it one that the cluster has seen. */
  static void hold(CibPatch patch, Cib cib, String node) {
    if (cib.state(node).isEmpty()) {
      patch.create(STATUS, state(node));
    }
    Map<String, String> marks = new LinkedHashMap<>();
    marks.put("standby", "on");
    boolean others = cib.standby(node) && !cib.marked(node);
    marks.put(Cib.MARK, cib.attribute(node, Cib.MARK).orElse(others ? KEEPS : "quarantine"));
    NodeEntry.set(patch, cib, node, marks);
  }

  /** Returns the state of a node that was seen, and is offline. */
  static Xml state(String node) {
    return Xml.of(
        "node_state",
        "id",
        node,
        "uname",
        node,
        "remote_node",
        "true",
        "in_ccm",
        "false",
        "node_fenced",
        "0");
  }

  /** Lifts the quarantine, and leaves what others have set for the node meanwhile. */
  static void release(CibPatch patch, Cib cib, RemoteNode node) {
    lift(patch, cib, node.name());
    unblock(patch, cib.connection(node.name()).orElseThrow().primitive());
  }

  /** Lets resources run on a node again, unless others keep them away. */
  static void lift(CibPatch patch, Cib cib, String node) {
    boolean keeps = cib.attribute(node, Cib.MARK).equals(Optional.of(KEEPS));
    NodeEntry.unset(patch, cib, node, keeps ? List.of(Cib.MARK) : List.of("standby", Cib.MARK));
  }

  private static String operations(Xml primitive) {
    return CibPatch.below(RESOURCES, primitive) + "/operations";
  }

  private static Optional<Xml> start(Xml primitive) {
    return primitive.at("operations", "op").filter(op -> op.is("name", "start")).findFirst();
  }

  /** Returns a connection as pcs makes it, but for the quarantine. */
  static Xml connection(RemoteNode node, Optional<Integer> port, Duration reconnect) {
    String id = node.name();
    Map<String, String> options = new LinkedHashMap<>();
    options.put("server", node.address());
    port.ifPresent(number -> options.put("port", number.toString()));
    options.put("reconnect_interval", reconnect.toSeconds() + "s");
    Xml primitive =
        Xml.of("primitive", "id", id, "class", "ocf", "provider", "pacemaker", "type", "remote")
            .with(pairs("instance_attributes", id, options));
    if (!node.meta().isEmpty()) {
      primitive = primitive.with(pairs("meta_attributes", id, node.meta()));
    }
    return primitive.with(
        Xml.of("operations")
            .with(
                operation(id, "migrate_from", "0s"),
                operation(id, "migrate_to", "0s"),
                operation(id, "monitor", "60s"),
                operation(id, "reload", "0s"),
                operation(id, "reload-agent", "0s"),
                operation(id, "start", "0s"),
                operation(id, "stop", "0s")));
  }

  private static Xml pairs(String kind, String owner, Map<String, String> values) {
    String id = owner + "-" + kind;
    return Xml.of(kind, "id", id)
        .with(
            values.entrySet().stream()
                .map(e -> CibPatch.pair(id, e.getKey(), e.getValue()))
                .toList());
  }

  /** The operations as pcs makes them from the agent's description. */
  private static Xml operation(String id, String name, String interval) {
    Xml operation =
        Xml.of(
            "op",
            "id",
            id + "-" + name + "-interval-" + interval,
            "name",
            name,
            "interval",
            interval,
            "timeout",
            name.equals("monitor") ? "30s" : "60s");
    if (!name.equals("start")) return operation;
    Map<String, String> held = new LinkedHashMap<>(operation.attributes());
    held.put(ON_FAIL, "block");
    return new Xml("op", held, List.of());
  }
}
