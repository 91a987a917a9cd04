package outpost.modules.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Holds one node against all that makes a remote node a good one: what is found right is kept as
 * evidence, what is not is a fault, or may still settle.
 */
final class Checklist {
  private final PacemakerVerify.Args want;
  private final PacemakerVerify.Found is;
  private final RemoteNode node;
  private final int number;
  private final Looks looks;
  private final Cib cib;
  private final CrmMon state;
  private final RemoteHost host;
  private final Preflight preflight;

  private final Map<String, Object> evidence = new LinkedHashMap<>();
  private final List<String> faults = new ArrayList<>();
  private final List<String> unsettled = new ArrayList<>();

  Checklist(PacemakerVerify.Args want, PacemakerVerify.Found is, Looks looks, int number) {
    this.want = want;
    this.is = is;
    this.node = want.nodes().get(number);
    this.number = number;
    this.looks = looks;
    this.cib = looks.cib();
    this.state = looks.state();
    this.host = is.remotes().get("" + number);
    this.preflight =
        new Preflight(
            want.cluster(),
            is.hosts(),
            is.remotes(),
            is.seen(),
            Coverage.of(is.coverage(), cib, state),
            cib,
            state);
    note("V1 cluster", "quorate, controller " + state.controller().orElse("none") + ", idle");
    configuration();
    if (cib.link(node.name()).isEmpty()) return;
    if (host.unreachable().isPresent()) {
      faults.add("`" + node.inventoryName() + "` cannot be asked: " + host.unreachable().get());
      return;
    }
    key();
    daemon();
    path();
    session();
    membership();
    fencing();
    limits();
  }

  Map<String, Object> evidence() {
    return evidence;
  }

  /** What waiting does not mend. */
  List<String> faults() {
    return faults;
  }

  /** What may come right by itself. */
  List<String> unsettled() {
    return unsettled;
  }

  /** Both. */
  List<String> wrong() {
    return Stream.concat(faults.stream(), unsettled.stream()).toList();
  }

  /** V2: the connection is configured as wanted, and tied to nothing. */
  private void configuration() {
    Optional<Cib.Link> found = cib.link(node.name());
    if (found.isEmpty()) {
      faults.add("V2: the cluster has no connection `" + node.name() + "`");
      return;
    }
    Cib.Link link = found.get();
    cib.tied(node.name()).ifPresent(tie -> faults.add("V2: the connection is in the " + tie));
    if (link.disabled()) faults.add("V2: the connection is disabled");
    node.server()
        .filter(server -> !server.equals(link.server()))
        .ifPresent(server -> faults.add("V2: its server is " + link.server() + ", not " + server));
    node.port()
        .filter(port -> port != preflight.port(node))
        .ifPresent(port -> faults.add("V2: its port is " + preflight.port(node) + ", not " + port));
    note(
        "V2 configuration",
        link.server()
            + ":"
            + preflight.port(node)
            + cib.guest(node.name())
                .map(guest -> ", guest of the resource " + guest.resource())
                .orElseGet(() -> ", reconnect_interval " + retry().orElse("none")));
  }

  /** V3: the same key everywhere. */
  private void key() {
    Optional<String> key = is.hosts().values().stream().flatMap(h -> h.key().stream()).findFirst();
    if (key.isEmpty() || !host.key().equals(key)) {
      faults.add(
          "V3: its authkey is %s, that of the cluster %s"
              .formatted(
                  host.key().map(ClusterHost::brief).orElse("none"),
                  key.map(ClusterHost::brief).orElse("none")));
      return;
    }
    Daemon.keyLocation("`" + node.inventoryName() + "`", host)
        .ifPresent(problem -> faults.add("V3: " + problem.message()));
    note(
        "V3 authkey",
        "sha256 " + ClusterHost.brief(key.get()) + " on all cluster nodes and the node");
  }

  /** V4: the daemon runs, now and after the next boot, on the port. */
  private void daemon() {
    String now =
        "%s, %s, %s"
            .formatted(
                host.activeState().orElse("-"),
                host.unitFileState().orElse("-"),
                host.listening() ? "listening on port " + preflight.port(node) : "not listening");
    if (host.active() && host.enabled() && host.listening()) {
      note("V4 pacemaker_remote", now);
    } else {
      faults.add("V4: pacemaker_remote is " + now);
    }
  }

