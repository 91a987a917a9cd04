package outpost.modules.cluster;

import static outpost.api.Script.sh;
import static outpost.modules.cluster.PacemakerRemoteNode.names;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import outpost.api.Plan;
import outpost.api.Script;
import outpost.modules.cluster.PacemakerRemoteNode.Allow;
import outpost.modules.cluster.PacemakerRemoteNode.Args;

/**
 * What the use of new nodes would do to resources, and whether the task accepts that.
 *
 * @param forecast what the cluster answered
 */
record JoinPrice(Args want, Optional<byte[]> forecast) {

  /** Asks what the cluster would do with the nodes in use. */
  static Script question(Args want) {
    List<String> lifted =
        want.nodes().stream()
            .flatMap(n -> Stream.of("-e", "/id=\"nodes-" + n.name() + "-standby\"/d"))
            .toList();
    Script made = Script.raw("made="); // constant text
    for (RemoteNode node : want.nodes()) {
      made =
          made.then(
              sh(
                  """
                  case $cib in *{}*) ;; *)
                    made=yes
                    cibadmin --create -o resources --xml-text {}
                    cibadmin --create -o status --xml-text {} ;;
                  esac""",
                  "<primitive id=\"" + node.name() + "\"",
                  Quarantine.connection(node, node.port(), want.reconnectInterval(node)).text(),
                  Quarantine.state(node.name()).text()));
    }
    Script edit = made.then(Script.raw("[ -n \"$made\" ]")); // constant text
    Script released =
        sh(
            """
            printf '%s' "$cib" | sed {} | crm_simulate -S --xml-pipe --output-as=xml 2>/dev/null |
              blob forecast""",
            lifted);
    return Script.raw( // both parts are scripts already
        "case $cib in\n*%s*)\n%s ;;\n*)\n%s ;;\nesac"
            .formatted(Cib.MARK, released.text(), Forecast.question("forecast", edit).text()));
  }

  /** Tells what the nodes' use will move, and refuses what it would stop for good. */
  boolean accepted(Plan.Builder plan, List<RemoteNode> nodes, String refusal) {
    Optional<Prediction> prediction = Prediction.of(forecast);
    List<String> harm = prediction.map(Prediction::harm).orElse(List.of());
    if (!harm.isEmpty() && !want.allow().contains(Allow.STOP)) {
      plan.block(
          names(nodes) + refusal + String.join("; ", harm),
          "mend the constraints or scores that cause it, or accept it with `allow: [stop]`");
      return false;
    }
    List<String> own = want.nodes().stream().map(RemoteNode::name).toList();
    prediction.stream()
        .flatMap(p -> Stream.concat(p.moves(own).stream(), harm.stream()))
        .forEach(effect -> plan.note("with " + names(nodes) + " in use " + effect));
    return true;
  }
}
