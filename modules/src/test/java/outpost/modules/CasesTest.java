package outpost.modules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import outpost.api.Action;
import outpost.api.Change;
import outpost.api.Payload;
import outpost.api.Pending;
import outpost.api.Plan;
import outpost.api.Problem;
import outpost.api.Script;
import outpost.core.source.Node;

/** Runs the cases of every module: what is wanted and found against what is to be done. */
class CasesTest {

  @TestFactory
  Stream<DynamicTest> everyCaseHolds() {
    return Case.all().stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.spec().name() + ": " + one.name(), one.place(), () -> hold(one)));
  }

  private static void hold(Case one) {
    assertEquals(List.of(), one.unknownKeys(), "unknown keys in the case");
    Case.Read read = one.want();
    assertEquals(one.texts("refused"), read.refusals());
    if (one.has("refused")) return;
    for (String question : one.texts("asks")) {
      String asked = one.probe().script().map(Script::text).orElse("");
      assertTrue(asked.contains(question), () -> "`" + question + "` is not in:\n" + asked);
    }
    if (!one.has("asks") || one.has("probe")) holdPlan(one, one.plan());
  }

  private static void holdPlan(Case one, Plan plan) {
    assertEquals(one.text("obstacle"), plan.obstacle().map(Problem::message));
    if (one.has("hint")) {
      assertEquals(one.texts("hint"), plan.obstacle().map(Problem::hints).orElse(List.of()));
    }
    if (one.has("obstacle")) return;
    boolean bare = !one.has("run") && !one.has("stdin") && !one.has("diff");
    List<String> changes = plan.changes().stream().map(Change::toString).toList();
    if (bare || one.has("plan")) assertEquals(one.texts("plan"), changes);
    List<String> actions = plan.actions().stream().map(Action::what).toList();
    if (bare || one.has("actions")) assertEquals(one.texts("actions"), actions);
    Object facts = plan.results().getOrDefault(Plan.FACTS, Map.of());
    List<String> named = one.spec().facts(one.want().want().orElseThrow());
    assertTrue(named.containsAll(((Map<?, ?>) facts).keySet()), () -> facts + " of " + named);
    assertEquals(one.text("await"), plan.pending().map(Pending::what));
    if (one.has("within")) {
      assertEquals(one.text("within").map(Long::valueOf).get(), plan.within().toSeconds());
    }
    if (one.has("run")) {
      List<String> scripts = Case.scripts(plan).stream().map(s -> s.text().strip()).toList();
      assertEquals(one.texts("run").stream().map(String::strip).toList(), scripts);
    }
    if (one.has("stdin")) assertEquals(one.texts("stdin"), inputs(plan));
    if (one.has("notes")) assertEquals(one.texts("notes"), plan.notes());
    one.yaml().get("diff").ifPresent(diff -> holdDiff((Node.Mapping) diff, plan));
    one.yaml().get("origins").ifPresent(origins -> holdResults(origins, plan.origins()));
    Map<String, Object> registered = new LinkedHashMap<>(plan.origins());
    registered.putAll(plan.results());
    one.yaml().get("results").ifPresent(results -> holdResults(results, registered));
  }

  private static List<String> inputs(Plan plan) {
    return Case.scripts(plan).stream()
        .flatMap(script -> script.stdin().stream())
        .map(CasesTest::sent)
        .toList();
  }

  private static String sent(Payload payload) {
    if (payload instanceof Payload.Bytes known) return Case.utf8(known.bytes());
    if (payload instanceof Payload.Hidden hidden) return hidden.secret().revealText();
    if (payload instanceof Payload.Stream) return "stream";
    if (payload instanceof Payload.Local local) return "file " + local.path().getFileName();
    return "fetched from " + ((Payload.Fetched) payload).host();
  }

  private static void holdDiff(Node.Mapping diff, Plan plan) {
    Optional<Change.Diff> found = plan.changes().stream().flatMap(c -> c.diff().stream()).findAny();
    if (diff.entries().isEmpty()) {
      assertEquals(Optional.empty(), found);
      return;
    }
    Change.Diff is = found.orElseThrow(() -> new AssertionError("no change has a diff"));
    diff.get("name").ifPresent(name -> assertEquals(Case.text(name), is.name()));
    diff.get("before").ifPresent(before -> assertEquals(Case.text(before), is.before()));
    diff.get("after").ifPresent(after -> assertEquals(Case.text(after), is.after()));
    diff.get("hidden")
        .ifPresent(hidden -> assertEquals(Case.text(hidden).equals("true"), is.hidden()));
  }

  /** Every value that the case names is there; numbers and booleans are compared as text. */
  private static void holdResults(Node wanted, Object found) {
    if (wanted instanceof Node.Mapping map) {
      Map<?, ?> values = (Map<?, ?>) found;
      if (map.entries().isEmpty()) assertEquals(Map.of(), values);
      map.entries().forEach(e -> holdResults(e.value(), values.get(e.key().text())));
    } else if (wanted instanceof Node.Sequence list) {
      assertEquals(
          list.items().stream().map(Case::text).toList(),
          ((List<?>) found).stream().map(String::valueOf).toList());
    } else {
      assertEquals(Case.text(wanted), Objects.toString(found, "-"));
    }
  }
}
