package outpost.modules.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static outpost.modules.cluster.Handmade.REMOTE;
import static outpost.modules.cluster.Handmade.VM;
import static outpost.modules.cluster.Handmade.changes;
import static outpost.modules.cluster.Handmade.cib;
import static outpost.modules.cluster.Handmade.dummy;
import static outpost.modules.cluster.Handmade.nothing;
import static outpost.modules.cluster.Handmade.patch;
import static outpost.modules.cluster.Handmade.predicted;
import static outpost.modules.cluster.Handmade.runs;
import static outpost.modules.cluster.Handmade.said;
import static outpost.modules.cluster.Handmade.state;
import static outpost.modules.cluster.Handmade.utf8;
import static outpost.modules.cluster.Handmade.view;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import outpost.api.Pending;
import outpost.api.Plan;

/** From what is wanted of a resource to the edit of the configuration, and when it is refused. */
class ResourceTest {
  private static final String DESCRIPTION =
      """
      <?xml version="1.0"?><!DOCTYPE resource-agent SYSTEM "ra-api-1.dtd">
      <resource-agent name="Dummy"><parameters>
      <parameter name="fake"><content default="x"/></parameter>
      <parameter name="config" required="1"><content type="string" default=""/></parameter>
      </parameters><actions><action name="start" timeout="90s"/>
      <action name="monitor" timeout="30s" interval="10s"/>
      <action name="monitor" role="Master" timeout="30s" interval="9s" depth="0"/>
      <action name="monitor" timeout="30s" interval="60s" depth="10"/>
      <action name="meta-data" timeout="5s"/></actions></resource-agent>\
      """;

  private static final Operation MONITOR = operation("monitor", "20s");

  private String name = "d1";
  private Optional<Agent> agent = Optional.empty();
  private Optional<Map<String, String>> options = Optional.empty();
  private Map<String, String> meta = Map.of();
  private List<Operation> operations = List.of();
  private Optional<String> group = Optional.empty();
  private Optional<String> after = Optional.empty();
  private Optional<String> before = Optional.empty();
  private Optional<Boolean> cloned = Optional.empty();
  private Map<String, String> cloneMeta = Map.of();
  private ResourceState wanted = ResourceState.PRESENT;
  private List<Harm> allow = List.of();
  private Rehearsed rehearsed = nothing();
  private String state = state("");

  private static Operation operation(String name, String interval) {
    return Operation.advised(name, interval, "", "");
  }

  private Plan plan(String cib) {
    ResourceSpec spec =
        new ResourceSpec(
            name,
            agent,
            options,
            meta,
            operations,
            group,
            after,
            before,
            cloned,
            cloneMeta,
            wanted);
    View view = view(cib, state);
    ResourceEdit edit =
        new ResourceEdit(spec, view.config(), Agent.Description.of(Optional.of(utf8(DESCRIPTION))));
    return PacemakerResource.plan(
            edit, view, rehearsed, allow, Duration.ofSeconds(60), now -> Optional.empty())
        .build();
  }

  private Plan made() {
    agent = Agent.of("ocf:pacemaker:Dummy");
    options = Optional.of(Map.of("config", "/c"));
    return plan(cib(VM + REMOTE, ""));
  }

  private static String awaited(Plan plan) {
    return plan.pending().map(Pending::what).orElse("nothing");
  }

  @Test
  void makesANewOneWithTheOperationsThatItsAgentAdvises() {
    meta = Map.of("migration-threshold", "3");
    Plan plan = made();
    assertEquals(List.of("resource d1: absent -> ocf:pacemaker:Dummy"), changes(plan));
    assertEquals(List.of("create resources 2"), patch(plan));
    assertEquals(
        """
        resource d1: ocf:pacemaker:Dummy
        resource d1: option config = /c
        resource d1: meta migration-threshold = 3
        resource d1: operation start timeout=90s
        resource d1: operation monitor interval=10s timeout=30s
        resource d1: operation monitor interval=9s timeout=30s role=Promoted
        """,
        plan.changes().get(0).diff().orElseThrow().after());
  }

