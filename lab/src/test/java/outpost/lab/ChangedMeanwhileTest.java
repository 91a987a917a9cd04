package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Others may change the cluster's configuration while a run does: neither loses anything. */
@EveryRelease
class ChangedMeanwhileTest {
  /** Of each of the two administrators. */
  private static final int CHANGES = 10;

  private final Lab lab = Labs.shared();
  private Host host;

  @BeforeEach
  void boot() {
    host = lab.addBlank();
  }

  @AfterEach
  void removeAll() {
    lab.remove(host);
    lab.cluster().forEach(ChangedMeanwhileTest::undo);
  }

  @Test
  void whatTwoAdministratorsChangeMeanwhileIsThereAndSoIsTheNode() {
    EngineRun run = lab.startEngine(RemoteNodes.arguments(lab, "root", List.of(host)));
    Host.await(
        600,
        "the run comes to the cluster's configuration",
        () -> run.soFar().contains("The nodes are integrated") || !run.isRunning());
    assertTrue(run.isRunning(), run::soFar);
    List<CompletableFuture<List<String>>> administrators =
        lab.cluster().stream()
            .map(node -> CompletableFuture.supplyAsync(() -> changes(node)))
            .toList();
    List<String> made = new ArrayList<>();
    administrators.forEach(administrator -> made.addAll(administrator.join()));
    Result result = run.toEnd();

    assertEquals(0, result.status(), result::all);
    RemoteNodes.assertOnline(lab, host);
    String cib = lab.cib();
    assertTrue(made.size() > CHANGES, () -> "pcs itself refuses few of them: " + made);
    made.forEach(name -> assertTrue(cib.contains("\"" + name + "\""), name + " is lost\n" + cib));
    RemoteNodes.assertNothingFenced(lab);
  }

  /** What one administrator does, a thing after the other; the names of what he was told is so. */
  private static List<String> changes(Host node) {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < CHANGES; i++) {
      String name = "by-" + node.name() + "-" + i;
      String change =
          i % 2 == 0
              ? "pcs resource create " + name + " ocf:pacemaker:Dummy --disabled"
              : "crm_attribute --type crm_config --name " + name + " --update yes";
      if (node.holds(change)) made.add(name);
    }
    return made;
  }

  private static void undo(Host node) {
    for (int i = 0; i < CHANGES; i++) {
      String name = "by-" + node.name() + "-" + i;
      node.run(
          i % 2 == 0
              ? "pcs resource delete " + name
              : "crm_attribute --type crm_config --name " + name + " --delete");
    }
  }
}
