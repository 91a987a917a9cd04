package outpost.modules.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import outpost.api.Payload;
import outpost.api.Script;

/** What is read from a configuration, and how an edit of it is written. */
class CibTest {

  private static Cib cib(String configuration) {
    return Cib.of(
        ("<cib admin_epoch='1' epoch='41' num_updates='7'><configuration>"
                + configuration
                + "</configuration><status/></cib>")
            .getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsConnectionsWhereverTheyAre() {
    assertEquals(
        List.of("b1", "b2"),
        Recorded.cib("integrated").connections().stream().map(Cib.Connection::id).toList());
    Cib.Connection b1 = Recorded.cib("integrated").connection("b1").orElseThrow();
    assertEquals("198.19.77.21", b1.server());
    assertEquals(Optional.empty(), b1.port());
    assertEquals(Optional.of("60s"), b1.option("reconnect_interval"));
    assertFalse(b1.disabled());
    assertEquals(List.of("c1", "c2"), Recorded.cib("integrated").members());
  }

  @Test
  void takesTheNodesNameWhereNoServerIsSet() {
    String connection =
        "<resources><primitive id='r' class='ocf' provider='pacemaker' type='remote'>"
            + "<instance_attributes id='i'>%s</instance_attributes></primitive>"
            + "<primitive id='x' class='ocf' provider='heartbeat' type='remote'/></resources>";
    assertEquals(1, cib(connection.formatted("")).connections().size());
    assertEquals("r", cib(connection.formatted("")).connection("r").orElseThrow().server());
    Cib older =
        cib(
            connection.formatted(
                "<nvpair id='a' name='addr' value='h'/><nvpair id='p' name='port' value='x'/>"));
    assertEquals("h", older.connection("r").orElseThrow().server());
    assertEquals(Optional.empty(), older.connection("r").orElseThrow().port());
    assertEquals(Optional.empty(), older.connection("R"));
  }

  @Test
  void readsGuests() {
    Cib cib =
        cib(
            """
            <resources><bundle><primitive id='vm1' type='VirtualDomain'><meta_attributes id='m'>
            <nvpair id='1' name='remote-node' value='g1'/></meta_attributes></primitive></bundle>
            <primitive id='vm2' type='VirtualDomain'><meta_attributes id='n'>
            <nvpair id='2' name='remote-node' value='g2'/><nvpair id='3' name='remote-addr' value='a2'/>
            <nvpair id='4' name='remote-port' value='3131'/><nvpair id='5' name='target-role' value='stopped'/>
            </meta_attributes></primitive></resources>""");
    assertEquals(List.of("g1", "g2"), cib.guests());
    Cib.Guest first = cib.guestNodes().get(0);
    assertEquals(
        "vm1 g1 Optional.empty false",
        first.resource() + " " + first.server() + " " + first.port() + " " + first.disabled());
    Cib.Guest second = cib.guestNodes().get(1);
    assertEquals(
        "vm2 a2 Optional[3131] true",
        second.resource() + " " + second.server() + " " + second.port() + " " + second.disabled());
  }

  @Test
  void knowsThatFencingIsOnUnlessItIsSwitchedOff() {
    String property =
        "<crm_config><cluster_property_set id='s'><nvpair id='n' name='%s' value='%s'/></cluster_property_set></crm_config>";
    assertTrue(cib("").fences());
    assertTrue(cib(property.formatted("stonith-enabled", "yes")).fences());
    assertFalse(cib(property.formatted("stonith-enabled", "False")).fences());
    assertFalse(cib(property.formatted("stonith_enabled", "0")).fences());
    assertFalse(cib(property.formatted("fencing-enabled", "off")).fences());
  }

  @Test
  void readsTheSpellingsOfYes() {
    for (String yes : List.of("true", "TRUE", "yes", "on", "y", "1")) assertTrue(Xml.yes(yes), yes);
    for (String no : List.of("false", "no", "off", "n", "0", "", "2")) assertFalse(Xml.yes(no), no);
  }

  @Test
  void knowsAMarkAndAStandby() {
    assertTrue(Recorded.cib("quarantine").marked("b1"));
    assertTrue(Recorded.cib("quarantine").standby("b2"));
    assertFalse(Recorded.cib("integrated").marked("b1"));
    assertFalse(Recorded.cib("integrated").standby("b1"));
  }

  @Test
  void writesAPatchThatFitsOneEpochOnly() {
    CibPatch patch = new CibPatch(cib("<resources><primitive id='a'/></resources>"));
    patch.create("/cib/configuration/resources", Xml.of("primitive", "id", "b"));
    patch.create("/cib/configuration/resources", Xml.of("primitive", "id", "c"));
    assertEquals(
        """
        <diff format="2">
          <version>
            <source admin_epoch="1" epoch="41"/>
            <target admin_epoch="1" epoch="42" num_updates="0"/>
          </version>
          <change operation="create" path="/cib/configuration/resources" position="1">
            <primitive id="b"/>
          </change>
          <change operation="create" path="/cib/configuration/resources" position="2">
            <primitive id="c"/>
          </change>
        </diff>
        """,
        patch.xml().text());
    assertEquals("resource b:\nresource c:\n", patch.diff().after());
    assertEquals("", patch.diff().before());
    Script script = patch.script();
    assertEquals(
        "cibadmin --patch --xml-pipe; rc=$?; [ $rc -eq '103' ] && exit 0; exit $rc", script.text());
    assertEquals(
        patch.xml().text(),
        new String(((Payload.Bytes) script.stdin().orElseThrow()).bytes(), StandardCharsets.UTF_8));
  }

  @Test
  void setsOptionsOneByOne() {
    Cib cib =
        cib(
            "<resources><primitive id='a'><meta_attributes id='m'><nvpair id='m-x' name='x' value='1'/>"
                + "<nvpair id='m-y' name='y' value='2'/></meta_attributes></primitive></resources>");
    Xml a = cib.root().all("primitive").findFirst().orElseThrow();
    CibPatch patch = new CibPatch(cib);
    Map<String, String> wanted = new java.util.TreeMap<>(Map.of("x", "1", "y", "3", "z", "4"));
    patch.set("/cib/configuration/resources", a, "meta_attributes", wanted);
    String text = patch.xml().text();
    assertEquals(
        """
          <change operation="modify" path="/cib/configuration/resources/primitive[@id='a']/meta_attributes[@id='m']/nvpair[@id='m-y']">
            <change-list>
              <change-attr name="value" operation="set" value="3"/>
            </change-list>
            <change-result>
              <nvpair id="m-y" name="y" value="3"/>
            </change-result>
          </change>
          <change operation="create" path="/cib/configuration/resources/primitive[@id='a']/meta_attributes[@id='m']" position="2">
            <nvpair id="m-z" name="z" value="4"/>
          </change>
        </diff>
        """,
        text.substring(text.indexOf("  <change ")));
    assertEquals("resource a: meta y = 2\n", patch.diff().before());
    assertEquals("resource a: meta y = 3\nresource a: meta z = 4\n", patch.diff().after());
    CibPatch none = new CibPatch(cib);
    none.set("/cib/configuration/resources", a, "meta_attributes", Map.of("x", "1"));
    assertEquals(0, none.xml().children("change").count());
    CibPatch other = new CibPatch(cib);
    other.set("/cib/configuration/resources", a, "instance_attributes", Map.of("p", "q"));
    assertTrue(
        other.xml().text().contains("<instance_attributes id=\"a-instance_attributes\">"),
        other.xml().text());
  }

  @Test
  void takesAwayASetThatHeldNothingElse() {
    Cib cib =
        cib(
            "<resources><primitive id='a'><meta_attributes id='m'><nvpair id='m-x' name='x' value='1'/></meta_attributes>"
                + "<meta_attributes id='n'><nvpair id='n-x' name='x' value='1'/><nvpair id='n-y' name='y' value='2'/></meta_attributes>"
                + "<meta_attributes id='o'/></primitive></resources>");
    Xml a = cib.root().all("primitive").findFirst().orElseThrow();
    CibPatch patch = new CibPatch(cib);
    patch.unset("/cib/configuration/resources", a, "meta_attributes", "x");
    assertEquals(
        List.of(
            "/cib/configuration/resources/primitive[@id='a']/meta_attributes[@id='m']",
            "/cib/configuration/resources/primitive[@id='a']/meta_attributes[@id='n']/nvpair[@id='n-x']"),
        patch.xml().children("change").map(c -> c.attribute("path")).toList());
  }

  @Test
  void escapesWhatXmlWouldMisread() {
    Xml text = Xml.of("n", "v", "<\"&'\n\t\r>");
    assertEquals("<n v=\"&lt;&quot;&amp;'&#10;&#9;&#13;&gt;\"/>\n", text.text());
    assertEquals(text, Xml.parse(text.text().getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void readsNoDocumentTypes() {
    byte[] evil =
        "<!DOCTYPE c [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><c a='&e;'/>"
            .getBytes(StandardCharsets.UTF_8);
    assertThrows(IllegalArgumentException.class, () -> Xml.parse(evil));
    assertThrows(
        IllegalArgumentException.class, () -> Xml.parse("<c>".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void readsTimesAsPacemakerDoes() {
    assertEquals(Optional.of(Duration.ofSeconds(60)), Drift.interval("60"));
    assertEquals(Optional.of(Duration.ofSeconds(60)), Drift.interval("60s"));
    assertEquals(Optional.of(Duration.ofSeconds(60)), Drift.interval(" 1min "));
    assertEquals(Optional.of(Duration.ofSeconds(60)), Drift.interval("60000ms"));
    assertEquals(Optional.of(Duration.ofHours(2)), Drift.interval("2h"));
    assertEquals(Optional.of(Duration.ofSeconds(1)), Drift.interval("1000000us"));
    assertEquals(Optional.of(Duration.ofSeconds(3)), Drift.interval("3 SEC"));
    assertEquals(Optional.empty(), Drift.interval("soon"));
    assertEquals(Optional.empty(), Drift.interval("9999999999999s"));
  }

  @Test
  void takesThePortOffAPeer() {
    assertEquals("198.51.100.7", RemoteHost.address("[::ffff:198.51.100.7]:37722"));
    assertEquals("198.51.100.7", RemoteHost.address("198.51.100.7:37722"));
    assertEquals("fd00::7", RemoteHost.address("[fd00::7]:37722"));
    assertEquals("fe80::1", RemoteHost.address("[fe80::1%eth0]:37722"));
  }
}