  @Test
  void takesATasksOperationsForThoseOfTheirNames() {
    operations = List.of(MONITOR);
    String after = made().changes().get(0).diff().orElseThrow().after();
    assertTrue(after.contains("operation monitor interval=20s timeout=30s\n"), after);
    assertTrue(!after.contains("interval=10s"), after);
  }

  @Test
  void refusesANewOneThatCouldNotStart() {
    assertEquals("there is no resource `d1`", said(plan(cib("", ""))));
    agent = Agent.of("ocf:pacemaker:Dummy");
    assertEquals("`ocf:pacemaker:Dummy` needs the option `config`", said(plan(cib("", ""))));
    options = Optional.of(Map.of("config", "/c", "fak", "1"));
    assertEquals("`ocf:pacemaker:Dummy` has no option `fak`", said(plan(cib("", ""))));
  }

  @Test
  void refusesTheNameOfANode() {
    name = "N1";
    assertEquals("`N1` is the name of a cluster node", said(made()));
    name = "g1";
    assertEquals("`g1` is the name of a guest node", said(made()));
  }

  @Test
  void keepsConnectionsOutOfGroupsAndClones() {
    name = "r1";
    group = Optional.of("g");
    assertEquals(
        "`r1` is the connection to a remote node, which may be in no group or clone",
        said(plan(cib(REMOTE, ""))));
    group = Optional.empty();
    wanted = ResourceState.DISABLED;
    assertEquals("`r1` is the connection to a remote node", said(plan(cib(REMOTE, ""))));
  }

  @Test
  void letsTheMachineOfAGuestNodeIntoAGroup() {
    name = "vm";
    group = Optional.of("g");
    assertEquals(
        List.of("delete resources/primitive[@id='vm']", "create resources 0"),
        patch(plan(cib(VM, ""))));
  }

  @Test
  void changesWhatDiffersInMeaningAlone() {
    options = Optional.of(Map.of("fake", "2"));
    meta = new LinkedHashMap<>(Map.of("is-managed", "true", "gone", ""));
    operations = List.of(MONITOR);
    String found =
        "<primitive id='d1' class='ocf' provider='pacemaker' type='Dummy'><instance_attributes"
            + " id='i'><nvpair id='i1' name='fake' value='%s'/>%s</instance_attributes>"
            + "<meta_attributes id='m'><nvpair id='m1' name='is-managed' value='yes'/>%s"
            + "</meta_attributes><operations><op id='o' name='monitor' interval='%s'"
            + " timeout='44s'/><op id='s' name='start' interval='0'/></operations></primitive>";
    state = state(runs("d1", "Started", "n1"));
    assertTrue(plan(cib(found.formatted("2", "", "", "20"), "")).isEmpty());
    Plan plan =
        plan(
            cib(
                found.formatted(
                    "1",
                    "<nvpair id='i2' name='other' value='x'/>",
                    "<nvpair id='m2' name='gone' value='x'/>",
                    "10s"),
                ""));
    assertEquals(
        List.of(
            "resource d1: option fake = 1, option other = x, meta gone = x,"
                + " operation monitor interval=10s timeout=44s"
                + " -> option fake = 2, operation monitor interval=20s timeout=44s"),
        changes(plan));
    String primitive = "resources/primitive[@id='d1']/";
    assertEquals(
        List.of(
            "modify " + primitive + "instance_attributes[@id='i']/nvpair[@id='i1']",
            "delete " + primitive + "instance_attributes[@id='i']/nvpair[@id='i2']",
            "delete " + primitive + "meta_attributes[@id='m']/nvpair[@id='m2']",
            "modify " + primitive + "operations/op[@id='o']"),
        patch(plan));
  }

  @Test
  void cannotMakeAResourceAnother() {
    agent = Agent.of("systemd:x");
    assertEquals(
        "`d1` is `ocf:pacemaker:Dummy`, and not `systemd:x`", said(plan(cib(dummy("d1"), ""))));
  }

  @Test
  void ordersTheMembersOfAGroup() {
    String group = "<group id='g'>" + dummy("a") + dummy("b") + dummy("d1") + "</group>";
    this.group = Optional.of("g");
    state = state(runs("d1", "Started", "n1"));
    assertTrue(plan(cib(group, "")).isEmpty());
    before = Optional.of("a");
    Plan plan = plan(cib(group, ""));
    assertEquals(List.of("resource d1: group g: a, b, d1 -> group g: d1, a, b"), changes(plan));
    assertEquals(List.of("move resources/group[@id='g']/primitive[@id='d1'] 0"), patch(plan));
    before = Optional.empty();
    after = Optional.of("x");
    assertEquals("`x` is not in the group `g`", said(plan(cib(group, ""))));
  }

