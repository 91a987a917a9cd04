package outpost.modules.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import outpost.api.Arg;
import outpost.api.BadArg;

/** A remote node as a task names it: a name alone, or with what differs from the usual. */
public record RemoteNode(
    @Arg(value = "Its name in the cluster.", freeForm = true) String name,
    @Arg("Its name in the inventory; the same as `name` when empty.") Optional<String> host,
    @Arg(
            "The address or host name the cluster connects to; a new node's is its name, an"
                + " existing one's stays.")
        Optional<String> server,
    @Arg("The port the cluster connects to; 3121 unless `PCMK_remote_port` says otherwise.")
        Optional<Integer> port,
    @Arg("How long after a lost connection the cluster tries again; overrides the task's.")
        Optional<Duration> reconnectInterval,
    @Arg(value = "Further meta attributes of the connection.", def = "{}")
        Map<String, String> meta) {

  public RemoteNode {
    // the cluster's configuration holds the name as an XML ID
    if (!name.matches("[A-Za-z_][A-Za-z0-9._-]*")) {
      throw new BadArg(
          "name",
          "`" + name + "` cannot be a node's name in the cluster",
          "begin it with a letter, and use letters, digits, `.`, `_` and `-` only");
    }
    if (port.filter(p -> p < 1 || p > 65535).isPresent()) {
      throw new BadArg("port", "no port `" + port.get() + "`", "ports are 1 to 65535");
    }
    if (meta.containsKey("target-role")) {
      throw new BadArg(
          "meta", "`target-role` is not for this module to set", "use `pcs resource disable`");
    }
  }

  /** Returns the name by which the inventory knows it. */
  String inventoryName() {
    return host.orElse(name);
  }

  /** Returns where a new connection would go. */
  String address() {
    return server.orElse(name);
  }
}
