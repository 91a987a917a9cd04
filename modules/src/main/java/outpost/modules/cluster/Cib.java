package outpost.modules.cluster;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the cluster's information base holds: configuration, and the state the nodes report.
 *
 * <p>Long because what many ask of it is asked here, in a few lines each, so that they need not
 * know where in the document the answer stands.
 */
record Cib(Xml root) {

  /** How the product marks a node that it is joining, in the node's own attributes. */
  static final String MARK = "outpost-join";

  static Cib of(byte[] document) {
    return new Cib(Xml.parse(document));
  }

  private Stream<Xml> configuration(String... path) {
    return root.at("configuration").flatMap(c -> c.at(path));
  }

  /** Returns what is in a section of the configuration, such as {@code constraints}. */
  Stream<Xml> part(String section) {
    return configuration(section).flatMap(s -> s.children().stream());
  }

  /** Returns a cluster property of any set. */
  Optional<String> property(String name) {
    return configuration("crm_config", "cluster_property_set", "nvpair")
        .filter(pair -> pair.is("name", name))
        .map(pair -> pair.attribute("value"))
        .findFirst();
  }

  /** Whether failed nodes are fenced: Pacemaker's default is that they are. */
  boolean fences() {
    return property("stonith-enabled")
        .or(() -> property("stonith_enabled"))
        .or(() -> property("fencing-enabled"))
        .map(Xml::yes)
        .orElse(true);
  }

  /** Returns every connection to a remote node. */
  List<Connection> connections() {
    return configuration()
        .flatMap(c -> c.first("resources").stream())
        .flatMap(resources -> resources.all("primitive"))
        .filter(
            p -> p.is("class", "ocf") && p.is("provider", "pacemaker") && p.is("type", "remote"))
        .map(Connection::new)
        .toList();
  }

  Optional<Connection> connection(String node) {
    return connections().stream().filter(c -> c.id().equals(node)).findFirst();
  }

  /** Returns the resources that guest nodes run in. */
  List<Guest> guestNodes() {
    return configuration()
        .flatMap(c -> c.first("resources").stream())
        .flatMap(resources -> resources.all("primitive"))
        .map(Guest::new)
        .filter(guest -> guest.meta("remote-node").isPresent())
        .toList();
  }

  /** Returns the guest nodes' names. */
  List<String> guests() {
    return guestNodes().stream().map(Guest::node).toList();
  }

  /** Returns the resource that a node stands and falls with: its connection, or its machine. */
  Optional<Xml> carrier(String node) {
    return connection(node).map(Connection::primitive).or(() -> guest(node).map(Guest::primitive));
  }

  static String id(Xml element) {
    return element.attribute("id");
  }

  /** Whether a resource has an instance on several nodes. */
  boolean cloned(String resource) {
    return configuration("resources")
        .flatMap(r -> Stream.concat(r.all("clone"), r.all("master")))
        .flatMap(clone -> clone.all("primitive"))
        .anyMatch(primitive -> primitive.is("id", resource));
  }

  /** Returns the path of the element that a resource is in, such as its group. */
  String parentOf(Xml resource) {
    String path = "/cib/configuration/resources";
    Xml at = root.first("configuration", "resources").orElseThrow();
    while (!at.children().contains(resource)) {
      at =
          at.children().stream()
              .filter(child -> child.all().anyMatch(resource::equals))
              .findFirst()
              .orElseThrow();
      path = CibPatch.below(path, at);
    }
    return path;
  }

  /** How the cluster reaches a node that runs pacemaker_remote. */
  interface Link {
    /** The node's name. */
    String node();

    /** Returns the address the cluster connects to: the node's name unless it is set. */
    String server();

    /** Returns the port it connects to, if that is set. */
    Optional<Integer> port();

    /** Whether it is kept from connecting by an administrator. */
    boolean disabled();
  }

  /** Returns the links to all remote and guest nodes. */
  List<Link> links() {
    return Stream.<Link>concat(connections().stream(), guestNodes().stream()).toList();
  }

  Optional<Link> link(String node) {
    return links().stream().filter(link -> link.node().equals(node)).findFirst();
  }

  /** Returns the guest node of this name. */
  Optional<Guest> guest(String node) {
    return guestNodes().stream().filter(guest -> guest.node().equals(node)).findFirst();
  }

  /** Returns a resource that is no group, clone or bundle. */
  Optional<Xml> primitive(String id) {
    return configuration("resources")
        .flatMap(resources -> resources.all("primitive"))
        .filter(primitive -> primitive.is("id", id))
        .findFirst();
  }

