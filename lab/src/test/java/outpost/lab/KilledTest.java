package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A controller that is killed at any instant can be run again, and the end is the same. */
@EveryRelease
class KilledTest {
  private final Lab lab = Labs.shared();
  private final Kills kills = new Kills(lab);
  private final List<Host> hosts = new ArrayList<>();

  /** Free to run anywhere, and so on a node that is added. */
  private final Recorder recorder = Recorder.create(lab, "may-move");

  @AfterEach
  void removeWhatIsLeft() {
    removeAll();
    recorder.delete();
  }

  @Test
  @Timeout(value = 2, unit = TimeUnit.HOURS) // all of them, on a machine that is busy
  void aRunThatWasKilledIsCarriedOnByTheNext() {
    String wanted = undisturbed();
    int count = Profile.count("kills of the controller", 3, 20);
    for (int kill = 1; kill <= count; kill++) {
      Host host = killed();

      Result again = RemoteNodes.add(lab, "root", hosts);

      assertEquals(0, again.status(), again::all);
      RemoteNodes.assertOnline(lab, host);
      assertEquals(wanted, RemoteNodes.configurationOf(lab, host));
      assertFalse(lab.cib().contains("outpost-probe"), lab::cib);
      recorder.assertNeverTwice();
      RemoteNodes.assertNothingFenced(lab);
      removeAll();
    }
  }

  /** The configuration that a run leaves which nothing happens to. */
  private String undisturbed() {
    Host host = blank();
    Result run = kills.measure(RemoteNodes.arguments(lab, "root", hosts));
    assertEquals(0, run.status(), run::all);
    String configuration = RemoteNodes.configurationOf(lab, host);
    removeAll();
    return configuration;
  }

  /** A host in whatever state a killed run leaves; a run that is over too soon does not count. */
  private Host killed() {
    while (true) {
      Host host = blank();
      if (kills.strike(RemoteNodes.arguments(lab, "root", hosts))) return host;
      removeAll();
    }
  }

  private Host blank() {
    Host host = lab.addBlank();
    recorder.install(host);
    hosts.add(host);
    return host;
  }

  private void removeAll() {
    lab.remove(hosts);
    hosts.clear();
  }
}
