package outpost.modules.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static outpost.modules.cluster.Handmade.REMOTE;
import static outpost.modules.cluster.Handmade.VM;
import static outpost.modules.cluster.Handmade.changes;
import static outpost.modules.cluster.Handmade.cib;
import static outpost.modules.cluster.Handmade.nothing;
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
import outpost.api.Content;
import outpost.api.Payload;
import outpost.api.Pending;
import outpost.api.Plan;
import outpost.api.Secret;

/** Fence devices, and whether every node has one. */
class FencingTest {
  private static final String FOUND =
      "<primitive id='f' class='stonith' type='fence_x'><instance_attributes id='i'><nvpair id='l'"
          + " name='pcmk_host_list' value='n1,n2'/><nvpair id='p' name='ip' value='a'/>"
          + "</instance_attributes>%s</primitive>";

  private static final String DISABLED =
      "<meta_attributes id='m'><nvpair id='t' name='target-role'"
          + " value='Stopped'/></meta_attributes>";

  private static final String OFF = "<nvpair id='s' name='stonith-enabled' value='false'/>";

  private Optional<Map<String, Content>> options = Optional.empty();
  private Optional<List<String>> targets = Optional.empty();
  private Optional<Map<String, String>> ports = Optional.empty();
  private ResourceState state = ResourceState.PRESENT;
  private List<Harm> allow = List.of();
  private Map<String, String> coverage = Map.of("n1", "- f", "n2", "- f other");

  private static Content plain(String text) {
    return new Content(Secret.of(text), false);
  }

  private Plan plan(String resources) {
    PacemakerStonith.Args want =
        new PacemakerStonith.Args(
            "f",
            Optional.of("fence_x"),
            options,
            targets,
            ports,
            Map.of(),
            List.of(),
            state,
            Duration.ofSeconds(60),
            allow);
    View view = view(cib(resources, ""), state(runs("f", "Started", "n1")));
    String agent = "<resource-agent><parameters/></resource-agent>";
    return new PacemakerStonith()
        .plan(
            want, new PacemakerStonith.Found(view, Optional.of(utf8(agent)), coverage, nothing()));
  }

  @Test
  void makesADeviceForItsNodes() {
    options = Optional.of(Map.of("ip", plain("a")));
    targets = Optional.of(List.of("n1", "n9"));
    ports = Optional.of(new LinkedHashMap<>(Map.of("n1", "7")));
    Plan plan = plan("");
    assertEquals(List.of("resource f: absent -> stonith:fence_x"), changes(plan));
    assertEquals(
        List.of(
            "resource f: option ip = a",
            "resource f: option pcmk_host_list = n1,n9",
            "resource f: option pcmk_host_map = n1:7",
            "resource f: stonith:fence_x"),
        plan.changes().get(0).diff().orElseThrow().after().lines().sorted().toList());
    assertEquals(List.of("`n9` is no node of the cluster yet"), plan.notes());
  }

  @Test
  void leavesTheNodesAloneOfWhichNothingIsSaid() {
    options = Optional.of(Map.of("ip", plain("b")));
    assertEquals(
        List.of("resource f: option ip = a -> option ip = b"), changes(plan(FOUND.formatted(""))));
    options = Optional.empty();
    assertTrue(plan(FOUND.formatted("")).isEmpty());
  }

  @Test
  void showsNoSecret() {
    options = Optional.of(Map.of("pin", new Content(Secret.of("geheim"), true)));
    Plan plan = plan("");
    String shown = plan.changes().get(0).diff().orElseThrow().after();
    assertTrue(!(plan + shown).contains("geheim"), shown);
    assertTrue(shown.contains("option pin = ***"), shown);
    assertTrue(plan.changes().get(0).fix().stdin().orElseThrow() instanceof Payload.Hidden);
  }

  @Test
  void waitsUntilTheFencerKnowsIt() {
    targets = Optional.of(List.of("n1", "n2"));
    coverage = Map.of("n1", "- f", "n2", "-");
    String asksItsAgent =
        "<nvpair id='c' name='pcmk_host_check' value='dynamic-list'/></instance_attributes>%s";
    assertEquals(
        "the fencer does not list `f` for `n2`",
        plan(FOUND.replace("</instance_attributes>%s", asksItsAgent).formatted(""))
            .pending()
            .map(Pending::what)
            .orElse("nothing"));
  }

