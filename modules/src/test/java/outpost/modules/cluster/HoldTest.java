package outpost.modules.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How nodes are taken out of use and given back, and what of it is an administrator's. */
class HoldTest {
  private static final String R1 =
      "<primitive id='r1' class='ocf' provider='pacemaker' type='remote'>%s</primitive>";
  private static final String STOPPED =
      "<meta_attributes id='m'><nvpair id='m-t' name='target-role' value='Stopped'/></meta_attributes>";

  private static Cib cib(String attributes, String resources) {
    String entry =
        attributes.isEmpty()
            ? ""
            : "<node id='r1' uname='r1' type='remote'><instance_attributes id='nodes-r1'>"
                + attributes
                + "</instance_attributes></node>";
    return Cib.of(
        ("<cib admin_epoch='0' epoch='1' num_updates='0'><configuration><nodes>%s</nodes>"
                + "<resources>%s</resources></configuration><status/></cib>")
            .formatted(entry, resources)
            .getBytes(StandardCharsets.UTF_8));
  }

  private static Cib held(String mark, String more) {
    return cib(
        "<nvpair id='x' name='outpost-hold' value='" + mark + "'/>" + more, R1.formatted(""));
  }

  private static Cib remote() {
    return cib("", R1.formatted(""));
  }

  private static String put(Hold hold, Cib cib) {
    CibPatch patch = new CibPatch(cib);
    hold.put(patch, cib, "r1");
    return patch.diff().after();
  }

  private static List<String> lifted(Cib cib) {
    CibPatch patch = new CibPatch(cib);
    Hold.lift(patch, cib, "r1");
    return patch
        .xml()
        .children("change")
        .map(c -> c.attribute("operation") + " " + c.attribute("path"))
        .toList();
  }

  @Test
  void putsAMarkBesideStandbyAndMaintenance() {
    assertEquals(
        """
        node r1: remote
        node r1: standby = on
        node r1: outpost-hold = standby
        """,
        put(Hold.STANDBY, remote()));
    assertTrue(
        put(Hold.MAINTENANCE, remote()).contains("node r1: maintenance = true"),
        put(Hold.MAINTENANCE, remote()));
  }

  @Test
  void disablesAConnectionAndMarksItsNode() {
    String after = put(Hold.DISABLE, remote());
    assertTrue(after.contains("resource r1: meta target-role = Stopped"), after);
    assertTrue(after.contains("node r1: outpost-hold = disable"), after);
  }

  @Test
  void disablesTheMachineOfAGuestWhereverItIs() {
    Cib cib =
        cib(
            "",
            "<group id='g'><primitive id='disk'/><primitive id='vm' class='ocf' type='VirtualDomain'>"
                + "<meta_attributes id='vm-m'><nvpair id='vm-n' name='remote-node' value='r1'/>"
                + "</meta_attributes></primitive></group>");
    CibPatch patch = new CibPatch(cib);
    Hold.DISABLE.put(patch, cib, "r1");
    assertEquals(
        "/cib/configuration/resources/group[@id='g']/primitive[@id='vm']/meta_attributes[@id='vm-m']",
        patch.xml().first("change").orElseThrow().attribute("path"));
  }

  @Test
  void leavesWhatAnAdministratorHeldBeforeAndSaysSo() {
    Cib standby = cib("<nvpair id='s' name='standby' value='on'/>", R1.formatted(""));
    assertTrue(put(Hold.STANDBY, standby).contains("outpost-hold = keeps-standby"));
    assertFalse(put(Hold.STANDBY, standby).contains("standby = on"));
    Cib disabled = cib("", R1.formatted(STOPPED));
    assertTrue(put(Hold.DISABLE, disabled).contains("outpost-hold = keeps-disable"));
    assertFalse(put(Hold.DISABLE, disabled).contains("target-role"));
    assertTrue(put(Hold.DISABLE, standby).contains("outpost-hold = disable"), "held otherwise");
  }

