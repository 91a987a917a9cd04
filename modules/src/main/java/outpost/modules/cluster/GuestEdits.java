package outpost.modules.cluster;

import static outpost.api.Script.sh;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import outpost.api.Script;

/**
 * The steps of guest nodes into a cluster and out of it, with Pacemaker's own tools: for copies of
 * the configuration, which a {@link Forecast} asks about, and for taking back what went wrong.
 */
final class GuestEdits {
  /** Whether a node is a guest in use, by {@code $cib}. */
  private static final Script IN_USE =
      Script.raw( // constant text
          """
          in_use() {
            case $cib in *'name="remote-node" value="'"$1"'"'*) : ;; *) return 1 ;; esac
            case $cib in *'"nodes-'"$1"'-%s"'*) return 1 ;; esac
          }
          """
              .formatted(Cib.MARK));

  private GuestEdits() {}

  /** Makes guests of the resources; new ones are in quarantine. */
  static Script join(List<GuestNode> guests) {
    Script edit = IN_USE;
    for (GuestNode guest : guests) {
      List<String> words =
          guest.options().entrySet().stream()
              .flatMap(option -> Stream.of(option.getKey(), option.getValue()))
              .toList();
      edit =
          edit.then(
              sh(
                  """
                  node={} resource={}; set -- {}
                  while [ $# -gt 0 ]; do
                    crm_resource --resource "$resource" --meta --set-parameter "$1" --parameter-value "$2" || exit
                    shift 2
                  done
                  in_use "$node" || {
                    # where the resource is in a group, crm_attribute finds the node by its state alone
                    cibadmin --create --scope status --xml-text "<node_state id='$node' uname='$node' remote_node='true' in_ccm='false' node_fenced='0'/>"
                    crm_attribute --node "$node" --name standby --update on || exit
                  }
                  :""",
                  guest.name(),
                  guest.resource().orElseThrow(),
                  words));
    }
    return edit;
  }

  /** Lifts the quarantine of those that are in it. */
  static Script release(List<GuestNode> guests) {
    return IN_USE.then(
        sh(
            """
            set -- {}
            for node; do
              in_use "$node" || crm_attribute --node "$node" --name standby --delete || exit
            done""",
            names(guests)));
  }

  /** Keeps resources away. */
  static Script drain(List<GuestNode> guests) {
    return sh(
        """
        set -- {}
        for node; do
          case $cib in *'name="remote-node" value="'"$node"'"'*)
            crm_attribute --node "$node" --name standby --update on || exit ;;
          esac
        done""",
        names(guests));
  }

  /** Makes plain resources of the guests, and forgets the nodes in the configuration. */
  static Script leave(List<GuestNode> guests) {
    Script edit = Script.raw(":");
    for (String path :
        List.of(
            options(guests),
            any("//rsc_location[@node='%s']", guests),
            any("//configuration/nodes/node[@uname='%s']", guests))) {
      edit = edit.then(sh("cibadmin --delete-all --force --xpath {}\n:", path));
    }
    return edit;
  }

  /** Takes back a join that does not come about, and what the cluster keeps of the nodes. */
  static Script withdraw(List<GuestNode> guests) {
    return sh(
        """
        cibadmin --delete-all --force --xpath {}
        set -- {}; for node; do crm_node --force --remove "$node"; done
        :""",
        options(guests),
        names(guests));
  }

  private static String options(List<GuestNode> guests) {
    String names =
        GuestNode.OPTIONS.stream()
            .map(name -> "@name='" + name + "'")
            .collect(Collectors.joining(" or "));
    return any(
        "//primitive[meta_attributes/nvpair[@name='remote-node' and @value='%s']]"
            + "/meta_attributes/nvpair["
            + names
            + "]",
        guests);
  }

  private static String any(String path, List<GuestNode> guests) {
    return guests.stream().map(g -> path.formatted(g.name())).collect(Collectors.joining(" | "));
  }

  private static List<String> names(List<GuestNode> guests) {
    return guests.stream().map(GuestNode::name).toList();
  }
}
