package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The main job: blank hosts become remote nodes, and a second run finds nothing to do. */
@EveryRelease
class AddRemoteTest {
  private static final Pattern CHANGED = Pattern.compile("changed=(\\d+)");

  private final Lab lab = Labs.shared();
  private List<Host> hosts = List.of();

  @AfterEach
  void removeTheHosts() {
    lab.remove(hosts);
  }

  @Test
  void twoBlankHostsBecomeRemoteNodesAndASecondRunChangesNothing() {
    hosts = List.of(lab.addBlank(), lab.addBlank());
    Host first = hosts.get(0);

    Recorder attracted = Recorder.create(lab, "attracted");
    try {
      lab.clusterSays(
          "cibadmin --create --scope constraints --xml-text '<rsc_location"
              + " id=\"attracted-there\" rsc=\"attracted\" node=\"%s\" score=\"1000\"/>'"
                  .formatted(first.name()));
      new Foretold(lab, attracted).comesTrue(RemoteNodes.arguments(lab, "root", hosts));
      assertEquals(List.of(first.name()), attracted.where());
    } finally {
      attracted.delete();
    }
    RemoteNodes.assertOnline(lab, first, hosts.get(1));
    assertFalse(lab.cib().contains("outpost-probe"), "the probe resource is gone when a run ends");

    Events again = Events.of(RemoteNodes.add(lab, "root", hosts, "--output", "jsonl"));
    assertEquals(
        Map.of("n1", 0, "n2", 0, first.name(), 0, hosts.get(1).name(), 0),
        again.counts("changed"),
        () -> again.statuses().toString());

    RemoteNodes.assertNothingFenced(lab);
  }

  @Test
  void aUserWithSudoDoesTheSame() {
    Host host = lab.addBlank();
    hosts = List.of(host);

    Result run = RemoteNodes.add(lab, "labuser", hosts);
    assertEquals(0, run.status(), run::all);
    RemoteNodes.assertOnline(lab, host);

    Result again = RemoteNodes.add(lab, "labuser", hosts);
    String recap = again.out().substring(again.out().indexOf("\nrecap\n"));
    List<String> changed = CHANGED.matcher(recap).results().map(m -> m.group(1)).toList();
    assertEquals(List.of("0", "0", "0"), changed, again::all);
    RemoteNodes.assertNothingFenced(lab);
  }
}
