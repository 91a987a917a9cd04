package outpost.modules.cluster;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import outpost.api.Change;
import outpost.api.Payload;
import outpost.api.Plan;
import outpost.api.Problem;

/** Small clusters to try plans on: nodes n1 and n2, the remote node r1, the guest node g1. */
final class Handmade {
  private Handmade() {}

  static final String VM =
      "<primitive id='vm' class='ocf' provider='heartbeat' type='VirtualDomain'>"
          + "<meta_attributes id='vm-m'><nvpair id='vm-r' name='remote-node' value='g1'/>"
          + "</meta_attributes></primitive>";

  static final String REMOTE =
      "<primitive id='r1' class='ocf' provider='pacemaker' type='remote'/>";

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String cib(String resources, String constraints) {
    return cib("", resources, constraints);
  }

  static String cib(String properties, String resources, String constraints) {
    return """
    <cib admin_epoch="0" epoch="7" num_updates="1"><configuration>
    <crm_config><cluster_property_set id="cib-bootstrap-options">%s</cluster_property_set></crm_config>
    <nodes><node id="1" uname="n1"/><node id="2" uname="n2"/></nodes>
    <resources>%s</resources><constraints>%s</constraints></configuration><status/></cib>\
    """
        .formatted(properties, resources, constraints);
  }

  /** A dummy without anything said of it. */
  static String dummy(String id) {
    return "<primitive id='%s' class='ocf' provider='pacemaker' type='Dummy'/>".formatted(id);
  }

  static String state(String resources) {
    return state("true", resources);
  }

  static String state(String managed, String resources) {
    return """
    <pacemaker-result><summary><current_dc present="true" name="n1" with_quorum="true"/>
    </summary><nodes><node name="n1" id="1" online="true"/><node name="n2" id="2" online="true"/></nodes>
    <resources>%s</resources></pacemaker-result>\
    """
        .formatted(resources.replace("<resource ", "<resource managed=\"" + managed + "\" "));
  }

  static String runs(String id, String role, String node) {
    String where = node.isEmpty() ? "" : "<node name='" + node + "'/>";
    return "<resource id='%s' role='%s'>%s</resource>".formatted(id, role, where);
  }

  static View view(String cib, String state) {
    return Recorded.view(utf8(cib), utf8(state));
  }

  static Rehearsed nothing() {
    return new Rehearsed(Optional.empty(), Optional.empty());
  }

  static Rehearsed predicted(String... actions) {
    String all = "<r><actions>" + String.join("", actions) + "</actions></r>";
    return new Rehearsed(Optional.of(all), Optional.empty());
  }

  static List<String> changes(Plan plan) {
    return plan.changes().stream().map(Change::toString).toList();
  }

  static String said(Plan plan) {
    return plan.obstacle().map(Problem::message).orElse("nothing");
  }

  /** The changes of the patch in a plan's first change. */
  static List<String> patch(Plan plan) {
    Payload payload = plan.changes().get(0).fix().stdin().orElseThrow();
    byte[] bytes = ((Payload.Bytes) payload).bytes();
    return Xml.parse(bytes)
        .children("change")
        .map(
            c ->
                "%s %s%s"
                    .formatted(
                        c.attribute("operation"),
                        c.attribute("path").replace("/cib/configuration/", ""),
                        c.attribute("position").isEmpty() ? "" : " " + c.attribute("position")))
        .toList();
  }
}