  @Test
  void takesAGroupAwayWhoseLastMemberLeaves() {
    group = Optional.of("g2");
    String groups =
        "<group id='g'>" + dummy("d1") + "</group><group id='g2'>" + dummy("a") + "</group>";
    String location = "<rsc_location id='l' rsc='g' node='n1' score='1'/>";
    assertEquals(
        List.of(
            "delete resources/group[@id='g']",
            "create resources/group[@id='g2'] 1",
            "delete constraints/rsc_location[@id='l']"),
        patch(plan(cib(groups, location))));
  }

  @Test
  void wrapsAResourceIntoAClone() {
    cloned = Optional.of(true);
    cloneMeta = Map.of("interleave", "true");
    assertEquals(
        List.of("delete resources/primitive[@id='d1']", "create resources 0"),
        patch(plan(cib(dummy("d1"), ""))));
    String clone =
        "<clone id='c'><meta_attributes id='m'><nvpair id='n' name='interleave' value='1'/>"
            + "</meta_attributes>"
            + dummy("d1")
            + "</clone>";
    state = state(runs("d1", "Started", "n1") + runs("d1", "Stopped", ""));
    cloneMeta = Map.of("interleave", "on");
    String spelt = clone.replace("'1'", "'true'");
    assertTrue(plan(cib(spelt, "")).isEmpty());
    cloneMeta = Map.of();
    cloned = Optional.of(false);
    assertEquals(
        List.of("delete resources/clone[@id='c']", "create resources 0"),
        patch(plan(cib(clone, ""))));
  }

  @Test
  void waitsUntilItRuns() {
    state = state(runs("d1", "Starting", "n1"));
    assertEquals("`d1` does not run: Starting", awaited(plan(cib(dummy("d1"), ""))));
    state =
        state(runs("d1", "Stopped", ""))
            .replace(
                "</pacemaker-result>",
                "<failures><failure op_key='d1_start_0' node='n1' exitstatus='not installed'/>"
                    + "</failures></pacemaker-result>");
    assertEquals(
        "`d1` does not run: Stopped; d1_start_0 on n1: not installed",
        awaited(plan(cib(dummy("d1"), ""))));
    state = state("false", runs("d1", "Stopped", ""));
    assertEquals("nothing", awaited(plan(cib(dummy("d1"), ""))));
  }

  @Test
  void stopsAResourceBeforeItIsDeleted() {
    wanted = ResourceState.ABSENT;
    String location = "<rsc_location id='l' rsc='d1' node='n1' score='1'/>";
    Plan first = plan(cib(dummy("d1"), location));
    assertEquals(List.of("resource d1: there -> disabled"), changes(first));
    assertTrue(first.staged());
    String disabled =
        dummy("d1")
            .replace(
                "/>",
                "><meta_attributes id='m'><nvpair id='t' name='target-role' value='Stopped'/>"
                    + "</meta_attributes></primitive>");
    state = state(runs("d1", "Stopping", "n1"));
    assertEquals(
        "`d1` is not stopped: it is Stopping on n1", awaited(plan(cib(disabled, location))));
    state = state(runs("d1", "Stopped", ""));
    Plan last = plan(cib(disabled, location));
    assertEquals(List.of("resource d1: disabled -> absent"), changes(last));
    assertEquals(
        List.of("delete resources/primitive[@id='d1']", "delete constraints/rsc_location[@id='l']"),
        patch(last));
    assertTrue(plan(cib("", "")).isEmpty());
  }

  @Test
  void doesNotWaitForWhatTheClusterWouldNotStop() {
    wanted = ResourceState.ABSENT;
    state = state("false", runs("d1", "Started", "n1"));
    assertEquals(
        "`d1` runs, but is not managed: the cluster would not stop it",
        said(plan(cib(dummy("d1"), ""))));
  }

