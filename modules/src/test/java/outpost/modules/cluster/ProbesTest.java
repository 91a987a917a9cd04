package outpost.modules.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static outpost.modules.cluster.Recorded.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import outpost.api.Probe;
import outpost.api.Script;
import outpost.api.Secret;

/** Whom the modules ask what, and that every host's part is shell. */
class ProbesTest {
  private final RemoteNode elsewhere =
      new RemoteNode(
          "n-2",
          Optional.of("host2"),
          Optional.of("198.19.77.22"),
          Optional.of(3131),
          Optional.empty(),
          Map.of());

  private static List<String> parts(Probe<?> probe) {
    return probe.elsewhere().stream().map(part -> part.host() + " " + part.key()).toList();
  }

  private static String asked(Probe<?> probe, String key) {
    return probe.elsewhere().stream()
        .filter(part -> part.key().equals(key))
        .findFirst()
        .orElseThrow()
        .script()
        .text();
  }

  private Probe<?> join() {
    return new PacemakerRemoteNode().probe(Recorded.args(node("b1"), elsewhere));
  }

  private Probe<?> verify() {
    return new PacemakerVerify()
        .probe(
            new PacemakerVerify.Args(
                List.of(node("b1"), elsewhere),
                List.of("c1", "c2"),
                PacemakerVerify.Depth.PASSIVE,
                List.of()));
  }

  private static Probe<?> key() {
    return new PacemakerAuthkey()
        .probe(new PacemakerAuthkey.Args(List.of("c1", "c2"), PacemakerAuthkey.State.PRESENT));
  }

  private static Probe<?> auth() {
    return new PcsHostAuth()
        .probe(
            new PcsHostAuth.Args(
                List.of(new PcsHost("b1", Optional.empty(), Optional.empty())),
                PcsHostAuth.State.PRESENT,
                List.of("c1", "c2"),
                "hacluster",
                Optional.of(Secret.of("p"))));
  }

  private static Probe<?> guard() {
    return new PacemakerGuard()
        .probe(new PacemakerGuard.Args(true, true, 0, List.of(), List.of(), List.of("b1")));
  }

  @Test
  void askEveryClusterNodeAndEveryNodeToBe() {
    List<String> everybody = List.of("c1 hosts.0", "c2 hosts.1", "b1 remotes.0", "host2 remotes.1");
    assertEquals(everybody, parts(join()));
    assertEquals(everybody, parts(verify()));
    assertEquals(List.of("c1 hosts.0", "c1 configs.0", "c2 hosts.1", "c2 configs.1"), parts(key()));
    assertEquals(List.of("c1 hosts.0", "c2 hosts.1", "c1 nodes.0", "c2 nodes.1"), parts(auth()));
    assertEquals(List.of(), parts(guard()));
    assertEquals(List.of("seen"), join().local().stream().map(Probe.Local::key).toList());
    assertEquals(List.of("seen"), verify().local().stream().map(Probe.Local::key).toList());
  }

  @Test
  void askHowEveryServerResolves() {
    String asked = asked(join(), "hosts.1");
    assertTrue(asked.contains("emit resolves.0 \"$(getent ahosts 'b1'"), asked);
    assertTrue(asked.contains("emit resolves.1 \"$(getent ahosts '198.19.77.22'"), asked);
  }

  @Test
  void askWhoHoldsTheWantedPort() {
    assertTrue(asked(join(), "remotes.0").contains("port=''"), asked(join(), "remotes.0"));
    assertTrue(asked(join(), "remotes.1").contains("port='3131'"));
  }

  @Test
  void askWhatCanFenceEveryNodeAndWhatItsReleaseWouldDo() {
    String asked = join().script().map(Script::text).orElseThrow();
    assertTrue(asked.contains("set -- 'b1' 'n-2'"), asked);
    assertTrue(asked.contains("emit \"coverage.$node\" \"- $(stonith_admin --list"), asked);
    assertTrue(
        asked.contains("sed '-e' '/id=\"nodes-b1-standby\"/d' '-e' '/id=\"nodes-n-2-standby\"/d'"),
        asked);
    assertTrue(asked.contains("*outpost-join*) look earlier_; sleep 2 ;;"), asked);
    assertTrue(verify().script().orElseThrow().text().contains("*) look earlier_; sleep 2 ;;"));
    assertTrue(guard().script().orElseThrow().text().contains("*) : ;;"));
  }

  @Test
  void areShell(@TempDir Path folder) throws IOException, InterruptedException {
    for (Probe<?> probe : List.of(join(), verify(), key(), auth(), guard())) {
      for (Probe.Elsewhere part : probe.elsewhere()) shell(folder, part.script());
      if (probe.script().isPresent()) shell(folder, probe.script().get());
    }
  }

  private static void shell(Path folder, Script script) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("script"), script.text());
    Process sh = new ProcessBuilder("sh", "-n", file.toString()).redirectErrorStream(true).start();
    String said = new String(sh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, sh.waitFor(), () -> said + "\n" + script.text());
  }
}
