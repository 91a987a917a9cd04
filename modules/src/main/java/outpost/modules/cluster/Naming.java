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

  static Claim guestNode(String name) {
    return new Claim(
        name,
        GUEST_NODE,
        Set.of(REMOTE_NODE, RESOURCE),
        "give the guest node a name that no node and no resource has");
  }

  static Claim resource(String name) {
    return new Claim(name, RESOURCE, Set.of(), "");
  }

  /** What is in a group, or in a constraint that ties it to another resource. */
  static Claim tied(String name) {
    return new Claim(name, TIED, Set.of(), "");
  }

  static Claim remoteNode(String name) {
    return new Claim(
        name,
        REMOTE_NODE,
        Set.of(GUEST_NODE, RESOURCE, TIED),
        "give the node a name of its own, and tie its connection to nothing");
  }
}
