package outpost.modules.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static outpost.modules.cluster.Recorded.host;
import static outpost.modules.cluster.Recorded.remotes;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import outpost.api.Change;
import outpost.api.Payload;
import outpost.api.Plan;
import outpost.modules.cluster.PacemakerGuestNode.Allow;
import outpost.modules.cluster.PacemakerGuestNode.Args;
import outpost.modules.cluster.PacemakerGuestNode.Found;
import outpost.modules.cluster.PacemakerGuestNode.State;

/**
 * The way of two machines, vm1 and vm2, into guest nodes g1 and g2, and back, moment by moment, as
 * Pacemaker 2.1.5 described it and foretold it; d1 and d2 are resources that run anywhere.
 */
class GuestTest {
  private static final GuestNode G1 = guest("g1", "vm1", "198.19.2.4", Optional.empty());
  private static final GuestNode G2 = guest("g2", "vm2", "198.19.2.2", Optional.of(3131));

  private final PacemakerGuestNode module = new PacemakerGuestNode();

  private static GuestNode guest(
      String name, String resource, String address, Optional<Integer> port) {
    return new GuestNode(
        name,
        Optional.of("host-" + name),
        Optional.of(resource),
        Optional.of(address),
        port,
        Optional.empty(),
        Map.of());
  }

  private static Args args(State state, List<Allow> allow, GuestNode... guests) {
    return new Args(List.of(guests), List.of("n1", "n2"), state, allow);
  }

  private static Args present(Allow... allow) {
    return args(State.PRESENT, List.of(allow), G1, G2);
  }

  private static Args absent(Allow... allow) {
    return args(State.ABSENT, List.of(allow), G1, G2);
  }

  private static String text(String name) {
    return new String(Recorded.file("guests/" + name), StandardCharsets.UTF_8);
  }

  private static View view(String cib, String monitor) {
    return Recorded.view(utf8(cib), utf8(monitor));
  }