  @Test
  void readsItsMarks() {
    assertEquals(Optional.empty(), Hold.ours(remote(), "r1"));
    assertEquals(Optional.of(Hold.STANDBY), Hold.ours(held("standby", ""), "r1"));
    assertFalse(Hold.keeps(held("standby", ""), "r1"));
    assertEquals(Optional.of(Hold.MAINTENANCE), Hold.ours(held("keeps-maintenance", ""), "r1"));
    assertTrue(Hold.keeps(held("keeps-maintenance", ""), "r1"));
    assertEquals(Optional.empty(), Hold.ours(held("something", ""), "r1"));
  }

  @Test
  void liftsItsOwnWithTheWholeEntryWhereNothingElseIsInIt() {
    assertEquals(
        List.of("delete /cib/configuration/nodes/node[@id='r1']"),
        lifted(held("standby", "<nvpair id='s' name='standby' value='on'/>")));
    assertEquals(
        List.of(
            "delete /cib/configuration/resources/primitive[@id='r1']/meta_attributes[@id='m']",
            "delete /cib/configuration/nodes/node[@id='r1']"),
        lifted(cib("<nvpair id='x' name='outpost-hold' value='disable'/>", R1.formatted(STOPPED))));
  }

  @Test
  void keepsFailedStartsFromFencingANodeInMaintenance() {
    String start = "<operations><op id='r1-start' name='start' interval='0s'%s/></operations>";
    Cib whole = cib("", R1.formatted(start.formatted("")));
    String put = put(Hold.MAINTENANCE, whole);
    assertTrue(put.contains("on-fail"), put);
    assertTrue(put.contains("outpost-hold-blocks = yes"), put);
    String held =
        "<nvpair id='x' name='outpost-hold' value='maintenance'/>"
            + "<nvpair id='m' name='maintenance' value='true'/>";
    String blocks = "<nvpair id='b' name='outpost-hold-blocks' value='yes'/>";
    String ours = R1.formatted(start.formatted(" on-fail='block'"));
    assertEquals(
        List.of(
            "modify /cib/configuration/resources/primitive[@id='r1']/operations/op[@id='r1-start']",
            "delete /cib/configuration/nodes/node[@id='r1']"),
        lifted(cib(held + blocks, ours)));
    assertEquals(
        2,
        lifted(cib("<nvpair id='x' name='outpost-hold' value='maintenance'/>" + blocks, ours))
            .size(),
        "ended by an administrator meanwhile");
    assertFalse(put(Hold.MAINTENANCE, cib("", ours)).contains("blocks"), "an administrator's");
    assertEquals(
        List.of("delete /cib/configuration/nodes/node[@id='r1']"), lifted(cib(held, ours)));
    assertFalse(put(Hold.STANDBY, whole).contains("on-fail"));
  }

  @Test
  void leavesAnAdministratorsWhenItLifts() {
    String set = "/cib/configuration/nodes/node[@id='r1']/instance_attributes[@id='nodes-r1']";
    assertEquals(
        List.of("delete " + set + "/nvpair[@id='x']"),
        lifted(held("keeps-standby", "<nvpair id='s' name='standby' value='on'/>")));
    assertEquals(
        List.of("delete " + set + "/nvpair[@id='x']"),
        lifted(
            cib(
                "<nvpair id='x' name='outpost-hold' value='disable'/><nvpair id='s' name='standby' value='on'/>",
                R1.formatted(""))),
        "enabled by an administrator meanwhile, and put into standby");
    assertEquals(
        List.of("delete /cib/configuration/nodes/node[@id='r1']"),
        lifted(
            cib(
                "<nvpair id='x' name='outpost-hold' value='keeps-disable'/>",
                R1.formatted(STOPPED))));
  }

  @Test
  void holdsANodeInOneWayAtATime() {
    assertThrows(IllegalStateException.class, () -> put(Hold.DISABLE, held("standby", "")));
  }
}
