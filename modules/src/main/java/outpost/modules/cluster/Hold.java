package outpost.modules.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A way to take a node out of use, and to give it back.
 *
 * <p>What is put on a node is marked in the node's own attributes, and only what is marked is
 * lifted: a node that an administrator holds in the same way already keeps that, and is marked as
 * such ({@code keeps-standby}…). The mark is permanent, since a remote node's transient attributes
 * go away with its connection.
 */
public enum Hold {
  /** No resource may run there; the connection stays. */
  STANDBY("in standby") {
    @Override
    boolean holds(Cib cib, String node) {
      return cib.standby(node);
    }

    @Override
    void take(CibPatch patch, Cib cib, String node, Map<String, String> attributes) {
      attributes.put("standby", "on");
    }

    @Override
    void give(CibPatch patch, Cib cib, String node, List<String> attributes) {
      attributes.add("standby");
    }
  },

  /**
   * What runs there goes on, and the cluster looks away: the connection may come and go.
   * Maintenance alone is not enough for that: Pacemaker (2.1.5) fences a node in maintenance as
   * well once its connection could not be started on any cluster node.
   */
  MAINTENANCE("in maintenance") {
    @Override
    boolean holds(Cib cib, String node) {
      return cib.attribute(node, "maintenance").map(Xml::yes).orElse(false);
    }

    @Override
    void take(CibPatch patch, Cib cib, String node, Map<String, String> attributes) {
      attributes.put("maintenance", "true");
      cib.connection(node)
          .map(Cib.Connection::primitive)
          .filter(connection -> !Quarantine.saysOnFail(connection))
          .ifPresent(
              connection -> {
                Quarantine.block(patch, connection);
                attributes.put(BLOCKS, "yes");
              });
    }

    @Override
    void give(CibPatch patch, Cib cib, String node, List<String> attributes) {
      attributes.add("maintenance");
    }
  },

  /** The resource that connects a remote node, or that a guest node runs in, is stopped. */
  DISABLE("disabled") {
    @Override
    boolean holds(Cib cib, String node) {
      return cib.carrier(node).filter(Resources::disabled).isPresent();
    }

    @Override
    void take(CibPatch patch, Cib cib, String node, Map<String, String> attributes) {
      Xml carrier = cib.carrier(node).orElseThrow();
      patch.set(
          cib.parentOf(carrier), carrier, "meta_attributes", Map.of("target-role", "Stopped"));
    }

    @Override
    void give(CibPatch patch, Cib cib, String node, List<String> attributes) {
      Xml carrier = cib.carrier(node).orElseThrow();
      patch.unset(cib.parentOf(carrier), carrier, "meta_attributes", "target-role");
    }
  };

  /** How the product marks a node that it holds, in the node's own attributes. */
  static final String MARK = "outpost-hold";

  private static final String HAD = "outpost-hold-had";

  /** Marks that a start which fails is, for the time of the hold, no reason to fence the node. */
  private static final String BLOCKS = "outpost-hold-blocks";

  private static final String KEEPS = "keeps-";

  private final String told;

  Hold(String told) {
    this.told = told;
  }

  /** Whether a node is held in this way, by whomever. */
  abstract boolean holds(Cib cib, String node);

  abstract void take(CibPatch patch, Cib cib, String node, Map<String, String> attributes);

  abstract void give(CibPatch patch, Cib cib, String node, List<String> attributes);

  /** Returns the hold that bears our mark. */
  static Optional<Hold> ours(Cib cib, String node) {
    return cib.attribute(node, MARK)
        .map(mark -> mark.startsWith(KEEPS) ? mark.substring(KEEPS.length()) : mark)
        .flatMap(Hold::named);
  }

  private static Optional<Hold> named(String word) {
    return List.of(values()).stream().filter(hold -> hold.word().equals(word)).findFirst();
  }

  /** Whether an administrator held the node in this way before we did, so that it will stay so. */
  static boolean keeps(Cib cib, String node) {
    return cib.attribute(node, MARK).filter(mark -> mark.startsWith(KEEPS)).isPresent();
  }

  /** Puts this hold on a node, and our mark. A node that we hold otherwise is released first. */
  void put(CibPatch patch, Cib cib, String node) {
    put(patch, cib, node, List.of());
  }

  /**
   * The same, and keeps in mind what ran there, for the proof that it runs elsewhere: whoever looks
   * for it may be another run.
   */
  void put(CibPatch patch, Cib cib, String node, List<String> had) {
    if (ours(cib, node).isPresent()) {
      throw new IllegalStateException(node + " is held already, by " + ours(cib, node).get());
    }
    Map<String, String> attributes = new LinkedHashMap<>();
    if (holds(cib, node)) {
      attributes.put(MARK, KEEPS + word());
    } else {
      take(patch, cib, node, attributes);
      attributes.put(MARK, word());
    }
    if (!had.isEmpty()) attributes.put(HAD, String.join(" ", had));
    NodeEntry.set(patch, cib, node, attributes);
  }

  /** Returns what ran on a node when we took it out of use. */
  static List<String> had(Cib cib, String node) {
    return cib.attribute(node, HAD).map(had -> List.of(had.split(" "))).orElse(List.of());
  }

  /** Takes our mark off a node, and what we put on it that is still there. */
  static void lift(CibPatch patch, Cib cib, String node) {
    List<String> attributes = new ArrayList<>(List.of(MARK, HAD));
    ours(cib, node)
        .filter(hold -> !keeps(cib, node) && hold.holds(cib, node))
        .ifPresent(hold -> hold.give(patch, cib, node, attributes));
    if (cib.attribute(node, BLOCKS).isPresent()) {
      attributes.add(BLOCKS);
      cib.connection(node).ifPresent(c -> Quarantine.unblock(patch, c.primitive()));
    }
    NodeEntry.unset(patch, cib, node, attributes);
  }

  /** Returns the word for it in playbooks and marks. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns how messages call a node that is held so. */
  String told() {
    return told;
  }
}