  @Test
  void leavesNoNodeWithout() {
    state = ResourceState.ABSENT;
    assertEquals("nothing could fence n1 any more", said(plan(FOUND.formatted(""))));
    state = ResourceState.DISABLED;
    assertEquals("nothing could fence n1 any more", said(plan(FOUND.formatted(""))));
    state = ResourceState.PRESENT;
    targets = Optional.of(List.of("n2"));
    assertEquals("nothing could fence n1 any more", said(plan(FOUND.formatted(""))));
    targets = Optional.of(List.of("n1"));
    assertEquals("nothing", said(plan(FOUND.formatted(""))));
    state = ResourceState.ABSENT;
    allow = List.of(Harm.UNFENCED);
    assertEquals(List.of("resource f: there -> disabled"), changes(plan(FOUND.formatted(""))));
    allow = List.of();
    coverage = Map.of("n1", "- f other", "n2", "- f other");
    assertEquals("nothing", said(plan(FOUND.formatted(DISABLED))));
  }

  private static Plan check(
      String properties, Map<String, String> coverage, List<String> nodes, Harm... allow) {
    View view = view(cib(properties, VM + REMOTE, ""), state(""));
    return new PacemakerFencingCheck()
        .plan(
            new PacemakerFencingCheck.Args(nodes, List.of(allow)),
            new PacemakerFencingCheck.Found(view, coverage));
  }

  @Test
  void isCheckedNodeByNode() {
    Map<String, String> covered = Map.of("n1", "- f", "n2", "- f g");
    Plan good = check("", covered, List.of());
    assertEquals("nothing", said(good));
    assertEquals(
        Map.of("n1", List.of("f"), "n2", List.of("f", "g")), good.results().get("coverage"));
    assertEquals(List.of("every node can be fenced: n1, n2"), good.notes());
    assertEquals("no device can fence n2", said(check("", Map.of("n1", "- f"), List.of())));
    assertEquals("no device can fence r1", said(check("", covered, List.of("n1", "r1"))));
    assertEquals("nothing", said(check("", covered, List.of("g1"))));
    assertEquals("fencing is disabled in the cluster", said(check(OFF, covered, List.of())));
    Plan accepted = check(OFF, Map.of("n1", "- f"), List.of(), Harm.UNFENCED);
    assertEquals("nothing", said(accepted));
    assertEquals(
        List.of("fencing is disabled in the cluster", "no device can fence n2"), accepted.notes());
    assertEquals(List.of("n2"), accepted.results().get("uncovered"));
  }

  @Test
  void countsADeviceThatMayNotRunWhereTheFencerIsAsked() {
    assertEquals(List.of("n1", "n2"), fenced("<nvpair name='pcmk_host_list' value='n1, N2'/>"));
    assertEquals(
        List.of("n1", "n2"), fenced("<nvpair name='pcmk_host_map' value='n1:1,r1;n2:n3'/>"));
    assertEquals(
        List.of("n1", "n2", "r1"), fenced("<nvpair name='pcmk_host_check' value='none'/>"));
    assertEquals(List.of(), fenced(""));
    assertEquals(
        List.of(),
        fenced(
            "<nvpair name='pcmk_host_list' value='n1'/>"
                + "<nvpair name='pcmk_host_check' value='status'/>"));
  }

  @Test
  void countsNoDeviceThatDoesNotRun() {
    String named = "<nvpair name='pcmk_host_list' value='n1'/>";
    assertEquals(List.of(), fenced(named, runs("f", "Stopped", "")));
  }

  private static List<String> fenced(String options) {
    return fenced(options, runs("f", "Started", "n1"));
  }

  private static List<String> fenced(String options, String state) {
    String device =
        "<primitive id='f' class='stonith' type='fence_x'><instance_attributes>%s"
            + "</instance_attributes></primitive>";
    View view = view(cib(device.formatted(options), ""), state(state));
    Map<String, String> silent = Map.of("n1", "-", "n2", "-", "r1", "-");
    return Coverage.of(silent, view.config(), view.state()).devices().entrySet().stream()
        .filter(e -> e.getValue().contains("f"))
        .map(Map.Entry::getKey)
        .toList();
  }
}
