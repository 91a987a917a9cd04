package outpost.modules.cluster;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.api.Arg;
import outpost.api.BadArg;

/** A guest node as a task names it: a virtual machine that is a resource of the cluster. */
public record GuestNode(
    @Arg(value = "Its name in the cluster; it may differ from the host's.", freeForm = true)
        String name,
    @Arg("Its name in the inventory; the same as `name` when empty.") Optional<String> host,
    @Arg("The resource that runs the virtual machine, which must be running.")
        Optional<String> resource,
    @Arg("The address or host name the cluster connects to (`remote-addr`); the name when empty.")
        Optional<String> addr,
    @Arg("The port the cluster connects to (`remote-port`); 3121 when empty.")
        Optional<Integer> port,
    @Arg("How long a connection may take to come about (`remote-connect-timeout`); 60s when empty.")
        Optional<Duration> connectTimeout,
    @Arg(value = "Further meta attributes of the resource.", def = "{}") Map<String, String> meta) {

  static final String NODE = "remote-node";
  static final String ADDR = "remote-addr";
  static final String PORT = "remote-port";
  static final String TIMEOUT = "remote-connect-timeout";

  /** The meta attributes that make a resource a guest node, all of them. */
  static final List<String> OPTIONS = List.of(NODE, ADDR, PORT, TIMEOUT);

  public GuestNode {
    // the cluster's status holds the name as an XML ID
    if (!name.matches("[A-Za-z_][A-Za-z0-9._-]*")) {
      throw new BadArg(
          "name",
          "`" + name + "` cannot be a node's name in the cluster",
          "begin it with a letter, and use letters, digits, `.`, `_` and `-` only");
    }
    if (resource.filter(name::equalsIgnoreCase).isPresent()) {
      throw new BadArg(
          "name",
          "the guest node `" + name + "` is named like its resource",
          "nodes and resources share their names: give the node another one");
    }
    if (port.filter(p -> p < 1 || p > 65535).isPresent()) {
      throw new BadArg("port", "no port `" + port.get() + "`", "ports are 1 to 65535");
    }
    for (String key : meta.keySet()) {
      if (OPTIONS.contains(key) || key.equals("target-role")) {
        throw new BadArg(
            "meta", "`" + key + "` is not set here", "use the arguments of the guest for that");
      }
    }
  }

  /** Returns how its pacemaker_remote is looked at: as that of a remote node. */
  RemoteNode remote() {
    return new RemoteNode(
        name, Optional.of(host.orElse(name)), addr, port, Optional.empty(), Map.of());
  }

  /** Returns how long the cluster waits for a connection. */
  Duration patience() {
    return connectTimeout.orElse(Duration.ofSeconds(60));
  }

  /** Returns the meta attributes that are wanted of the resource. */
  Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    options.put(NODE, name);
    addr.ifPresent(a -> options.put(ADDR, a));
    port.ifPresent(p -> options.put(PORT, p.toString()));
    connectTimeout.ifPresent(t -> options.put(TIMEOUT, t.toSeconds() + "s"));
    options.putAll(meta);
    return options;
  }
}
