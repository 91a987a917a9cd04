package outpost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import outpost.remoted.RemotedServer;

class RemotedCommandTest {
  private static final byte[] KEY =
      "a key of the tests, long enough".getBytes(StandardCharsets.UTF_8);

  private @TempDir Path folder;

  @BeforeEach
  void writeKeys() throws IOException {
    Files.write(folder.resolve("key"), KEY);
    Files.writeString(folder.resolve("other"), "another key of the tests\n");
    Files.write(folder.resolve("empty"), new byte[0]);
  }

  private static RemotedServer node() throws IOException {
    return RemotedServer.listen(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        () -> Optional.of(KEY.clone()),
        RemotedServer.dummies());
  }

  private Invocation remoted(String... args) {
    return remoted(InputStream.nullInputStream(), args);
  }

  private Invocation remoted(InputStream in, String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "remoted";
    System.arraycopy(args, 0, all, 1, args.length);
    return Invocation.of(folder, Map.of(), Optional.empty(), in, all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"probe", "serve"})
  void everyCommandHasAHelp(String name) {
    Invocation help = remoted(name, "--help");
    Golden.check("help-remoted-" + name + ".txt", help.out());
    assertEquals(0, help.status());
  }

  @Test
  void aNodeThatHasTheKeyIsProvedWithoutBeingConnectedTo() throws IOException {
    try (RemotedServer node = node()) {
      Invocation probe = remoted("probe", "--authkey-file", "key", node.endpoint().toString());
      assertEquals(
          "ok: %s · `127.0.0.1` has this authkey\n".formatted(node.endpoint()), probe.out());
      assertEquals(0, probe.status());
      assertEquals(0, node.handshakes());
    }
  }

  @Test
  void nodesAreToldOfInTheirOrderEachWithItsCause() throws IOException {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    try (RemotedServer node = node()) {
      int port = node.endpoint().port();
      Invocation probe =
          remoted("probe", "--authkey-file", "other", "127.0.0.1:" + port, "127.0.0.1:" + nobody);
      String told =
          probe
              .out()
              .replace(":" + port, ":1")
              .replace(" " + nobody, " 2")
              .replace(":" + nobody, ":2");
      Golden.check("remoted-probe.txt", told);
      assertEquals(2, probe.status());
    }
  }

  @Test
  void aHostThatIsNotThereIsUnreachable() {
    Invocation probe = remoted("probe", "--authkey-file", "key", "no-such-host.invalid");
    assertTrue(
        probe.out().startsWith("unreachable: no-such-host.invalid · the name `no-such-host"),
        probe.out());
    assertEquals(4, probe.status());
  }

  @Test
  void programsGetALineOfJson() throws IOException {
    try (RemotedServer node = node()) {
      int port = node.endpoint().port();
      Invocation probe =
          remoted("probe", "--authkey-file", "key", "--output", "jsonl", "127.0.0.1:" + port);
      assertEquals(
          "{\"event\":\"probe\",\"status\":\"ok\",\"host\":\"127.0.0.1:%1$d\",\"port\":%1$d,"
                  .formatted(port)
              + "\"cause\":\"key-right\",\"message\":\"`127.0.0.1` has this"
              + " authkey\",\"hints\":[],",
          probe.out().replaceFirst("\"time\".*\n", ""));
    }
  }

  @Test
  void theKeyMayComeOnStandardInputAndIsNeverShown() throws IOException {
    try (RemotedServer node = node()) {
      Invocation probe =
          remoted(
              new ByteArrayInputStream(KEY),
              "probe",
              "--authkey-file",
              "-",
              node.endpoint().toString());
      assertEquals(0, probe.status(), probe.out());
      assertFalse((probe.out() + probe.err()).contains("a key of the tests"));
    }
  }

  @Test
  void withoutAKeyNothingIsDialled() {
    wrong(65, "error: `empty` is empty\n", "probe", "--authkey-file", "empty", "h");
    wrong(65, "error: there is no file `none`\n", "probe", "--authkey-file", "none", "h");
    wrong(64, "error: it is not said with which key\n", "probe", "h");
    wrong(65, "error: there is no file `none`\n", "serve", "--authkey-file", "none");
  }

  @Test
  void wrongUsageIsTold() {
    wrong(64, "error: no host is named\n", "probe", "--authkey-file", "key");
    wrong(64, "error: `a:b` is no host, and no host with a port\n", "probe", "a:b");
    wrong(64, "error: what is to be done about pacemaker_remote is not said\n");
    wrong(64, "error: there is no command `remoted prob`\n   = did you mean `probe`?\n", "prob");
    wrong(
        64,
        "error: there are no 3 ports from `65534` on\n",
        "serve",
        "--port",
        "65534",
        "--nodes",
        "3");
    wrong(64, "error: `--nodes` must be at least 1 and not `0`\n", "serve", "--nodes", "0");
    wrong(64, "error: `--fault` must be one of `no-tls13`, `no-register", "serve", "--fault", "x");
  }

  @Test
  void aPortThatIsTakenIsTold() throws IOException {
    try (RemotedServer node = node()) {
      int port = node.endpoint().port();
      wrong(
          65,
          "error: port " + port + " of `127.0.0.1` cannot be listened on: ",
          "serve",
          "--authkey-file",
          "key",
          "--port",
          "" + port);
    }
  }

  private void wrong(int status, String begin, String... args) {
    Invocation invocation = remoted(args);
    assertTrue(invocation.err().startsWith(begin), invocation.err());
    assertEquals("", invocation.out());
    assertEquals(status, invocation.status());
  }

  @Test
  void standInsAreMetAndCounted() throws Exception {
    try (Serving serving =
        Serving.start(folder, "--authkey-file", "key", "--port", "0", "--nodes", "2")) {
      String first = serving.line().replace("listening on ", "");
      String second = serving.line().replace("listening on ", "");
      assertEquals(0, remoted("probe", "--authkey-file", "key", first, second).status());
      assertEquals(2, remoted("probe", "--authkey-file", "other", first).status());
      Files.delete(folder.resolve("key"));
      Files.write(folder.resolve("copy"), KEY);
      assertEquals(2, remoted("probe", "--authkey-file", "copy", second).status());
      assertEquals(0, serving.interrupt());
      // one that has just been given up may not be counted yet
      String told = serving.line();
      assertTrue(
          told.matches("0 handshakes complete, [3-6] failed; 0 notices of a new client"), told);
    }
  }

  @Test
  void aStandInMisbehavesAsItIsTold() throws Exception {
    try (Serving serving =
        Serving.start(
            folder,
            "--authkey-file",
            "key",
            "--port",
            "0",
            "--fault",
            "no-tls13",
            "--output",
            "jsonl")) {
      String port = serving.line().replaceFirst(".*\"port\":(\\d+),.*", "$1");
      Invocation probe = remoted("probe", "--authkey-file", "key", "127.0.0.1:" + port);
      assertTrue(probe.out().contains("speaks TLS 1.2 at most"), probe.out());
      serving.interrupt();
      assertTrue(
          serving
              .line()
              .startsWith("{\"event\":\"served\",\"handshakes\":0,\"failed_handshakes\":"));
    }
  }
}