  /** A resource that a guest node runs in. */
  record Guest(Xml primitive) implements Link {

    String resource() {
      return primitive.attribute("id");
    }

    @Override
    public String node() {
      return meta("remote-node").orElseThrow();
    }

    @Override
    public String server() {
      return meta("remote-addr").orElseGet(this::node);
    }

    @Override
    public Optional<Integer> port() {
      return meta("remote-port").filter(p -> p.matches("\\d{1,5}")).map(Integer::valueOf);
    }

    @Override
    public boolean disabled() {
      return meta("target-role").map(role -> role.equalsIgnoreCase("Stopped")).orElse(false);
    }

    Optional<String> meta(String name) {
      return primitive
          .at("meta_attributes", "nvpair")
          .filter(pair -> pair.is("name", name))
          .map(pair -> pair.attribute("value"))
          .findFirst();
    }
  }

  /** Returns the names of the nodes that run the cluster itself. */
  List<String> members() {
    return configuration("nodes", "node")
        .filter(node -> !node.is("type", "remote"))
        .map(node -> node.attribute("uname"))
        .toList();
  }

  /**
   * Says what else bears a node's name, in any case: Pacemaker looks nodes, resources and all other
   * parts of its configuration up by one name.
   */
  Optional<String> clash(String node) {
    if (members().stream().anyMatch(m -> m.equalsIgnoreCase(node))) {
      return Optional.of("a cluster node");
    }
    if (guests().stream().anyMatch(g -> g.equalsIgnoreCase(node))) {
      return Optional.of("a guest node");
    }
    return configuration()
        .flatMap(Xml::all)
        .filter(x -> x.attribute("id").equalsIgnoreCase(node))
        .filter(x -> !ours(x, node) && !x.name().endsWith("_ref"))
        .map(
            x ->
                x.name().equals("primitive") && x.is("type", "remote")
                    ? "the remote node `" + x.attribute("id") + "`"
                    : "the " + x.name().replace('_', ' ') + " `" + x.attribute("id") + "`")
        .findFirst();
  }

  private static boolean ours(Xml element, String node) {
    return element.is("id", node)
        && element.is("type", "remote")
        && (element.name().equals("node") || element.is("provider", "pacemaker"));
  }

  /** Says how a connection is tied to other resources, which none may be. */
  Optional<String> tied(String node) {
    Stream<Xml> ties =
        part("constraints")
            .filter(x -> x.name().equals("rsc_colocation") || x.name().equals("rsc_order"))
            .filter(
                x ->
                    Stream.of("rsc", "with-rsc", "first", "then").anyMatch(a -> x.is(a, node))
                        || x.all("resource_ref").anyMatch(r -> r.is("id", node)));
    return container(node).or(() -> ties.map(Cib::constraint).findFirst());
  }

  /** Says what larger thing a connection is part of: a group, a clone, or a set of resources. */
  Optional<String> held(String node) {
    Stream<Xml> sets =
        part("constraints").filter(x -> x.all("resource_ref").anyMatch(r -> r.is("id", node)));
    return container(node).or(() -> sets.map(Cib::constraint).findFirst());
  }

  private Optional<String> container(String resource) {
    return part("resources")
        .flatMap(Xml::all)
        .filter(x -> List.of("group", "clone", "master").contains(x.name()))
        .filter(x -> x.all("primitive").anyMatch(p -> p.is("id", resource)))
        .map(x -> x.name() + " `" + x.attribute("id") + "`")
        .findFirst();
  }

  private static String constraint(Xml element) {
    return element.name().replace("rsc_", "") + " constraint `" + element.attribute("id") + "`";
  }

  /** Returns a node's entry in the configuration, which holds its permanent attributes. */
  Optional<Xml> entry(String node) {
    return configuration("nodes", "node").filter(n -> n.is("uname", node)).findFirst();
  }

  Optional<String> attribute(String node, String name) {
    return entry(node).stream()
        .flatMap(n -> n.at("instance_attributes", "nvpair"))
        .filter(pair -> pair.is("name", name))
        .map(pair -> pair.attribute("value"))
        .findFirst();
  }

  /** Whether this product began to join the node and has not released it yet. */
  boolean marked(String node) {
    return attribute(node, MARK).isPresent();
  }

  boolean standby(String node) {
    return attribute(node, "standby").map(Xml::yes).orElse(false);
  }

  /** Returns what the cluster keeps of a node's state. */
  Optional<Xml> state(String node) {
    return root.at("status", "node_state").filter(n -> n.is("uname", node)).findFirst();
  }

