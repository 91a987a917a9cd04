package outpost.modules.cluster;

import static outpost.modules.cluster.Preflight.problem;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import outpost.api.Problem;
import outpost.api.Script;

/**
 * What uses the authkey, of a host and of the cluster, and so forbids that it is changed.
 *
 * @param name the host's, as messages show it
 * @param configs what the cluster nodes say
 */
record KeyUse(String name, RemoteHost host, Collection<Config> configs) {

  /** A cluster's configuration and state, where they can be read. */
  record Config(Optional<String> unreachable, Optional<byte[]> cib, Optional<byte[]> monitor) {

    static Script question() {
      return Script.raw( // constant text
          """
          cib=$(cibadmin -Q 2>/dev/null) && printf '%s' "$cib" | blob cib
          monitor=$(crm_mon --output-as=xml -1 -r 2>/dev/null) && printf '%s' "$monitor" | blob monitor
          exit 0\
          """);
    }

    private boolean whole() {
      return cib.isPresent() && monitor.isPresent();
    }
  }

  /**
   * Says that the host, or a cluster, cannot do without the key.
   *
   * @param node a cluster node
   */
  Optional<Problem> needed(String node) {
    if (host.member().isPresent()) {
      return Optional.of(
          problem(
              name + " is a node of a cluster itself: " + host.member().get(),
              "its key is needed for the cluster's remote nodes"));
    }
    Set<String> peers = host.peerAddresses();
    if (!peers.isEmpty()) {
      return Optional.of(
          problem(
              "a cluster uses %s: connected from %s".formatted(name, String.join(", ", peers)),
              "take the node out of that cluster first: pacemaker_remote_node with `state:"
                  + " absent`"));
    }
    if (cibs().findAny().isEmpty()) {
      return Optional.of(
          problem(
              "no cluster node can be asked whether " + name + " is a node of the cluster",
              "start Pacemaker on `" + node + "`"));
    }
    return nodes()
        .findFirst()
        .map(
            own ->
                problem(
                    "%s is the node `%s` of the cluster".formatted(name, own),
                    "take it out of the cluster first"));
  }

  /** Returns the remote nodes, then the guest nodes that the host is in the configuration. */
  private Stream<String> nodes() {
    Set<String> own = own();
    Stream<String> remote =
        cibs()
            .flatMap(cib -> cib.connections().stream())
            .filter(c -> own.contains(c.server()) || own.contains(c.id()))
            .map(Cib.Connection::id);
    Stream<String> guest =
        cibs()
            .flatMap(cib -> cib.guestNodes().stream())
            .filter(g -> own.contains(g.server()) || own.contains(g.node()))
            .map(Cib.Guest::node);
    return Stream.concat(remote, guest);
  }

  /** Says that a cluster uses the host with the key it has. */
  Optional<Problem> inUse(String key) {
    Set<String> peers = host.peerAddresses();
    if (!peers.isEmpty()) {
      return Optional.of(
          problem(
              "%s has another authkey, %s, and a cluster uses it: connected from %s"
                  .formatted(name, ClusterHost.brief(key), String.join(", ", peers)),
              "take the node out of that cluster first"));
    }
    Set<String> names = own();
    for (Config config : configs) {
      if (!config.whole()) continue;
      Cib cib = Cib.of(config.cib().get());
      CrmMon state = CrmMon.of(config.monitor().get());
      for (Cib.Connection connection : cib.connections()) {
        boolean here = names.contains(connection.server()) || names.contains(connection.id());
        if (here && new Membership(connection.id(), cib, state).integrated()) {
          return Optional.of(
              problem(
                  "%s has another authkey, %s, and the cluster uses it as node `%s`"
                      .formatted(name, ClusterHost.brief(key), connection.id()),
                  "disable the connection first: `pcs resource disable " + connection.id() + "`"));
        }
      }
    }
    return Optional.empty();
  }

  /** Says that a node would be fenced if its connection were lost while the keys differ. */
  Optional<Problem> notHeld() {
    Optional<Config> config = configs.stream().filter(Config::whole).findFirst();
    if (config.isEmpty()) {
      return Optional.of(problem("no cluster node says whether the cluster's nodes are held"));
    }
    Cib cib = Cib.of(config.get().cib().get());
    CrmMon state = CrmMon.of(config.get().monitor().get());
    return PacemakerKeyRotation.nodes(cib).stream()
        .filter(node -> !PacemakerMaintenance.held(cib, state, node))
        .findFirst()
        .map(
            node ->
                problem(
                    "the cluster does not hold `" + node + "`: with another key it may be fenced",
                    "begin the rotation with pacemaker_key_rotation, as"
                        + " playbooks/rotate-authkey.yml does"));
  }

  /** Says that there are remote nodes, and therefore a key that no cluster node shows. */
  Optional<Problem> unknown() {
    return cibs()
        .filter(cib -> !cib.connections().isEmpty() || !cib.guests().isEmpty())
        .findFirst()
        .map(
            cib ->
                problem(
                    "the cluster has remote or guest nodes, but no cluster node has "
                        + ClusterHost.KEY,
                    "put the key that they use there on every cluster node"));
  }

  private Stream<Cib> cibs() {
    return configs.stream().flatMap(c -> c.cib().stream()).map(Cib::of);
  }

  /** Returns the names and addresses of the host itself. */
  private Set<String> own() {
    return Stream.concat(host.addresses().stream(), host.host().stream())
        .collect(Collectors.toSet());
  }
}