  @Test
  void keepsTheMachineOfAGuestNode() {
    name = "vm";
    wanted = ResourceState.ABSENT;
    assertEquals("`vm` is the machine of the guest node `g1`", said(plan(cib(VM, ""))));
  }

  @Test
  void enablesOnlyWhatItsGroupLetsRun() {
    wanted = ResourceState.ENABLED;
    String group =
        "<group id='g'><meta_attributes id='m'><nvpair id='t' name='target-role' value='stopped'/>"
            + "</meta_attributes>"
            + dummy("d1")
            + "</group>";
    assertEquals("`d1` is in the group `g`, which is disabled", said(plan(cib(group, ""))));
    name = "g";
    assertEquals(
        List.of("group g: meta target-role = stopped -> -"), changes(plan(cib(group, ""))));
  }

  @Test
  void tellsWhatIsPredictedAndRefusesWhatOthersWouldPay() {
    wanted = ResourceState.DISABLED;
    rehearsed =
        predicted(
            "<rsc_action action='stop' resource='d1' node='n1'/>",
            "<rsc_action action='move' resource='d2' source='n1' dest='n2'/>");
    assertEquals(
        List.of("predicted: d1 would stop on n1", "predicted: d2 moves from n1 to n2"),
        plan(cib(dummy("d1"), "")).notes());
    rehearsed =
        predicted(
            "<rsc_action action='stop' resource='d1' node='n1'/>",
            "<rsc_action action='stop' resource='d2' node='n1'/>",
            "<node_action task='Fence (reboot)' node='n2'/>");
    Plan refused = plan(cib(dummy("d1"), ""));
    assertEquals("this change has a price: n2 would be fenced; d2 would stop on n1", said(refused));
    assertEquals(
        List.of("mend what causes it, or accept it with `allow: [stop, fence]`"),
        refused.obstacle().orElseThrow().hints());
    allow = List.of(Harm.STOP, Harm.FENCE);
    assertEquals(1, plan(cib(dummy("d1"), "")).changes().size());
  }

  @Test
  void refusesToRestartTheMachineOfAGuestNodeUnasked() {
    name = "vm";
    meta = Map.of("x", "y");
    rehearsed = predicted("<rsc_action action='restart' resource='vm' source='n1'/>");
    assertEquals("this change has a price: vm restarts on n1", said(plan(cib(VM, ""))));
    rehearsed = predicted("<rsc_action action='migrate' resource='vm' source='n1' dest='n2'/>");
    assertEquals("nothing", said(plan(cib(VM, ""))));
    rehearsed = predicted("<rsc_action action='move' resource='vm' source='n1' dest='n2'/>");
    allow = List.of(Harm.VM_RESTART);
    assertEquals("nothing", said(plan(cib(VM, ""))));
  }

  @Test
  void saysWhatTheClusterWouldNotTake() {
    meta = Map.of("x", "y");
    rehearsed = new Rehearsed(Optional.empty(), Optional.of("Update does not conform"));
    assertEquals(
        "the cluster would not take this change: Update does not conform",
        said(plan(cib(dummy("d1"), ""))));
  }

  @Test
  void takesAllMentionsOfAResourceAway() {
    Xml root =
        Xml.parse(
            utf8(
                "<cib><configuration><constraints><rsc_order id='o'><resource_set id='s'>"
                    + "<resource_ref id='a'/></resource_set><resource_set id='s2'><resource_ref"
                    + " id='b'/><resource_ref id='a'/></resource_set></rsc_order><rsc_ticket id='k'"
                    + " ticket='x' rsc='a'/><rsc_location id='p' rsc-pattern='x' node='n'"
                    + " score='1'/><rsc_colocation id='w'><resource_set id='s3'><resource_ref"
                    + " id='a'/></resource_set></rsc_colocation></constraints><fencing-topology>"
                    + "<fencing-level id='1' devices='a'/><fencing-level id='2' devices='b,a'/>"
                    + "</fencing-topology><tags><tag id='t'><obj_ref id='a'/></tag></tags>"
                    + "</configuration></cib>"));
    assertEquals(
        List.of("o", "s2", "b", "p", "2"),
        Elements.forget(root, "a")
            .all()
            .map(x -> x.attribute("id"))
            .filter(id -> !id.isEmpty())
            .toList());
  }
}
