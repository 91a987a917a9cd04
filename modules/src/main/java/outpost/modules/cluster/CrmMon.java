package outpost.modules.cluster;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What {@code crm_mon --output-as=xml -1 -r} says of the cluster's state. */
record CrmMon(Xml root) {

  static CrmMon of(byte[] document) {
    return new CrmMon(Xml.parse(document));
  }

  /** Returns the name of the node that decides, if there is one. */
  Optional<String> controller() {
    return dc().filter(dc -> dc.says("present")).map(dc -> dc.attribute("name"));
  }

  boolean quorate() {
    return dc().map(dc -> dc.says("with_quorum")).orElse(false);
  }

  boolean mixedVersions() {
    return dc().map(dc -> dc.says("mixed_version")).orElse(false);
  }

  private Optional<Xml> dc() {
    return root.first("summary", "current_dc");
  }

  /** Whether the whole cluster is in maintenance mode, and starts nothing. */
  boolean maintenance() {
    return root.first("summary", "cluster_options")
        .map(options -> options.says("maintenance-mode"))
        .orElse(false);
  }

  List<Node> nodes() {
    return root.at("nodes", "node").map(Node::new).toList();
  }

  Optional<Node> node(String name) {
    return nodes().stream().filter(n -> n.name().equals(name)).findFirst();
  }

  /** A node as the cluster sees it. */
  record Node(Xml is) {
    String name() {
      return is.attribute("name");
    }

    boolean online() {
      return is.says("online");
    }

    /** Says what keeps a node from being a healthy one; not being in use is no fault. */
    Optional<String> trouble() {
      if (is.says("unclean")) return Optional.of("unclean");
      if (!online()) return Optional.of("offline");
      if (is.says("pending")) return Optional.of("pending");
      if (is.says("shutdown")) return Optional.of("shutting down");
      return is.says("standby_onfail")
          ? Optional.of("in standby after a failure")
          : Optional.empty();
    }
  }

  /** Returns every resource, those inside groups, clones and bundles too. */
  List<Resource> resources() {
    return root.at("resources").flatMap(r -> r.all("resource")).map(Resource::new).toList();
  }

  Optional<Resource> resource(String id) {
    return resources().stream().filter(r -> r.id().equals(id)).findFirst();
  }

  /** A resource, and where it runs. */
  record Resource(Xml is) {
    String id() {
      return is.attribute("id");
    }

    String role() {
      return is.attribute("role");
    }

    boolean failed() {
      return is.says("failed");
    }

    /** Whether the cluster starts, stops and watches it. */
    boolean managed() {
      return is.says("managed");
    }

    boolean blocked() {
      return is.says("blocked");
    }

    /** Whether it runs without being configured; 3.0.2 adds the newer word. */
    boolean orphaned() {
      return is.says("orphaned") || is.says("removed");
    }

    boolean pending() {
      return !is.attribute("pending").isEmpty();
    }

    List<String> nodes() {
      return is.children("node").map(node -> node.attribute("name")).toList();
    }
  }

  List<Failure> failures() {
    return root.at("failures", "failure").map(Failure::new).toList();
  }

  /** Returns the failures of one resource's operations. */
  List<Failure> failures(String resource) {
    Pattern key = Pattern.compile(Pattern.quote(resource) + "_(migrate_(from|to)|[a-z-]+)_\\d+");
    return failures().stream().filter(f -> key.matcher(f.operation()).matches()).toList();
  }

  /** An operation that failed and has not been forgotten. */
  record Failure(Xml is) {

    String operation() {
      return is.attribute("op_key");
    }

    String node() {
      return is.attribute("node");
    }

    String reason() {
      return Stream.of("exitreason", "exitstatus", "status")
          .map(is::attribute)
          .filter(text -> !text.isEmpty() && !text.equals("none"))
          .findFirst()
          .orElse("unknown error");
    }

    @Override
    public String toString() {
      return operation() + " on " + node() + ": " + reason();
    }
  }

  /** Says whether failures of a resource are counted anywhere. */
  boolean counted(String resource) {
    return root.at("node_history", "node", "resource_history")
        .filter(h -> h.is("id", resource))
        .anyMatch(h -> !List.of("", "0").contains(h.attribute("fail-count")));
  }

  /** Whether something about a resource went wrong, and has not been forgotten. */
  boolean troubled(String resource) {
    return !failures(resource).isEmpty()
        || counted(resource)
        || resource(resource).map(Resource::failed).orElse(false);
  }

  /** Returns the resources that run on a node, or that the cluster is not done with there. */
  List<Resource> on(String node) {
    return resources().stream().filter(r -> r.nodes().contains(node)).toList();
  }

  /** Returns the fencing that is under way, as {@code reboot of NODE}. */
  List<String> openFencing() {
    return root.at("fence_history", "fence_event")
        .filter(e -> e.is("status", "pending"))
        .map(e -> e.attribute("action") + " of " + e.attribute("target"))
        .toList();
  }
}
