package outpost.core.connect.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import outpost.api.Reach;
import outpost.api.Secret;
import outpost.core.connect.AnswerLost;
import outpost.core.connect.Become;
import outpost.core.connect.Connection;
import outpost.core.connect.HostUnreachable;
import outpost.core.connect.Login;
import outpost.core.connect.Login.HostKeys;
import outpost.core.connect.Machine;
import outpost.core.connect.Reply;
import outpost.core.connect.Reply.Fate;
import outpost.core.connect.Request;
import outpost.core.connect.Shell;

/** Against a real sshd. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SshConnectionTest {
  private static final Duration LONG = Duration.ofSeconds(120);

  @TempDir Path home;
  @TempDir Path server;
  private final Map<String, String> environment = new HashMap<>();
  private Path key;
  private Path knownHosts;
  private Sshd sshd;
  private SshConnections connections;

  @BeforeEach
  void start() throws Exception {
    Path ssh = Files.createDirectory(home.resolve(".ssh"));
    key = ssh.resolve("id_ed25519");
    Files.writeString(ssh.resolve("config"), "HashKnownHosts no\n");
    knownHosts = ssh.resolve("known_hosts");
    Sshd.key(key, "ed25519", "");
    sshd = Sshd.start(server);
    sshd.authorize(key);
    Files.writeString(knownHosts, sshd.knownHostsLine());
    connections = new SshConnections(home, System.getProperty("user.name"), environment);
  }

  @AfterEach
  void end() throws Exception {
    connections.close();
    sshd.close();
  }

  @Test
  void asksAHost() {
    try (Connection connection = connections.open(login())) {
      Reply reply = ask(connection.shell(Become.NO), "echo \"$PWD $LC_ALL\"; echo err >&2; exit 3");
      assertEquals("/ C\n", reply.out());
      assertEquals("err\n", reply.err());
      assertEquals(3, reply.status());
    }
  }

  @Test
  void carriesLargeInputAndOutput() {
    byte[] bytes = new byte[20_000_000];
    new Random(1).nextBytes(bytes);
    try (Connection connection = connections.open(login())) {
      Shell shell = connection.shell(Become.NO);
      Reply reply = exchange(shell, new Request("head -c 10000000", bytes, LONG));
      assertTrue(reply.ok(), reply.err());
      assertArrayEquals(java.util.Arrays.copyOf(bytes, 10_000_000), reply.stdout());
      assertEquals("next\n", ask(shell, "echo next").out());
    }
  }

  @Test
  void endsAScriptThatOverruns() {
    try (Connection connection = connections.open(login())) {
      Shell shell = connection.shell(Become.NO);
      String pid = ask(shell, "echo $$").out();
      Request slow = new Request("echo a; sleep 50", new byte[0], Duration.ofSeconds(1));
      Reply reply = exchange(shell, slow);
      assertEquals(Fate.TIMED_OUT, reply.fate());
      assertEquals("a\n", reply.out());
      assertEquals(pid, ask(shell, "echo $$").out());
    }
  }

  @Test
  void aLostAnswerIsSaidAndTheNextExchangeConnectsAnew() throws Exception {
    try (Connection connection = connections.open(login())) {
      Shell shell = connection.shell(Become.NO);
      AnswerLost lost = assertThrows(AnswerLost.class, () -> ask(shell, cut()));
      assertTrue(lost.getMessage().contains("`node1`"), lost.getMessage());
      assertFalse(lost.getMessage().contains("Exception"), lost.getMessage());
      assertEquals("back\n", ask(shell, "echo back").out());
    }
  }

  @Test
  void aConnectionThatBrokeWhileIdleIsMadeAnewUnnoticed() throws Exception {
    try (Connection connection = connections.open(login())) {
      Shell shell = connection.shell(Become.NO);
      String pid = ask(shell, "echo $$; echo $PPID").out();
      ask(shell, "( sleep 0.5; " + cut() + " ) </dev/null >/dev/null 2>&1 &");
      Thread.sleep(1500);
      assertFalse(pid.equals(ask(shell, "echo $$; echo $PPID").out()));
    }
  }

  @Test
  void aHostThatIsGoneIsUnreachableOnTheNextExchange() throws Exception {
    try (Connection connection = connections.open(login())) {
      Shell shell = connection.shell(Become.NO);
      ask(shell, "true");
      sshd.close();
      HostUnreachable gone =
          assertThrows(
              HostUnreachable.class,
              () -> {
                while (true) {
                  try {
                    ask(shell, "true");
                  } catch (AnswerLost e) {
                    // the first one may have been sent
                  }
                }
              });
      assertTrue(gone.getMessage().contains("refused"), gone.getMessage());
    }
  }

  @Test
  void noiseOfTheUsersFilesDisturbsNoAnswer() throws Exception {
    sshd.close();
    try (Sshd noisy =
        Sshd.start(
            server,
            "ForceCommand echo noise; echo more noise >&2; sh -c \"$SSH_ORIGINAL_COMMAND\"")) {
      Files.writeString(knownHosts, noisy.knownHostsLine());
      try (Connection connection = connections.open(login(noisy.port))) {
        Reply reply = ask(connection.shell(Become.NO), "echo answer");
        assertEquals("answer\n", reply.out());
        assertEquals("", reply.err());
      }
    }
  }

  @Test
  void anAccountWithoutAShellIsExplained() throws Exception {
    sshd.close();
    try (Sshd closed =
        Sshd.start(server, "ForceCommand echo This account is currently not available.; exit 1")) {
      Files.writeString(knownHosts, closed.knownHostsLine());
      try (Connection connection = connections.open(login(closed.port))) {
        HostUnreachable e = assertThrows(HostUnreachable.class, () -> connection.shell(Become.NO));
        assertTrue(
            e.getMessage().endsWith("This account is currently not available."), e.getMessage());
      }
    }
  }

  @Test
  void refusalsOfTheServerAreExplained() throws Exception {
    sshd.close();
    try (Sshd strict = Sshd.start(server, "MaxSessions 1", "AllowTcpForwarding no")) {
      Files.writeString(knownHosts, strict.knownHostsLine());
      try (Connection connection = connections.open(login(strict.port))) {
        connection.shell(Become.NO);
        Become other = new Become(Optional.of("nobody"), Optional.empty());
        HostUnreachable e = assertThrows(HostUnreachable.class, () -> connection.shell(other));
        assertEquals("`node1` opens no more sessions on this connection", e.getMessage());
        assertTrue(e.hint().contains("MaxSessions"));
        IOException dial =
            assertThrows(IOException.class, () -> connection.dial("127.0.0.1", 1, LONG));
        assertTrue(dial.getMessage().contains("may not forward"), dial.getMessage());
      }
    }
  }

  @Test
  void dialsAsTheHostWould() throws Exception {
    try (Connection connection = connections.open(login());
        ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture.runAsync(
          () -> {
            try (Socket peer = listener.accept()) {
              peer.getInputStream().transferTo(peer.getOutputStream());
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          });
      try (Reach.Line line =
          connection.dial("127.0.0.1", listener.getLocalPort(), Duration.ofSeconds(2))) {
        byte[] bytes = new byte[1_000_000];
        new Random(2).nextBytes(bytes);
        CompletableFuture<Void> writer =
            CompletableFuture.runAsync(
                () -> {
                  try {
                    line.out().write(bytes);
                    line.out().flush();
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                });
        assertArrayEquals(bytes, line.in().readNBytes(bytes.length));
        writer.get(10, TimeUnit.SECONDS);
        assertThrows(SocketTimeoutException.class, () -> line.in().read());
      }
      IOException refused =
          assertThrows(
              IOException.class, () -> connection.dial("127.0.0.1", Sshd.freePort(), LONG));
      assertTrue(refused.getMessage().endsWith("refused the connection"), refused.getMessage());
      IOException unknown =
          assertThrows(IOException.class, () -> connection.dial("no-such.invalid", 1, LONG));
      assertTrue(unknown.getMessage().contains("does not resolve"), unknown.getMessage());
      assertEquals("fine\n", ask(connection.shell(Become.NO), "echo fine").out());
    }
  }

  @Test
  void goesThroughAnotherHost() throws Exception {
    Path second = Files.createDirectory(server.resolve("second"));
    try (Sshd inner = Sshd.start(second)) {
      inner.authorize(key);
      Files.writeString(knownHosts, sshd.knownHostsLine() + inner.knownHostsLine());
      Login login = with(login(inner.port), List.of("127.0.0.1:" + sshd.port));
      try (Connection connection = connections.open(login)) {
        String from = ask(connection.shell(Become.NO), "echo \"$SSH_CONNECTION\"").out();
        assertTrue(from.strip().endsWith(" " + inner.port), from);
        byte[] bytes = new byte[3_000_000];
        Request request = new Request("wc -c | tr -d ' '", bytes, LONG);
        assertEquals("3000000\n", exchange(connection.shell(Become.NO), request).out());
      }
      HostUnreachable e =
          assertThrows(
              HostUnreachable.class,
              () ->
                  connections.open(
                      with(login(Sshd.freePort()), List.of("127.0.0.1:" + sshd.port))));
      assertTrue(e.getMessage().contains("refused the connection"), e.getMessage());
    }
  }

  @Test
  void manyHostsConnectAtOnce() throws Exception {
    sshd.close();
    try (Sshd busy = Sshd.start(server, "MaxStartups 3:50:6")) {
      Files.writeString(knownHosts, busy.knownHostsLine());
      List<CompletableFuture<String>> all =
          IntStream.range(0, 12)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () -> {
                            try (Connection connection = connections.open(login(busy.port))) {
                              return ask(connection.shell(Become.NO), "echo " + i).out();
                            }
                          },
                          work -> new Thread(work).start()))
              .toList();
      for (int i = 0; i < all.size(); i++) assertEquals(i + "\n", all.get(i).get());
    }
  }

  @Test
  void networkTroublesAreNamed() throws Exception {
    int closed = Sshd.freePort();
    assertEquals(
        "`node1`: `127.0.0.1` port " + closed + " refused the connection",
        unreachable(login(closed)).getMessage());
    Login unknown = login("no-such.invalid", 22, HostKeys.STRICT, Optional.empty());
    assertEquals(
        "`node1`: the name `no-such.invalid` does not resolve", unreachable(unknown).getMessage());
  }

  @Test
  void aServerThatSaysNothingOrSomethingElseIsNamed() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Login login = login(silent.getLocalPort());
      HostUnreachable e = unreachable(with(login, List.of(), List.of(), Duration.ofSeconds(2)));
      assertEquals(
          "`node1`: no SSH server answered on `127.0.0.1` port "
              + silent.getLocalPort()
              + " after 2 s",
          e.getMessage());
    }
    try (ServerSocket web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread server =
          new Thread(
              () -> {
                while (!web.isClosed()) {
                  try (Socket peer = web.accept()) {
                    peer.getInputStream().read(new byte[100]);
                    peer.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
                  } catch (IOException e) {
                    return;
                  }
                }
              });
      server.start();
      HostUnreachable e = unreachable(login(web.getLocalPort()));
      assertEquals(
          "`node1`: `127.0.0.1` port "
              + web.getLocalPort()
              + " closed the connection before an SSH server answered",
          e.getMessage());
    }
  }

  @Test
  void anUnknownHostKeyIsRefusedWithItsFingerprint() throws Exception {
    Files.delete(knownHosts);
    HostUnreachable e = unreachable(login());
    assertTrue(
        e.getMessage().startsWith("the host key of `node1` is not known: ssh-ed25519 SHA256:"),
        e.getMessage());
    assertTrue(e.hint().contains("ssh -p " + sshd.port + " 127.0.0.1"), e.hint());
    assertFalse(Files.exists(knownHosts));
  }

  @Test
  void anUnknownHostKeyIsAddedWhenAskedFor() throws Exception {
    Files.writeString(knownHosts, "# no newline at the end");
    Login login = login(HostKeys.ACCEPT_NEW);
    connections.open(login).close();
    assertEquals("# no newline at the end\n" + sshd.knownHostsLine(), Files.readString(knownHosts));
    connections.open(login()).close();
    connections.open(login).close();
    assertEquals(2, Files.readAllLines(knownHosts).size());
  }

  @Test
  void aChangedHostKeyIsRefusedUnlessChecksAreOff() throws Exception {
    Path other = home.resolve("other");
    Sshd.key(other, "ed25519", "");
    String wrong = Files.readString(Path.of(other + ".pub")).split(" ")[1];
    Files.writeString(knownHosts, "[127.0.0.1]:" + sshd.port + " ssh-ed25519 " + wrong + "\n");
    for (HostKeys judgement : List.of(HostKeys.STRICT, HostKeys.ACCEPT_NEW)) {
      HostUnreachable e = unreachable(login(judgement));
      assertTrue(e.getMessage().contains("has CHANGED"), e.getMessage());
      assertTrue(e.getMessage().contains(knownHosts + ":1"), e.getMessage());
      assertTrue(e.hint().contains("ssh-keygen -R [127.0.0.1]:" + sshd.port), e.hint());
    }
    connections.open(login(HostKeys.OFF)).close();
  }

  @Test
  void aRevokedHostKeyIsRefusedAlwaysAndAnAuthorityIsNoKey() throws Exception {
    Files.writeString(knownHosts, "@revoked * " + sshd.knownHostsLine().split(" ", 2)[1]);
    assertTrue(unreachable(login(HostKeys.OFF)).getMessage().contains("REVOKED"));
    Files.writeString(knownHosts, "@cert-authority * " + sshd.knownHostsLine().split(" ", 2)[1]);
    assertTrue(unreachable(login()).getMessage().contains("certificate authority"));
  }

  @Test
  void hostKeysAndKeyExchangesOfEveryKindWork() throws Exception {
    sshd.close();
    for (String type : List.of("rsa", "ecdsa", "ecdsa -b 384", "ecdsa -b 521")) {
      Path folder = Files.createDirectory(server.resolve(type.replace(' ', '_')));
      String[] words = type.split(" ");
      Sshd.key(
          folder.resolve("host_ed25519"),
          words[0],
          "",
          java.util.Arrays.copyOfRange(words, 1, words.length));
      try (Sshd other = Sshd.start(folder)) {
        other.authorize(key);
        Files.writeString(knownHosts, other.knownHostsLine());
        assertDoesNotThrow(() -> connections.open(login(other.port)).close(), type);
      }
    }
    for (String kex :
        List.of(
            "ecdh-sha2-nistp256",
            "ecdh-sha2-nistp384",
            "ecdh-sha2-nistp521",
            "diffie-hellman-group14-sha256",
            "diffie-hellman-group16-sha512",
            "diffie-hellman-group-exchange-sha256")) {
      try (Sshd other = Sshd.start(server, "KexAlgorithms " + kex)) {
        Files.writeString(knownHosts, other.knownHostsLine());
        assertDoesNotThrow(() -> connections.open(login(other.port)).close(), kex);
      }
    }
    for (String cipher :
        List.of("aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "aes128-ctr", "aes256-ctr")) {
      try (Sshd other = Sshd.start(server, "Ciphers " + cipher)) {
        Files.writeString(knownHosts, other.knownHostsLine());
        assertDoesNotThrow(() -> connections.open(login(other.port)).close(), cipher);
      }
    }
    try (Sshd old = Sshd.start(server, "Ciphers aes128-cbc")) {
      Files.writeString(knownHosts, old.knownHostsLine());
      HostUnreachable e = unreachable(login(old.port));
      assertTrue(e.getMessage().contains("shares no algorithm with us"), e.getMessage());
      assertFalse(e.getMessage().contains("Exception"), e.getMessage());
    }
  }

  @Test
  void hashedKnownHostsCount() throws Exception {
    Sshd.run(
        List.of(
            Machine.program("ssh-keygen", "openssh-client").toString(),
            "-H",
            "-f",
            knownHosts.toString()));
    assertTrue(Files.readString(knownHosts).startsWith("|1|"));
    connections.open(login()).close();
    Files.delete(knownHosts);
    Files.writeString(home.resolve(".ssh/config"), "HashKnownHosts yes\n");
    connections.open(login(HostKeys.ACCEPT_NEW)).close();
    assertTrue(Files.readString(knownHosts).startsWith("|1|"));
    connections.open(login()).close();
  }

  @Test
  void keysOfEveryKindLogIn() throws Exception {
    for (String kind :
        List.of(
            "rsa",
            "rsa -m PEM",
            "rsa -m PKCS8",
            "ecdsa",
            "ecdsa -b 384",
            "ecdsa -b 521",
            "ecdsa -m PEM")) {
      Path file = home.resolve("key " + kind.replace(' ', '_'));
      String[] words = kind.split(" ");
      Sshd.key(file, words[0], "", java.util.Arrays.copyOfRange(words, 1, words.length));
      Files.delete(key);
      Files.copy(file, key);
      Files.writeString(server.resolve("authorized_keys"), "");
      sshd.authorize(file);
      try (SshConnections fresh = new SshConnections(home, user(), Map.of())) {
        assertDoesNotThrow(() -> fresh.open(login()).close(), kind);
      }
    }
  }

  @Test
  void aLockedKeyIsNamed() throws Exception {
    Path locked = home.resolve("locked");
    Sshd.key(locked, "ed25519", "a passphrase");
    HostUnreachable e = unreachable(login(List.of(locked)));
    assertTrue(
        e.getMessage().contains("`" + locked + "` is protected by a passphrase"), e.getMessage());
    Path pem = home.resolve("pem");
    Sshd.key(pem, "rsa", "a passphrase", "-m", "PEM");
    assertTrue(unreachable(login(List.of(pem))).getMessage().contains("passphrase"));
    assertTrue(
        unreachable(login(List.of(home.resolve("none")))).getMessage().contains("cannot be read"));
  }

  @Test
  void aRefusedLoginSaysWhatWasTried() throws Exception {
    Files.writeString(server.resolve("authorized_keys"), "");
    HostUnreachable e = unreachable(login());
    assertEquals(
        "`node1` refused the login of `"
            + user()
            + "`: tried key `"
            + key
            + "`; it accepts publickey",
        e.getMessage());
    Files.delete(key);
    try (SshConnections fresh = new SshConnections(home, user(), Map.of())) {
      HostUnreachable nothing = assertThrows(HostUnreachable.class, () -> fresh.open(login()));
      assertTrue(nothing.getMessage().contains("we had nothing to try"), nothing.getMessage());
    }
  }

  @Test
  void theAgentsKeysLogIn() throws Exception {
    for (String type : List.of("ed25519", "rsa", "ecdsa")) {
      Path held = home.resolve("held-" + type);
      Sshd.key(held, type, "");
      Files.writeString(server.resolve("authorized_keys"), "");
      sshd.authorize(held);
      Path socket = Files.createTempDirectory("agent").resolve("s");
      Process agent =
          new ProcessBuilder(
                  Machine.program("ssh-agent", "openssh-client").toString(),
                  "-D",
                  "-a",
                  "" + socket)
              .redirectErrorStream(true)
              .start();
      try {
        while (!Files.exists(socket)) Thread.sleep(20);
        ProcessBuilder add =
            new ProcessBuilder(
                Machine.program("ssh-add", "openssh-client").toString(), "-q", "" + held);
        add.environment().put("SSH_AUTH_SOCK", "" + socket);
        assertEquals(0, add.start().waitFor());
        try (SshConnections fresh =
            new SshConnections(home, user(), Map.of("SSH_AUTH_SOCK", "" + socket))) {
          fresh.open(login()).close();
        }
      } finally {
        agent.destroy();
        agent.waitFor();
      }
    }
  }

  @Test
  void certificatesLogIn() throws Exception {
    Path authority = home.resolve("authority");
    Sshd.key(authority, "ed25519", "");
    for (String type : List.of("ed25519", "rsa")) {
      Path file = home.resolve("certified-" + type);
      Sshd.key(file, type, "");
      Sshd.run(
          List.of(
              Machine.program("ssh-keygen", "openssh-client").toString(),
              "-q",
              "-s",
              "" + authority,
              "-I",
              "test",
              "-n",
              user(),
              "" + file));
      Files.writeString(
          server.resolve("authorized_keys"),
          "cert-authority " + Files.readString(Path.of(authority + ".pub")));
      connections.open(login(List.of(file))).close();
    }
  }

  @Test
  void followsTheUsersSshConfig() throws Exception {
    Path moved = home.resolve("moved");
    Files.move(key, moved);
    Files.writeString(
        home.resolve(".ssh/extra.conf"),
        "Host node?\n  Port " + sshd.port + "\n  IdentityFile=%d/moved\n");
    Files.writeString(
        home.resolve(".ssh/config"),
        """
        Include extra.conf
        Host other !node1
          Port 1
        Host node1 # a comment
          HostName "127.0.0.1"
          Port 2
          HostKeyAlias elsewhere
        """);
    Files.writeString(knownHosts, "elsewhere " + sshd.knownHostsLine().split(" ", 2)[1]);
    connections.open(Login.to("node1")).close();
  }

  @Test
  void whatCannotBeFollowedIsRefused() throws Exception {
    Path config = home.resolve(".ssh/config");
    Files.writeString(config, "Host 127.0.0.1\n ProxyCommand nc %h %p\n");
    assertTrue(unreachable(login()).getMessage().contains("`ProxyCommand nc %h %p`"));
    Files.writeString(config, "Match exec true\n Port 1\n");
    assertTrue(unreachable(login()).getMessage().contains(config + ":1"));
    Files.writeString(config, "Host 127.0.0.1\n ProxyCommand ssh -q -W %h:%p 127.0.0.1\n");
    assertTrue(
        unreachable(login()).getMessage().contains("lead round in a circle"),
        unreachable(login()).getMessage());
  }

  private static String cut() {
    return "kill -KILL $PPID";
  }

  private HostUnreachable unreachable(Login login) {
    return assertThrows(HostUnreachable.class, () -> connections.open(login));
  }

  private static String user() {
    return System.getProperty("user.name");
  }

  private Login login() {
    return login(HostKeys.STRICT);
  }

  private Login login(int port) {
    return login("127.0.0.1", port, HostKeys.STRICT, Optional.empty());
  }

  private Login login(HostKeys hostKeys) {
    return login("127.0.0.1", sshd.port, hostKeys, Optional.empty());
  }

  private Login login(List<Path> identities) {
    return with(login(), identities, List.of(), LONG);
  }

  private static Login with(Login plain, List<String> jump) {
    return with(plain, List.of(), jump, LONG);
  }

  private static Login with(
      Login plain, List<Path> identities, List<String> jump, Duration timeout) {
    return new Login(
        plain.name(),
        plain.address(),
        false,
        plain.port(),
        plain.user(),
        plain.password(),
        identities,
        plain.hostKeys(),
        plain.knownHosts(),
        jump,
        Optional.of(timeout),
        plain.config());
  }

  private static Login login(
      String address, int port, HostKeys hostKeys, Optional<Secret> password) {
    return new Login(
        "node1",
        address,
        false,
        Optional.of(port),
        Optional.empty(),
        password,
        List.of(),
        Optional.of(hostKeys),
        Optional.empty(),
        List.of(),
        Optional.of(Duration.ofSeconds(60)),
        Optional.empty());
  }

  private static Reply ask(Shell shell, String script) {
    return exchange(shell, new Request(script, new byte[0], LONG));
  }

  private static Reply exchange(Shell shell, Request request) {
    return shell.exchange(List.of(List.of(request))).get(0).get(0);
  }
}
