package outpost.modules.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How a configuration, and what an edit changes in it, is told to people. */
class CibLinesTest {

  private static List<String> lines(String configuration) {
    return CibLines.of(xml("<cib><configuration>" + configuration + "</configuration></cib>"));
  }

  private static Xml xml(String text) {
    return Xml.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void tellPropertiesAndDefaults() {
    assertEquals(
        List.of(
            "property stonith-enabled = true",
            "property of mine owner = me",
            "default of resources: resource-stickiness = 1",
            "default of operations: timeout = 30s (rule r)"),
        lines(
            "<crm_config><cluster_property_set id='cib-bootstrap-options'><nvpair id='1'"
                + " name='stonith-enabled' value='true'/></cluster_property_set>"
                + "<cluster_property_set id='mine'><nvpair id='2' name='owner' value='me'/>"
                + "</cluster_property_set></crm_config><rsc_defaults><meta_attributes id='a'>"
                + "<nvpair id='3' name='resource-stickiness' value='1'/></meta_attributes>"
                + "</rsc_defaults><op_defaults><meta_attributes id='b'><rule id='r'/>"
                + "<nvpair id='4' name='timeout' value='30s'/></meta_attributes></op_defaults>"));
  }

  @Test
  void tellNodesAndWhatIsSetForThem() {
    assertEquals(
        List.of("node n1", "node b1: remote", "node b1: standby = on"),
        lines(
            "<nodes><node id='1' uname='n1'/><node id='b1' uname='b1' type='remote'>"
                + "<instance_attributes id='i'><nvpair id='s' name='standby' value='on'/>"
                + "</instance_attributes></node></nodes>"));
  }

  @Test
  void tellResourcesWithTheirOptionsAndOperations() {
    assertEquals(
        List.of(
            "group g: a, b",
            "group g: meta target-role = Stopped",
            "resource a: ocf:pacemaker:Dummy",
            "resource a: option fake = 1",
            "resource a: operation monitor interval=10s timeout=20s",
            "resource a: operation monitor: option OCF_CHECK_LEVEL = 10",
            "resource b: systemd:x",
            "clone c: of d",
            "resource d: stonith:fence_x",
            "resource d: option passwd = ***"),
        lines(
            "<resources><group id='g'><meta_attributes id='gm'><nvpair id='t' name='target-role'"
                + " value='Stopped'/></meta_attributes><primitive id='a' class='ocf'"
                + " provider='pacemaker' type='Dummy'><instance_attributes id='i'><nvpair id='f'"
                + " name='fake' value='1'/></instance_attributes><operations><op id='o'"
                + " name='monitor' interval='10s' timeout='20s'><instance_attributes id='l'>"
                + "<nvpair id='c' name='OCF_CHECK_LEVEL' value='10'/></instance_attributes></op>"
                + "</operations></primitive><primitive id='b' class='systemd' type='x'/></group>"
                + "<clone id='c'><primitive id='d' class='stonith' type='fence_x'>"
                + "<instance_attributes id='j'><nvpair id='p' name='passwd' value='geheim'/>"
                + "</instance_attributes></primitive></clone></resources>"));
  }

  @Test
  void tellConstraintsInTheWordsOfTheirKind() {
    assertEquals(
        List.of(
            "location: a on n1, score=INFINITY resource-discovery=exclusive",
            "colocation: a with b, score=-100",
            "order: start a then promote b, kind=Optional",
            "order: a then b",
            "rsc_order o3: kind=Mandatory",
            "rsc_order o3 / resource_set s: sequential=true",
            "rsc_order o3 / resource_set s / resource_ref a:"),
        lines(
            "<constraints><rsc_location id='l' rsc='a' node='n1' score='INFINITY'"
                + " resource-discovery='exclusive'/><rsc_colocation id='k' rsc='a' with-rsc='b'"
                + " score='-100'/><rsc_order id='o' first='a' then='b' first-action='start'"
                + " then-action='promote' kind='Optional'/><rsc_order id='o2' first='a' then='b'/>"
                + "<rsc_order id='o3' kind='Mandatory'><resource_set id='s' sequential='true'>"
                + "<resource_ref id='a'/></resource_set></rsc_order></constraints>"));
  }

  @Test
  void tellTagsAndFencingLevels() {
    assertEquals(
        List.of("tag t: a, b", "fencing level 1 of n1: x,y"),
        lines(
            "<tags><tag id='t'><obj_ref id='a'/><obj_ref"
                + " id='b'/></tag></tags><fencing-topology><fencing-level id='f' index='1'"
                + " target='n1' devices='x,y'/></fencing-topology>"));
  }

  @Test
  void tellOnlyWhatDiffers() {
    Xml one = Recorded.cib("fresh").root();
    assertEquals(List.of(), CibLines.only(one, one, Set.of()));
    Xml other = XmlPath.of("/cib/configuration/crm_config").replace(one, x -> Stream.of());
    assertEquals(
        one.first("configuration", "crm_config").stream().flatMap(c -> c.all("nvpair")).count(),
        CibLines.only(one, other, Set.of()).size());
    assertEquals(List.of(), CibLines.only(other, one, Set.of()));
  }

  @Test
  void tellThatASecretDiffersButNotHow() {
    String device =
        "<cib><configuration><resources><primitive id='f' class='stonith' type='x'>"
            + "<instance_attributes id='i'><nvpair id='a' name='password' value='%s'/>"
            + "<nvpair id='b' name='pin' value='%s'/></instance_attributes></primitive>"
            + "</resources></configuration></cib>";
    Xml one = xml(device.formatted("one", "1"));
    Xml two = xml(device.formatted("two", "2"));
    assertEquals(
        List.of("resource f: option password = ***", "resource f: option pin = ***"),
        CibLines.only(one, two, Set.of("pin")));
    assertEquals(List.of(), CibLines.only(one, one, Set.of("pin")));
  }

  @Test
  void followAPatchThroughWhatItCreatesChangesAndDeletes() {
    Cib cib =
        Cib.of(
            ("<cib epoch='1' admin_epoch='0'><configuration><resources><primitive id='a'"
                    + " class='lsb' type='x'><meta_attributes id='m'><nvpair id='m-k' name='k'"
                    + " value='1'/></meta_attributes></primitive></resources><constraints><rsc_location"
                    + " id='l' rsc='a' node='n'"
                    + " score='1'/></constraints></configuration><status/></cib>")
                .getBytes(StandardCharsets.UTF_8));
    CibPatch patch = new CibPatch(cib);
    Xml a = cib.root().all("primitive").findFirst().orElseThrow();
    patch.set("/cib/configuration/resources", a, "meta_attributes", java.util.Map.of("k", "2"));
    Xml location = cib.root().all("rsc_location").findFirst().orElseThrow();
    patch.delete("/cib/configuration/constraints", location);
    patch.create(
        "/cib/configuration/resources",
        Xml.of("primitive", "id", "b", "class", "lsb", "type", "y"));
    assertEquals("resource a: meta k = 1\nlocation: a on n, score=1\n", patch.diff().before());
    assertEquals("resource a: meta k = 2\nresource b: lsb:y\n", patch.diff().after());
  }
}
