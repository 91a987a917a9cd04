package outpost.modules.cluster;

import java.util.Set;
import outpost.api.Claim;

/**
 * What tasks take names of a cluster for: Pacemaker knows nodes and resources by one name space,
 * and a connection to a remote node must not be tied to other resources.
 */
final class Naming {
  static final String REMOTE_NODE = "a remote node";
  static final String GUEST_NODE = "a guest node";
  static final String RESOURCE = "a resource";
  static final String TIED = "part of a group, a colocation or an order";

  private Naming() {}

  static Claim remoteNode(String name) {
    return new Claim(
        name,
        REMOTE_NODE,
        Set.of(GUEST_NODE, RESOURCE, TIED),
        "give the node a name of its own, and tie its connection to nothing");
  }
}