  /** V5 and V7: from every cluster node the port can be reached, and the key proves right. */
  private void path() {
    List<String> proven = new ArrayList<>();
    for (int h = 0; h < want.cluster().size(); h++) {
      Seen seen = is.seen().getOrDefault(number + "-" + h, Seen.NOTHING);
      if (seen.good()) {
        proven.add(want.cluster().get(h));
      } else {
        faults.add(
            "V7: from cluster node `%s`: %s"
                .formatted(want.cluster().get(h), seen.sentence().orElse("it has no authkey")));
      }
    }
    // V13: with the key proven from every one of them, each can take the connection over
    note("V5, V7, V13 handshake", "key proven from " + String.join(", ", proven));
  }

  /** V6: one peer, and it is the cluster node that holds the connection. */
  private void session() {
    Set<String> peers = host.peerAddresses();
    Optional<String> holder = new Membership(node.name(), cib, state).holder();
    Optional<ClusterHost> holding =
        is.hosts().values().stream().filter(h -> h.node().equals(holder)).findFirst();
    boolean right = holding.map(h -> h.addresses().containsAll(peers)).orElse(false);
    if (host.peers().size() == 1 && right) {
      note("V6 session", "one, from " + String.join("", peers) + " on " + holder.get());
    } else {
      unsettled.add(
          "V6: %s connected to it, the connection is on %s"
              .formatted(
                  peers.isEmpty() ? "nobody is" : String.join(", ", host.peers()) + " is",
                  holder.orElse("no cluster node")));
    }
  }

  /** V8 to V11, in both looks. */
  private void membership() {
    List<String> lacks = looks.lacks(node.name());
    if (!lacks.isEmpty()) {
      unsettled.add("V8-V11: " + lacks.get(0));
      return;
    }
    note("V8, V9 connection", "started and monitored, no failure, in two looks");
    note(
        "V10 node",
        "member, online, not fenced" + (cib.standby(node.name()) ? ", in standby" : ""));
    note("V11 executor", cib.answers(node.name()).size() + " operations answered by agents there");
  }

  private Optional<String> retry() {
    return cib.connection(node.name()).flatMap(c -> c.option("reconnect_interval"));
  }

  /** V14: something can fence it; else the cluster must at least try again by itself. */
  private void fencing() {
    if (cib.guest(node.name()).isPresent()) {
      note("V14 fencing", "by a restart of its virtual machine");
      return;
    }
    Set<String> devices = preflight.coverage().of(node.name());
    if (cib.fences() && !devices.isEmpty()) {
      note("V14 fencing", "enabled, by " + String.join(", ", devices));
      return;
    }
    boolean retries = retry().flatMap(Drift::interval).filter(time -> !time.isZero()).isPresent();
    if (retries) {
      note("V14 fencing", "none; a lost connection is tried again");
    } else {
      faults.add(
          "V14: nothing can fence it, and without reconnect_interval a lost node stays lost");
    }
  }

  /** V15: it takes no part in the cluster's own work: no vote, no fencing of others, no control. */
  private void limits() {
    List<String> parts = new ArrayList<>();
    if (cib.members().contains(node.name())) parts.add("it is a cluster node as well");
    host.member().ifPresent(parts::add);
    if (state.controller().equals(Optional.of(node.name()))) parts.add("it is the controller");
    state.resources().stream()
        .filter(r -> r.is().attribute("resource_agent").startsWith("stonith:"))
        .filter(r -> r.nodes().contains(node.name()))
        .forEach(r -> parts.add("the fence device `" + r.id() + "` runs on it"));
    if (parts.isEmpty()) {
      note("V15 limits", "no vote, fences nobody, never the controller");
    } else {
      faults.add(
          "V15: it must take no part in the cluster's own work: " + String.join(", ", parts));
    }
  }

  private void note(String check, String what) {
    evidence.put(check, what);
  }
}
