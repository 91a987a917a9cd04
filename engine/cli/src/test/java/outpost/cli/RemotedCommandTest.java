package outpost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import outpost.remoted.Agents;
import outpost.remoted.RemotedServer;
import outpost.remoted.Result;

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
    Map<String, String> environment =
        Map.of("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    return Invocation.of(folder, environment, Optional.empty(), in, all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"probe", "register", "exec", "serve"})
  void everyCommandHasAHelp(String name) {
    Invocation help = remoted(name, "--help");
    Golden.check("help-remoted-" + name + ".txt", help.out());
    assertEquals(0, help.status());
  }

  @Test
  void aNodeThatHasTheKeyIsProvedWithoutBeingConnectedTo() throws IOException {
    try (RemotedServer node = node()) {
      Invocation probe =
          remoted("probe", "-T", "60", "--authkey-file", "key", node.endpoint().toString());
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
          remoted(
              "probe",
              "-T",
              "60",
              "--authkey-file",
              "other",
              "127.0.0.1:" + port,
              "127.0.0.1:" + nobody);
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
    Invocation probe =
        remoted("probe", "-T", "60", "--authkey-file", "key", "no-such-host.invalid");
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
          remoted(
              "probe",
              "-T",
              "60",
              "--authkey-file",
              "key",
              "--output",
              "jsonl",
              "127.0.0.1:" + port);
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
              "-T",
              "60",
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
      assertEquals(
          0, remoted("probe", "-T", "60", "--authkey-file", "key", first, second).status());
      assertEquals(2, remoted("probe", "-T", "60", "--authkey-file", "other", first).status());
      Files.delete(folder.resolve("key"));
      Files.write(folder.resolve("copy"), KEY);
      assertEquals(2, remoted("probe", "-T", "60", "--authkey-file", "copy", second).status());
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
      Invocation probe = remoted("probe", "-T", "60", "--authkey-file", "key", "127.0.0.1:" + port);
      assertTrue(probe.out().contains("speaks TLS 1.2 at most"), probe.out());
      serving.interrupt();
      assertTrue(
          serving
              .line()
              .startsWith("{\"event\":\"served\",\"handshakes\":0,\"failed_handshakes\":"));
    }
  }

  /** A host that is this machine, and a node of a cluster as well. */
  private void host(String address, String vars, String cib) throws IOException {
    assumeTrue(
        Stream.of("/bin/ss", "/usr/bin/ss", "/sbin/ss", "/usr/sbin/ss")
            .anyMatch(ss -> Files.isExecutable(Path.of(ss))),
        "iproute2 is there");
    Files.writeString(
        folder.resolve("hosts"),
        """
        h ansible_host=%s %s
        c ansible_connection=local
        """
            .formatted(address, vars));
    Files.createDirectories(folder.resolve("bin"));
    Path cibadmin = folder.resolve("bin/cibadmin");
    Files.writeString(cibadmin, "#!/bin/sh\ncat <<'E'\n" + cib + "\nE\n");
    Files.setPosixFilePermissions(cibadmin, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void host() throws IOException {
    host("127.0.0.1", "ansible_connection=local", "<cib/>");
  }

  private Invocation on(RemotedServer node, String command, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                command,
                "-i",
                "hosts",
                "-T",
                "60",
                "--authkey-file",
                "key",
                "h:" + node.endpoint().port()));
    args.addAll(List.of(more));
    return remoted(args.toArray(String[]::new));
  }

  @Test
  void aNodeThatNobodyUsesIsRegisteredWith() throws IOException {
    host();
    try (RemotedServer node = node()) {
      Invocation register = on(node, "register");
      assertEquals(
          "ok: h:%d · `127.0.0.1` lets us in and accepts executor protocol 1.1\n"
              .formatted(node.endpoint().port()),
          register.out(),
          register.err());
      assertEquals(0, register.status());
      assertEquals(1, node.handshakes());
    }
  }

  @Test
  void aNodeThatAClusterUsesOrMayUseIsRefused() throws IOException {
    String cib =
        "<cib><configuration><resources><primitive id='r1' class='ocf' provider='pacemaker'"
            + " type='remote'><instance_attributes id='a'><nvpair id='b' name='server'"
            + " value='127.0.0.1'/><nvpair id='c' name='port' value='%d'/></instance_attributes>"
            + "</primitive></resources></configuration></cib>";
    try (RemotedServer node = node()) {
      int port = node.endpoint().port();
      host();
      try (Socket peer = new Socket("127.0.0.1", port)) {
        refused(node, "`127.0.0.1` has a connection to port " + port + " already, from ");
      }
      host("127.0.0.1", "ansible_port=1", "");
      refused(node, "`h` cannot be asked who is connected to its pacemaker_remote: ");
      host("192.0.2.1", "ansible_connection=local", "");
      refused(node, "`h` does not have the address `192.0.2.1` itself: what answers there may be");
      host("127.0.0.1", "ansible_connection=local", cib.formatted(port));
      refused(node, "the cluster of `c` uses `127.0.0.1` already: its", "--cluster", "c");
      host("127.0.0.1", "ansible_connection=local", "no XML");
      refused(node, "what `c` says of its configuration is no XML", "--cluster", "c");
      assertEquals(0, node.handshakes());
      host();
      assertEquals(0, on(node, "register", "--cluster", "c").status());
    }
  }

  private void refused(RemotedServer node, String why, String... more) {
    Invocation register = on(node, "register", more);
    assertTrue(register.out().startsWith("failed: h · " + why), register.out() + register.err());
    assertEquals(2, register.status());
  }

  @Test
  void anAgentRunsAndNothingIsLeftOfIt() throws IOException {
    host();
    try (RemotedServer node = node()) {
      Invocation exec = on(node, "exec", "ocf:pacemaker:Dummy", "monitor", "start", "monitor");
      assertEquals(
          """
          failed: monitor · exit 7, not running · 1 ms
          ok: start · exit 0, ok · 1 ms
          ok: monitor · exit 0, ok · 1 ms
          ok: stop, as nothing is to be left · exit 0, ok · 1 ms
          """,
          exec.out(),
          exec.err());
      assertEquals(2, exec.status());
      assertEquals(0, on(node, "exec", "--leave", "ocf:pacemaker:Dummy", "start").status());
      Invocation json = on(node, "exec", "--output", "jsonl", "ocf:pacemaker:Dummy", "stop");
      assertTrue(
          json.out()
              .contains(
                  "\"action\":\"stop\",\"rc\":0,\"state\":\"done\",\"output\":null,\"took\":0"),
          json.out());
      Invocation none = on(node, "exec", "ocf:heartbeat:Other", "monitor");
      assertEquals(
          "failed: monitor · exit 5, not installed, not installed · 1 ms · Other does not exist\n",
          none.out());
    }
  }

  @Test
  void aParameterOfAFileIsNeverShown() throws IOException {
    host();
    Files.writeString(folder.resolve("params"), "# secret\npassword=hunter22\n");
    RemotedServer telling =
        RemotedServer.listen(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            () -> Optional.of(KEY.clone()),
            (resource, operation) ->
                new Agents.Answer(0, Result.Status.DONE, "", operation.parameters().toString()));
    try (telling) {
      Invocation exec =
          on(telling, "exec", "-p", "@params", "-p", "ip=192.0.2.7", "ocf:x:Y", "monitor");
      assertTrue(
          exec.out().contains("\n  {CRM_meta_timeout=60000, password=***, ip=192.0.2.7}"),
          exec.out());
    }
  }

  @Test
  void wrongUsageOfRegisterAndExecIsTold() throws IOException {
    host();
    wrong(64, "error: no host is named\n", "register");
    wrong(64, "error: it is not said with which key\n", "register", "h");
    wrong(64, "error: certificates are not said in full\n", "register", "--ca-file", "x", "h");
    wrong(
        64,
        "error: both an authkey and certificates are said\n",
        "probe",
        "--authkey-file",
        "key",
        "--ca-file=x",
        "--cert-file=x",
        "--cert-key-file=x",
        "h");
    wrong(
        65,
        "error: the certificate's file holds no certificate\n",
        "probe",
        "--ca-file=empty",
        "--cert-file=empty",
        "--cert-key-file=empty",
        "h");
    wrong(64, "error: no agent is named\n", "exec", "h");
    wrong(64, "error: no action is named\n", "exec", "h", "systemd:sshd");
    wrong(64, "error: `ocf:Dummy` is no resource agent\n", "exec", "h", "ocf:Dummy", "start");
    wrong(
        65,
        "error: no host or group is called `x`\n",
        "register",
        "-i",
        "hosts",
        "--authkey-file",
        "key",
        "x");
  }
}