  private static View view(String moment) {
    return view(text(moment + "-cib"), text(moment + "-mon"));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, String> second() {
    Map<String, String> says = host("g2", "198.19.2.2");
    says.put("port", "3131");
    return says;
  }

  /** What is found when all hosts are good. */
  private static Found found(View view, String first, String second) {
    return new Found(
        view,
        Optional.of(utf8(first)),
        Optional.of(utf8(second)),
        Map.of("n1", "- fence", "n2", "- fence"),
        Map.of(
            "0", Recorded.clusterHost("n1", "198.19.2.3"),
            "1", Recorded.clusterHost("n2", "198.19.2.5")),
        remotes(host("g1", "198.19.2.4"), second()),
        Map.of());
  }

  private static Found machines() {
    return found(view("machines"), text("machines-first"), text("machines-second"));
  }

  private static Found used() {
    return found(view("used"), text("used-first"), text("used-second"));
  }

  private static final String NOTHING = "<pacemaker-result><actions/></pacemaker-result>";

  private static String actions(String... actions) {
    return "<pacemaker-result><actions>"
        + String.join("", actions)
        + "</actions></pacemaker-result>";
  }

  private Plan plan(Args want, Found is) {
    return module.plan(want, is);
  }

  private static List<String> changes(Plan plan) {
    return plan.changes().stream().map(Change::toString).toList();
  }

  private static Xml patch(Plan plan) {
    Payload payload = plan.changes().get(0).fix().stdin().orElseThrow();
    return Xml.parse(((Payload.Bytes) payload).bytes());
  }

  private static String message(Plan plan) {
    return plan.obstacle().orElseThrow().message();
  }

  private static String hints(Plan plan) {
    return String.join("; ", plan.obstacle().orElseThrow().hints());
  }

  @Test
  void makesGuestsOfAllMachinesInOnePatchAndTellsWhatWillHappen() {
    Plan plan = plan(present(), machines());
    assertEquals(Optional.empty(), plan.obstacle());
    assertEquals(List.of("guest node g1, g2: absent -> connected, in quarantine"), changes(plan));
    assertEquals(List.of("g1", "g2"), plan.results().get("joined"));
    assertEquals(
        List.of(
            "foretold: g1 starts on n2",
            "foretold: g2 starts on n2",
            "foretold: d1 moves from n1 to g1",
            "foretold: d2 moves from n1 to g2"),
        plan.notes());
    Xml patch = patch(plan);
    assertEquals(
        List.of(
            "remote-node=g1",
            "remote-addr=198.19.2.4",
            "remote-node=g2",
            "remote-addr=198.19.2.2",
            "remote-port=3131"),
        patch
            .all("nvpair")
            .filter(pair -> pair.attribute("name").startsWith("remote-"))
            .map(pair -> pair.attribute("name") + "=" + pair.attribute("value"))
            .toList());
    assertEquals(
        List.of("g1", "g2"), patch.all("node_state").map(n -> n.attribute("uname")).toList());
    assertEquals(
        2, patch.all("nvpair").filter(p -> p.is("name", "standby") && p.is("value", "on")).count());
  }

  @Test
  void findsAMachineInAGroupWithItsStorage() {
    String cib =
        text("machines-cib")
            .replaceFirst("<primitive id=\"vm1\"", "<group id=\"web\"><primitive id=\"vm1\"")
            .replaceFirst("(?s)</primitive>(\\s*<primitive id=\"vm2\")", "</primitive></group>$1");
    Found is =
        found(view(cib, text("machines-mon")), text("machines-first"), text("machines-second"));
    Plan plan = plan(present(), is);
    assertTrue(
        patch(plan)
            .all("change")
            .anyMatch(
                c ->
                    c.attribute("path")
                        .startsWith("/cib/configuration/resources/group[@id='web']/primitive")),
        patch(plan)::text);
  }

  @Test
  void takesAConnectionBackThatDoesNotComeAbout() {
    assertEquals(Duration.ofSeconds(90), plan(present(), machines()).within());
    assertEquals(Duration.ofSeconds(210), plan(present(Allow.MOVE), machines()).within());
    Plan plan = plan(present(), found(view("joining"), NOTHING, NOTHING));
    assertTrue(plan.pending().orElseThrow().what().startsWith("`g"), plan.pending()::toString);
    String giveUp = plan.pending().orElseThrow().giveUp().orElseThrow().text();
    assertTrue(giveUp.contains("cibadmin --delete-all --force --xpath"), giveUp);
    assertTrue(giveUp.contains("@name='\\''remote-node'\\'' and @value='\\''g2'\\''"), giveUp);
    assertTrue(giveUp.contains("crm_node --force --remove"), giveUp);
  }

  @Test
  void releasesGuestsThatTheClusterReallyUses() {
    Plan plan = plan(present(), found(view("ready"), NOTHING, text("ready-second")));
    assertEquals(List.of("guest node g1, g2: in quarantine -> in use"), changes(plan));
    assertEquals(
        List.of("foretold: d1 moves from n1 to g1", "foretold: d2 moves from n1 to g2"),
        plan.notes());
  }

  @Test
  void leavesGuestsInUseAlone() {
    assertTrue(plan(present(), used()).isEmpty());
  }

  @Test
  void touchesNoMachineUnlessThatIsAccepted() {
    String move = "<rsc_action action='move' resource='vm1' source='n1' dest='n2'/>";
    String restart = "<rsc_action action='restart' resource='vm2' node='n1'/>";
    String stop = "<rsc_action action='stop' resource='d1' node='n1'/>";
    Found is = found(view("machines"), actions(move, restart), actions(stop));
    Plan plan = plan(present(), is);
    assertEquals(
        "vm1 moves from n1 to n2, by a stop and a start; vm2 restarts on n1; d1 would stop on n1",
        message(plan));
    assertTrue(hints(plan).contains("`allow: [move, vm_restart, stop]`"), hints(plan));
    assertEquals("vm2 restarts on n1", message(plan(present(Allow.MOVE, Allow.STOP), is)));
    assertEquals(
        List.of("guest node g1, g2: absent -> connected, in quarantine"),
        changes(plan(present(Allow.MOVE, Allow.STOP, Allow.VM_RESTART), is)));
  }

  @Test
  void doesNothingWhoseEffectIsNotKnown() {
    Found is = machines();
    Found mute =
        new Found(
            is.view(),
            Optional.empty(),
            Optional.empty(),
            is.coverage(),
            is.hosts(),
            is.remotes(),
            is.seen());
    assertTrue(message(plan(present(), mute)).contains("cannot be foretold"));
  }

  @Test
  void looksAtTheRunningMachineFirst() {
    String stopped =
        text("machines-mon").replaceFirst("(<resource id=\"vm1\"[^>]*role=\")Started", "$1Stopped");
    Found is =
        found(view(text("machines-cib"), stopped), text("machines-first"), text("machines-second"));
    assertEquals(
        "the resource `vm1` is not running, and its machine cannot be looked at",
        message(plan(present(), is)));
  }

  @Test
  void refusesNamesThatSomethingElseBears() {
    GuestNode clash = guest("d1", "vm1", "198.19.2.4", Optional.empty());
    assertEquals(
        "the name `d1` is taken: the primitive `d1` has it",
        message(plan(args(State.PRESENT, List.of(), clash), machines())));
    GuestNode other = guest("g1", "vm2", "198.19.2.4", Optional.empty());
    Plan plan = plan(args(State.ABSENT, List.of(), other), used());
    assertEquals("the guest node `g1` is the resource `vm1`, not `vm2`", message(plan));
  }

  @Test
  void refusesWhatIsNoMachine() {
    GuestNode none = guest("g1", "nosuch", "198.19.2.4", Optional.empty());
    assertEquals(
        "there is no resource `nosuch`, or it is a group, clone or bundle",
        message(plan(args(State.PRESENT, List.of(), none), machines())));
    GuestNode device = guest("g1", "fencing", "198.19.2.4", Optional.empty());
    assertEquals(
        "the resource `fencing` cannot be a guest node",
        message(plan(args(State.PRESENT, List.of(), device), machines())));
    GuestNode second = guest("g9", "vm1", "198.19.2.4", Optional.empty());
    assertTrue(
        message(plan(args(State.PRESENT, List.of(), second), used()))
            .contains("is the guest node `g1` already"));
  }

  @Test
  void refusesAMachineThatIsANodeAlready() {
    GuestNode twice = guest("g9", "d1", "198.19.2.4", Optional.empty());
    assertEquals(
        "`host-g9` is the guest node `g1` already, at 198.19.2.4",
        message(plan(args(State.PRESENT, List.of(), twice), used())));
  }

  @Test
  void needsClusterNodesThatCanBeFenced() {
    Found is = machines();
    Found bare =
        new Found(
            view(Recorded.askingItsAgent(text("machines-cib")), text("machines-mon")),
            is.first(),
            is.second(),
            Map.of("n1", "- fence", "n2", "-"),
            is.hosts(),
            is.remotes(),
            is.seen());
    assertEquals(
        "fencing is enabled, but no device can fence the cluster node `n2`",
        message(plan(present(), bare)));
    assertEquals(Optional.empty(), plan(present(Allow.UNFENCED), bare).obstacle());
  }

  @Test
  void mendsOptionsButNotTheAddressUnderAMachineInUse() {
    GuestNode patient =
        new GuestNode(
            "g1",
            Optional.of("host-g1"),
            Optional.of("vm1"),
            Optional.of("198.19.2.4"),
            Optional.empty(),
            Optional.of(Duration.ofSeconds(90)),
            Map.of());
    Found is = found(view("used"), NOTHING, NOTHING);
    assertEquals(
        List.of(
            "options of the guest nodes: g1 remote-connect-timeout=- -> remote-connect-timeout=90s"),
        changes(plan(args(State.PRESENT, List.of(), patient), is)));
    GuestNode moved = guest("g1", "vm1", "198.19.2.9", Optional.empty());
    assertTrue(
        message(plan(args(State.PRESENT, List.of(), moved), is))
            .startsWith("another `remote-addr` for `g1` (198.19.2.4 -> 198.19.2.9)"));
    assertEquals(
        1, plan(args(State.PRESENT, List.of(Allow.VM_RESTART), moved), is).changes().size());
  }

  @Test
  void forgetsWhatAnEarlierConnectionFailedBy() {
    String counted =
        text("machines-cib")
            .replaceFirst(
                "(<instance_attributes id=\"status-1\">)",
                "$1<nvpair id=\"x\" name=\"fail-count-g1#start_0\" value=\"INFINITY\"/>"
                    + "<nvpair id=\"y\" name=\"fail-count-g10#start_0\" value=\"1\"/>");
    Plan plan =
        plan(
            present(),
            found(
                view(counted, text("machines-mon")),
                text("machines-first"),
                text("machines-second")));
    assertEquals(
        List.of("failures of earlier connections: remembered -> forgotten"), changes(plan));
    String fix = plan.changes().get(0).fix().text();
    assertTrue(fix.contains("set -- 'n1' 'fail-count-g1#start_0'\n"), fix);
  }

  @Test
  void drainsGuestsBeforeTheyGo() {
    Plan plan = plan(absent(), used());
    assertEquals(List.of("guest node g1, g2: in use -> drained"), changes(plan));
    assertEquals(
        List.of("foretold: d1 moves from g1 to n1", "foretold: d2 moves from g2 to n1"),
        plan.notes());
    assertFalse(patch(plan).text().contains("remote-node"), patch(plan)::text);
    String busy = text("used-cib").replace("</nodes>", entry("g1") + entry("g2") + "</nodes>");
    Plan waiting = plan(absent(), found(view(busy, text("used-mon")), NOTHING, NOTHING));
    assertEquals("`g1` is not drained: d1", waiting.pending().orElseThrow().what());
  }

  private static String entry(String node) {
    return "<node id=\"%1$s\" uname=\"%1$s\" type=\"remote\"><instance_attributes id=\"nodes-%1$s\">"
            .formatted(node)
        + "<nvpair id=\"nodes-%s-standby\" name=\"standby\" value=\"on\"/>".formatted(node)
        + "</instance_attributes></node>";
  }

  @Test
  void makesPlainMachinesOfDrainedGuestsWithAllThatNamesThem() {
    String cib =
        text("emptied-cib")
            .replace(
                "<constraints/>",
                "<constraints><rsc_location id=\"l1\" rsc=\"d1\" node=\"g1\" score=\"INFINITY\"/>"
                    + "</constraints>");
    Found is = found(view(cib, text("emptied-mon")), text("used-first"), text("emptied-second"));
    Plan plan = plan(absent(), is);
    assertEquals(List.of("guest node g1, g2: drained -> absent"), changes(plan));
    List<String> deleted =
        patch(plan)
            .children("change")
            .filter(c -> c.is("operation", "delete"))
            .map(c -> c.attribute("path").replaceAll(".*/", ""))
            .toList();
    assertTrue(deleted.contains("rsc_location[@id='l1']"), deleted::toString);
    assertTrue(deleted.contains("node[@id='g1']"), deleted::toString);
    assertTrue(
        deleted.contains("nvpair[@id='vm1-meta_attributes-remote-node']"), deleted::toString);
    assertFalse(
        deleted.contains("nvpair[@id='vm1-meta_attributes-resource-stickiness']"),
        deleted::toString);
  }

  @Test
  void hasTheClusterForgetNodesThatAreNoGuestsAnyMore() {
    Plan plan = plan(absent(), found(view("left"), NOTHING, NOTHING));
    assertEquals(List.of("guest node g1, g2: deleted -> forgotten"), changes(plan));
    assertTrue(plan.changes().get(0).fix().text().contains("crm_node --force --remove"));
    assertTrue(plan(absent(), machines()).isEmpty());
  }

  @Test
  void doesNotTakeAGuestAwayThatTheClusterLost() {
    String unclean =
        text("used-mon").replaceFirst("(<node name=\"g1\".*?unclean=\")false", "$1true");
    Plan plan =
        plan(
            absent(),
            found(view(text("used-cib"), unclean), text("used-first"), text("used-second")));
    assertTrue(message(plan).startsWith("the cluster lost `g1`"), message(plan));
  }

  @Test
  void asksWhatWouldHappenStepByStep() {
    String question = module.probe(present()).script().orElseThrow().text();
    int first = question.indexOf("blob first");
    int second = question.indexOf("blob second");
    assertTrue(0 < first && first < second, question);
    assertTrue(question.contains("crm_simulate -S -x \"$file\" -O \"$file\""), question);
    assertTrue(module.probe(absent()).elsewhere().isEmpty());
    assertEquals(
        List.of("n1 hosts.0", "n2 hosts.1", "host-g1 remotes.0", "host-g2 remotes.1"),
        module.probe(present()).elsewhere().stream().map(p -> p.host() + " " + p.key()).toList());
  }
}
