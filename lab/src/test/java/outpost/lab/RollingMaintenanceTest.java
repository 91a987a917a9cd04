package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Work on remote nodes that are in use, batch by batch: what runs on them goes on elsewhere
 * meanwhile, and nothing is fenced.
 */
@EveryRelease
class RollingMaintenanceTest {
  private static final String PLAYBOOK = "playbooks/rolling-maintenance.yml";
  private static final Pattern MOVE = Pattern.compile("(on-\\w+) moves from (\\w+) to (\\w+)");
  private static final String WORK =
      """
      - name: It was here
        copy:
          dest: /etc/maintained
          content: "${stamp}\\n"
      """;

  private static Lab lab;
  private static final List<Host> hosts = new ArrayList<>();
  private static final List<Recorder> recorders = new ArrayList<>();

  /** How long a resource runs nowhere when it is moved by hand. */
  private static Duration usual = Duration.ZERO;

  @BeforeAll
  static void join() {
    lab = Labs.shared();
    for (int i = 0; i < 6; i++) hosts.add(lab.addBlank());
    RemoteNodes.join(lab, hosts);
    for (Host host : hosts) {
      Recorder recorder = Recorder.create(lab, "on-" + host.name());
      recorders.add(recorder);
      recorder.prefer(host);
      for (Duration gap : recorder.gaps()) if (gap.compareTo(usual) > 0) usual = gap;
    }
  }

  @AfterAll
  static void leave() {
    recorders.forEach(Recorder::delete);
    lab.remove(hosts);
  }

  @AfterEach
  void nothingWasFencedAndNothingRanTwice() {
    RemoteNodes.assertNothingFenced(lab);
    recorders.forEach(Recorder::assertNeverTwice);
  }

  @Test
  void sixNodesAreMaintainedTwoByTwoWithoutOverlapAndASecondRunChangesNothing() {
    String before = lab.cib();

    Result check =
        lab.engine(arguments(hosts, WORK, "one", "--check", "-e", "maintenance_serial=2"));
    assertEquals(0, check.status(), check::all);
    assertTrue(MOVE.matcher(check.out()).find(), check::all);
    assertEquals(before, lab.cib());

    new Foretold(lab, recorders.toArray(Recorder[]::new))
        .comesTrue(arguments(hosts, WORK, "one", "-e", "maintenance_serial=2"));
    for (int n = 0; n < hosts.size(); n++) {
      assertEquals("one\n", hosts.get(n).read("/etc/maintained"));
      Recorder recorder = recorders.get(n);
      Host home = hosts.get(n);
      Host.await(
          60, recorder.id() + " is back", () -> recorder.where().equals(List.of(home.name())));
      for (Duration gap : recorder.gaps()) {
        assertTrue(gap.compareTo(usual.plusSeconds(5)) <= 0, () -> gap + ", usually " + usual);
      }
    }
    assertFalse(lab.cib().contains("outpost"), lab::cib);
    RemoteNodes.assertOnline(lab, hosts.toArray(Host[]::new));

    Events.of(lab.engine(arguments(hosts, WORK, "one", "--output", "jsonl")))
        .assertNothingChanged();
  }

  @Test
  void aNodeThatDoesNotComeBackStopsTheRolloutAndTheNextRunCarriesOn() {
    List<Host> three = hosts.subList(0, 3);
    Host lost = three.get(1);
    String breaking =
        WORK
            + "- name: It does not come back\n"
            + "  when: inventory_hostname == '"
            + lost.name()
            + "'\n"
            + "  command: systemctl mask --now pacemaker_remote\n";

    Result run = lab.engine(arguments(three, breaking, "two"));

    assertEquals(2, run.status(), run::all);
    assertTrue(run.out().contains("this batch is not whole again"), run::all);
    assertEquals("two\n", three.get(0).read("/etc/maintained"));
    assertFalse(three.get(2).holds("grep -q two /etc/maintained"), run::all);
    assertTrue(lab.cib().contains("nodes-" + lost.name() + "-outpost-hold"), lab::cib);
    assertFalse(lab.cib().contains("outpost-lease"), lab::cib);
    assertEquals(1, recorders.get(1).where().size());
    RemoteNodes.assertNothingFenced(lab);

    lost.must("systemctl unmask pacemaker_remote");
    Result again = lab.engine(arguments(three, WORK, "two"));

    assertEquals(0, again.status(), again::all);
    assertEquals("two\n", three.get(2).read("/etc/maintained"));
    assertFalse(lab.cib().contains("outpost"), lab::cib);
    RemoteNodes.assertOnline(lab, hosts.toArray(Host[]::new));
  }

  @Test
  void aSecondControllerIsToldWhoIsAtWork() {
    List<Host> one = hosts.subList(0, 1);
    EngineRun working = lab.startEngine(arguments(one, WORK, "three"));
    Host.await(120, "the lease is taken", () -> lab.cib().contains("outpost-lease"));

    Result second = lab.engine(arguments(hosts.subList(1, 2), WORK, "three"));

    assertEquals(2, second.status(), second::all);
    assertTrue(
        Pattern.compile("\\w+@\\S+ is at work on this cluster since \\S+Z, process \\d+")
            .matcher(second.out())
            .find(),
        second::all);
    assertTrue(second.out().contains("`break: true`"), second::all);
    Result first = working.toEnd();
    assertEquals(0, first.status(), first::all);
    assertFalse(lab.cib().contains("outpost"), lab::cib);
  }

  @Test
  @Timeout(value = 2, unit = TimeUnit.HOURS) // all of them, on a machine that is busy
  void aMaintenanceThatWasKilledIsCarriedOnByTheNext() {
    List<Host> two = hosts.subList(0, 2);
    Kills kills = new Kills(lab);
    Result whole = kills.measure(arguments(two, WORK, "undisturbed"));
    assertEquals(0, whole.status(), whole::all);
    int count = Profile.count("kills of a maintenance", 3, 20);
    for (int kill = 0, run = 0; kill < count; run++) {
      String stamp = "run " + run;
      if (kills.strike(arguments(two, WORK, stamp))) kill++;

      Result again = lab.engine(arguments(two, WORK, stamp));

      assertEquals(0, again.status(), again::all);
      for (Host host : two) assertEquals(stamp + "\n", host.read("/etc/maintained"));
      assertFalse(lab.cib().contains("outpost"), lab::cib);
      RemoteNodes.assertOnline(lab, hosts.toArray(Host[]::new));
      nothingWasFencedAndNothingRanTwice();
    }
  }

  private static String[] arguments(
      List<Host> some, String tasks, String stamp, String... options) {
    Path work = lab.folder().resolve("work.yml");
    try {
      Files.writeString(work, tasks);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Stream<String> call =
        Stream.of("-e", "maintenance_tasks=" + work, "-e", "{\"stamp\": \"" + stamp + "\"}");
    String[] all = Stream.concat(call, Stream.of(options)).toArray(String[]::new);
    return RemoteNodes.call(PLAYBOOK, lab, some, all);
  }
}