  /**
   * Whether a node is a member, by its state: {@code true} or {@code false} before feature set
   * 3.18.0, the time it became one or 0 from then on.
   */
  boolean member(String node) {
    return state(node)
        .map(state -> state.attribute("in_ccm").toLowerCase(Locale.ROOT))
        .filter(in -> !List.of("", "0", "false", "offline").contains(in))
        .isPresent();
  }

  /**
   * Whether a node's state says that it is no member. A 0 in the place of a time does not:
   * Pacemaker 3.0 takes times for no yes where it reads them back, and sets 0 for remote nodes that
   * are in use.
   */
  boolean noMember(String node) {
    return !member(node) && state(node).filter(state -> state.is("in_ccm", "0")).isEmpty();
  }

  /** Returns the operations on a node whose end is not known yet. */
  List<Xml> underWay(String node) {
    return state(node).stream()
        .flatMap(state -> state.at("lrm", "lrm_resources", "lrm_resource", "lrm_rsc_op"))
        .filter(op -> op.is("rc-code", "193") || op.is("op-status", "-1"))
        .toList();
  }

  /** A count of failures that a node keeps, or the time of the last one. */
  record Counter(String node, String attribute) {}

  /** Returns what is counted of a resource's failures, whether or not it is configured. */
  List<Counter> counters(String resource) {
    return root.at("status", "node_state")
        .flatMap(
            state ->
                state
                    .at("transient_attributes", "instance_attributes", "nvpair")
                    .map(pair -> pair.attribute("name"))
                    .filter(
                        name ->
                            name.startsWith("fail-count-" + resource + "#")
                                || name.startsWith("last-failure-" + resource + "#"))
                    .map(name -> new Counter(state.attribute("uname"), name)))
        .toList();
  }

  /** Returns the operations of a resource that one node's executor reported. */
  List<Xml> operations(String node, String resource) {
    return state(node).stream()
        .flatMap(state -> state.at("lrm", "lrm_resources", "lrm_resource"))
        .filter(r -> r.is("id", resource))
        .flatMap(r -> r.children("lrm_rsc_op"))
        .toList();
  }

  /** Returns the operations that a node's executor answered: it really ran agents there. */
  List<Xml> answers(String node) {
    return state(node).stream()
        .flatMap(state -> state.at("lrm", "lrm_resources", "lrm_resource", "lrm_rsc_op"))
        .filter(op -> op.is("rc-code", "0") || op.is("rc-code", "7"))
        .toList();
  }

  /** Whether the cluster probes resources on a new node, so that there must be answers. */
  boolean probesNewNodes() {
    boolean startup = property("enable-startup-probes").map(Xml::yes).orElse(true);
    boolean restricted =
        configuration("constraints", "rsc_location")
            .flatMap(Xml::all)
            .anyMatch(x -> x.attributes().containsKey("resource-discovery"));
    boolean any =
        configuration("resources")
            .flatMap(r -> r.all("primitive"))
            .filter(p -> !p.is("class", "stonith") && !p.is("type", "remote"))
            // a guest node is not asked for the machine that it is
            .anyMatch(
                p -> guestNodes().stream().noneMatch(g -> g.resource().equals(p.attribute("id"))));
    return startup && any && !restricted;
  }

  /** Returns the elements with an id that begins so. */
  List<Xml> named(String prefix) {
    return configuration()
        .flatMap(Xml::all)
        .filter(x -> x.attribute("id").startsWith(prefix))
        .toList();
  }

  /** A resource that connects the cluster to a remote node of the same name. */
  record Connection(Xml primitive) implements Link {

    String id() {
      return primitive.attribute("id");
    }

    @Override
    public String node() {
      return id();
    }

    Optional<String> option(String name) {
      return pair("instance_attributes", name);
    }

    Optional<String> meta(String name) {
      return pair("meta_attributes", name);
    }

    @Override
    public String server() {
      return option("server").or(() -> option("addr")).orElse(id());
    }

    @Override
    public Optional<Integer> port() {
      return option("port").filter(p -> p.matches("\\d{1,5}")).map(Integer::valueOf);
    }

    @Override
    public boolean disabled() {
      return meta("target-role").map(role -> role.equalsIgnoreCase("Stopped")).orElse(false);
    }

    private Optional<String> pair(String set, String name) {
      return primitive
          .at(set, "nvpair")
          .filter(pair -> pair.is("name", name))
          .map(pair -> pair.attribute("value"))
          .findFirst();
    }
  }
}
