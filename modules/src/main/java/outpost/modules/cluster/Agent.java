package outpost.modules.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A resource agent by its parts, as {@code ocf:pacemaker:Dummy} or {@code systemd:nginx}.
 *
 * @param provider empty for all classes but OCF
 */
record Agent(String standard, String provider, String type) {
  private static final Pattern WRITTEN =
      Pattern.compile(
          "(?:ocf:([\\w.+-]+):|(systemd|lsb|service|stonith|upstart|nagios):)?([\\w.@+-]+)");

  /** Reads an agent's name; a type alone is one of {@code ocf:heartbeat}, as in all examples. */
  static Optional<Agent> of(String written) {
    Matcher matcher = WRITTEN.matcher(written);
    if (!matcher.matches()) return Optional.empty();
    String type = matcher.group(3);
    if (matcher.group(2) != null) return Optional.of(new Agent(matcher.group(2), "", type));
    String provider = Optional.ofNullable(matcher.group(1)).orElse("heartbeat");
    return Optional.of(new Agent("ocf", provider, type));
  }

  static Agent of(Xml primitive) {
    return new Agent(
        primitive.attribute("class"), primitive.attribute("provider"), primitive.attribute("type"));
  }

  /** Whether its resources connect the cluster to remote nodes. */
  boolean connects() {
    return equals(new Agent("ocf", "pacemaker", "remote"));
  }

  Xml primitive(String id) {
    return Xml.of("primitive", "id", id, "class", standard)
        .set(Map.of("provider", provider))
        .set(Map.of("type", type));
  }

  @Override
  public String toString() {
    return standard + ":" + (provider.isEmpty() ? "" : provider + ":") + type;
  }

  /** What an agent says of itself. */
  record Description(Xml root) {
    /** The actions that become operations of a new resource, as pcs makes them. */
    private static final Set<String> OPERATIONS =
        Set.of(
            "start",
            "stop",
            "monitor",
            "promote",
            "demote",
            "notify",
            "reload",
            "reload-agent",
            "migrate_from",
            "migrate_to");

    /** What the cluster itself tells a fence agent. */
    private static final Set<String> TOLD = Set.of("action", "plug", "port");

    static Optional<Description> of(Optional<byte[]> answer) {
      return answer.filter(text -> text.length > 0).map(Xml::parse).map(Description::new);
    }

    private Stream<Xml> parameters() {
      return root.at("parameters", "parameter");
    }

    /** Returns the options among these that the agent does not have. */
    List<String> unknown(Set<String> options) {
      List<String> known = parameters().map(p -> p.attribute("name")).toList();
      if (known.isEmpty()) return List.of();
      return options.stream()
          .filter(option -> !known.contains(option))
          .filter(option -> !option.startsWith("pcmk_") && !option.startsWith("CRM_meta_"))
          .toList();
    }

    List<String> options() {
      return parameters().map(p -> p.attribute("name")).toList();
    }

    /** Returns the options that a new resource must have and these are not. */
    List<String> missing(Set<String> options) {
      return parameters()
          .filter(p -> p.says("required") && !p.says("deprecated"))
          .filter(p -> p.at("content").allMatch(c -> c.attribute("default").isEmpty()))
          .map(p -> p.attribute("name"))
          .filter(name -> !options.contains(name) && !TOLD.contains(name))
          .toList();
    }

    /** Returns the operations of a new resource: those wanted, and of other names the advised. */
    List<Operation> operations(List<Operation> wanted) {
      List<Operation> all = new ArrayList<>(completed(wanted));
      actions()
          .filter(action -> wanted.stream().noneMatch(op -> op.name().equals(action.name())))
          .forEach(all::add);
      return all;
    }

    /** Returns the operations with the advised timeouts where they have none. */
    List<Operation> completed(List<Operation> wanted) {
      return wanted.stream()
          .map(
              op ->
                  op.within(
                      actions()
                          .filter(action -> action.name().equals(op.name()))
                          .findFirst()
                          .flatMap(Operation::timeout)))
          .toList();
    }

    private Stream<Operation> actions() {
      return root.at("actions", "action")
          .filter(a -> OPERATIONS.contains(a.attribute("name")))
          .filter(a -> List.of("", "0").contains(a.attribute("depth")))
          .map(
              a ->
                  Operation.advised(
                      a.attribute("name"),
                      interval(a),
                      a.attribute("timeout"),
                      role(a.attribute("role"))));
    }

    /** What is watched at all is watched each minute, where an agent does not say how often. */
    private static String interval(Xml action) {
      if (!action.is("name", "monitor")) return "";
      return action.attribute("interval").isEmpty() ? "60s" : action.attribute("interval");
    }

    /** Roles had other words before OCF 1.1, which Pacemaker 3 no longer takes. */
    private static String role(String written) {
      return switch (written) {
        case "Master" -> "Promoted";
        case "Slave" -> "Unpromoted";
        default -> written;
      };
    }
  }
}
