package outpost.remoted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import outpost.remoted.RemotedServer.Fault;

@Timeout(60)
class RemoteSessionTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Resource DUMMY = Resource.ocf("probe", "pacemaker", "Dummy");

  private static Operation once(String action) {
    return Operation.once("probe", action, LIMIT, Map.of());
  }

  private static Diagnosis prove(RemotedServer server, byte[] key, Limits limits) {
    return RemoteSession.prove(
        Nodes.unused(server.endpoint()),
        Peer.dialer(),
        Credential.of(key),
        limits,
        Clock.systemUTC());
  }

  @Test
  void registers() throws IOException {
    try (RemotedServer server = Nodes.server();
        RemoteSession session = Nodes.open(server)) {
      Registration registration = session.registration();
      assertEquals("1.1", registration.protocolVersion());
      assertEquals(Optional.of(Duration.ofSeconds(25)), registration.uptime());
      assertEquals(Optional.empty(), registration.startState());
      assertEquals(36, registration.clientId().length());
    }
  }

  @Test
  void provesTheRegistration() throws IOException {
    try (RemotedServer server = Nodes.server()) {
      prove(server, Keys.RIGHT, Nodes.PATIENT); // the first handshake of a machine takes longest
      Diagnosis diagnosis =
          RemoteSession.prove(Nodes.unused(server.endpoint()), Peer.dialer(), Keys.RIGHT);
      assertEquals(new Diagnosis(server.endpoint(), Cause.REGISTERED, "1.1"), diagnosis);
      assertTrue(diagnosis.keyIsRight());
    }
  }

  @Test
  void registersOverTls12Too() throws IOException {
    try (RemotedServer server = Nodes.server(Fault.NO_TLS13)) {
      assertEquals(Cause.REGISTERED, prove(server, Keys.RIGHT, Nodes.PATIENT).cause());
      assertEquals(1, server.handshakes());
    }
  }

  @Test
  void tellsAWrongKeyAndCompletesNoHandshake() throws IOException {
    try (RemotedServer server = Nodes.server()) {
      assertEquals(Cause.KEY_DIFFERS, prove(server, Keys.WRONG, Nodes.PATIENT).cause());
      assertEquals(0, server.handshakes());
    }
  }

  @Test
  void tellsAWrongKeyOverTls12Too() throws IOException {
    try (RemotedServer server = Nodes.server(Fault.NO_TLS13)) {
      Cause cause = prove(server, Keys.WRONG, Nodes.PATIENT).cause();
      // which of them depends on who is faster, the server's goodbye or our own writing
      assertTrue(cause == Cause.KEY_DIFFERS || cause == Cause.CUT_OFF, cause::id);
      assertEquals(0, server.handshakes());
    }
  }

  @Test
  void theHalfHandshakeIsNotNoticedByAClusterAndTheFullOneIs() throws Exception {
    try (RemotedServer server = Nodes.server();
        RemoteSession cluster = Nodes.open(server)) {
      int failedBefore = server.failedHandshakes();
      for (int i = 0; i < 10; i++) {
        assertEquals(
            Cause.KEY_RIGHT,
            new HalfHandshake(Peer.dialer(), Nodes.PATIENT)
                .prove(server.endpoint(), Keys.RIGHT)
                .cause());
      }
      while (server.failedHandshakes() < failedBefore + 10) {
        Thread.sleep(1); // until the server has made up its mind about each
      }
      assertEquals(1, server.handshakes());
      assertEquals(0, server.announced());
      cluster.poke();

      Nodes.open(server).close();
      assertEquals(2, server.handshakes());
      assertEquals(1, server.announced());
      RemoteFailure takeover = assertThrows(RemoteFailure.class, cluster::poke);
      assertEquals(Cause.CLUSTER_CONNECTED, takeover.diagnosis().cause());
    }
  }

  @Test
  void leavesAtOnceWhenAClusterConnects() throws Exception {
    try (RemotedServer server = Nodes.server();
        RemoteSession session = Nodes.open(server);
        RemoteSession cluster = Nodes.open(server)) {
      assertThrows(RemoteFailure.class, session::poke);
      while (server.connected() > 1) {
        Thread.sleep(1); // until the server has seen us leave
      }
      assertThrows(IllegalStateException.class, session::poke);
      cluster.poke();
    }
  }

  @Test
  void runsAResourceAsAClusterDoes() throws IOException {
    try (RemotedServer server = Nodes.server();
        RemoteSession session = Nodes.open(server)) {
      assertEquals(Optional.empty(), session.resource("probe"));
      session.register(DUMMY);
      assertEquals(Optional.of(DUMMY), session.resource("probe"));
      assertEquals(7, session.run(once("monitor")).exitCode());
      assertTrue(session.run(once("start")).ok());
      assertTrue(session.run(once("monitor")).ok());
      assertTrue(session.run(once("stop")).ok());
      Result after = session.run(once("monitor"));
      assertFalse(after.ok());
      assertEquals(Result.Status.DONE, after.status());
      session.unregister("probe");
      assertEquals(Optional.empty(), session.resource("probe"));
    }
  }

  @Test
  void knowsAResourceWithoutProvider() throws IOException {
    try (RemotedServer server = Nodes.server();
        RemoteSession session = Nodes.open(server)) {
      Resource unit = Resource.systemd("web", "nginx");
      session.register(unit);
      assertEquals(Optional.of(unit), session.resource("web"));
      Result result = session.run(Operation.once("web", "start", LIMIT, Map.of()));
      assertEquals(Result.Status.NOT_INSTALLED, result.status());
      assertEquals(Optional.of("nginx does not exist"), result.exitReason());
      assertEquals(Optional.empty(), result.output());
    }
  }

  @Test
  void keepsWhatAnAgentPrinted() throws IOException {
    try (RemotedServer server = Nodes.server();
        RemoteSession session = Nodes.open(server)) {
      session.register(DUMMY);
      Result result = session.run(once("dance"));
      assertEquals(3, result.exitCode());
      assertEquals(Optional.of("usage: Dummy {start|stop|monitor}"), result.output());
      assertEquals(Optional.empty(), result.exitReason());
    }
  }

  @Test
  void handsParametersToTheAgent() throws IOException {
    Map<String, String> parameters = Map.of("plain", "a<b>\"&é\n\t", "1st", "one");
    Agents echo =
        (resource, operation) ->
            new Agents.Answer(
                0,
                Result.Status.DONE,
                "",
                String.join(
                    "|",
                    operation.parameters().get("plain"),
                    operation.parameters().get("1st"),
                    operation.parameters().get("CRM_meta_timeout")));
    try (RemotedServer server = Nodes.server(echo);
        RemoteSession session = Nodes.open(server)) {
      session.register(DUMMY);
      Result result = session.run(Operation.once("probe", "start", LIMIT, parameters));
      assertEquals(Optional.of("a<b>\"&é\n\t|one|20000"), result.output());
    }
  }

  @Test
  void aRecurringOperationHasManyResultsUntilItIsCancelled() throws IOException {
    Duration often = Duration.ofMillis(5);
    try (RemotedServer server = Nodes.server();
        RemoteSession session = Nodes.open(server)) {
      session.register(DUMMY);
      int call = session.start(new Operation("probe", "monitor", often, LIMIT, Map.of()));
      assertEquals(7, session.result(call, MINUTE).exitCode());
      assertEquals(List.of(new Recurring("probe", "monitor", often, LIMIT)), session.recurring());
      session.run(once("start"));
      Result result = session.result(call, MINUTE);
      while (!result.ok()) {
        result = session.result(call, MINUTE);
      }
      assertTrue(session.cancel("probe", "monitor", often));
      while (result.status() != Result.Status.CANCELLED) {
        result = session.result(call, MINUTE);
      }
      assertFalse(session.cancel("probe", "monitor", often));
      assertEquals(List.of(), session.recurring());
    }
  }

  @Test
  void aRefusalDoesNotEndTheSession() throws IOException {
    try (RemotedServer server = Nodes.server();
        RemoteSession session = Nodes.open(server)) {
      Diagnosis refusal =
          assertThrows(RemoteFailure.class, () -> session.run(once("start"))).diagnosis();
      assertEquals(Cause.OPERATION_REFUSED, refusal.cause());
      assertEquals("lrmd_rsc_exec, ENODEV (no such resource)", refusal.detail());
      assertEquals(
          "lrmd_rsc_cancel, ENODEV (no such resource)",
          assertThrows(
                  RemoteFailure.class,
                  () -> session.cancel("probe", "monitor", Duration.ofSeconds(1)))
              .diagnosis()
              .detail());
      session.poke();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NO_REGISTER_REPLY, NO_REGISTER_REPLY, register",
    "VERSION_REFUSED, VERSION_REFUSED, EPROTO (protocol error)",
    "REGISTRATION_REFUSED, REGISTRATION_REFUSED, EACCES (permission denied)",
    "REGISTERS_OTHERWISE, NOT_PACEMAKER, it answers the registration with something else",
    "OPERATIONS_UNKNOWN, OPERATION_UNKNOWN, lrmd_rsc_poke",
    "FROZEN, NO_REPLY, lrmd_rsc_poke",
    "DIES, DAEMON_GONE, ''",
    "LEAVES, LINE_CLOSED, ''",
    "OVERSIZED, TOO_LARGE, 2130706",
    "BAD_MAGIC, NOT_PACEMAKER, a message begins with badadb58",
    "NO_XML, NOT_PACEMAKER, a message is no XML",
    "OTHER_XML, NOT_PACEMAKER, a message is called cib_command"
  })
  void tellsWhatGoesWrongBehindTls(Fault fault, Cause cause, String detail) throws IOException {
    Limits limits =
        switch (fault) {
          case NO_REGISTER_REPLY -> Nodes.limits(300); // nothing at all comes
          case FROZEN -> Nodes.limits(2_000); // the registration's reply must come in time
          default -> Nodes.PATIENT;
        };
    try (RemotedServer server = Nodes.server(fault)) {
      Diagnosis diagnosis = prove(server, Keys.RIGHT, limits);
      assertEquals(cause, diagnosis.cause());
      assertTrue(diagnosis.detail().startsWith(detail), diagnosis::detail);
      assertEquals(cause == Cause.REGISTERED, diagnosis.keyIsRight());
    }
  }

  @ParameterizedTest
  @CsvSource({"NOTIFIES_FIRST", "ONE_RECORD", "CHATTERS"})
  void copesWithWhatRealDaemonsDo(Fault fault) throws IOException {
    try (RemotedServer server = Nodes.server(fault);
        RemoteSession session = Nodes.open(server)) {
      session.poke();
      session.register(DUMMY);
      assertTrue(session.run(once("start")).ok());
      session.poke();
    }
  }

  @Test
  void readsTheNumbersOfAResultWhoseTextIsGarbled() throws IOException {
    Agents cafe =
        (resource, operation) -> new Agents.Answer(4, Result.Status.ERROR, "", "café & <x> \"q\"");
    try (RemotedServer server = Nodes.server(cafe, Fault.UNESCAPED);
        RemoteSession session = Nodes.open(server)) {
      session.register(DUMMY);
      Result result = session.run(once("start"));
      assertEquals(4, result.exitCode());
      assertEquals(Result.Status.ERROR, result.status());
      assertEquals(Optional.empty(), result.output());
      session.poke();
    }
  }

  @Test
  void aDaemonThatIsStoppedIsGone() throws IOException {
    RemotedServer server = Nodes.server();
    try (RemoteSession session = Nodes.open(server)) {
      server.close();
      assertEquals(
          Cause.DAEMON_GONE, assertThrows(RemoteFailure.class, session::poke).diagnosis().cause());
    }
  }

  @Test
  void aResultThatDoesNotComeEndsTheSession() throws IOException {
    try (RemotedServer server = Nodes.server();
        RemoteSession session = Nodes.open(server)) {
      RemoteFailure late =
          assertThrows(RemoteFailure.class, () -> session.result(4711, Duration.ofMillis(50)));
      assertEquals(Cause.NO_REPLY, late.diagnosis().cause());
      assertThrows(IllegalStateException.class, session::poke);
    }
  }

  @Test
  void doesNotConnectOnStaleEvidence() throws IOException {
    try (RemotedServer server = Nodes.server()) {
      UnusedNode unused = Nodes.unused(server.endpoint());
      Instant late = Instant.now().plus(UnusedNode.FRESH).plusSeconds(1);
      assertEquals(
          Cause.EVIDENCE_STALE,
          RemoteSession.prove(
                  unused,
                  Peer.dialer(),
                  Credential.of(Keys.RIGHT),
                  Nodes.PATIENT,
                  Clock.fixed(late, ZoneOffset.UTC))
              .cause());
      assertEquals(0, server.handshakes());
    }
  }

  @Test
  void tellsAPortThatRefuses() {
    assertEquals(
        Cause.REFUSED,
        RemoteSession.prove(Nodes.unused(Peer.nobody()), Peer.dialer(), Keys.RIGHT).cause());
  }

  @Test
  void tellsWhatTheFullConnectionRunsInto() throws IOException {
    try (RemotedServer server = Nodes.server()) {
      int[] dialled = {0};
      Dialer once =
          to -> {
            if (dialled[0]++ > 0) {
              throw new IOException("No route to host");
            }
            return Peer.dialer().dial(to);
          };
      assertEquals(
          Cause.NO_ROUTE,
          RemoteSession.prove(
                  Nodes.unused(server.endpoint()),
                  once,
                  Credential.of(Keys.RIGHT),
                  Nodes.PATIENT,
                  Clock.systemUTC())
              .cause());
    }
  }

  @Test
  void closingSaysGoodbyeAndDoesNoHarmTwice() throws Exception {
    try (RemotedServer server = Nodes.server()) {
      RemoteSession session = Nodes.open(server);
      session.close();
      session.close();
      while (server.connected() > 0) {
        Thread.sleep(1);
      }
      assertThrows(IllegalStateException.class, session::poke);
    }
  }

  @Test
  void leavesNoLineOpen() throws IOException {
    AtomicInteger open = new AtomicInteger();
    try (RemotedServer server = Nodes.server();
        RemotedServer older = Nodes.server(Fault.NO_TLS13)) {
      UnusedNode node = Nodes.unused(server.endpoint());
      Dialer dialer = Peer.counting(open);
      RemoteSession session =
          RemoteSession.open(
              node, dialer, Credential.of(Keys.RIGHT), Nodes.PATIENT, Clock.systemUTC());
      assertEquals(1, open.get());
      session.close();
      assertEquals(0, open.get());
      RemoteSession.prove(
          Nodes.unused(older.endpoint()),
          dialer,
          Credential.of(Keys.WRONG),
          Nodes.PATIENT,
          Clock.systemUTC());
      assertEquals(0, open.get());
    }
  }

  @Test
  void anInterruptedSessionSaysSo() throws IOException {
    try (RemotedServer server = Nodes.server();
        RemoteSession session = Nodes.open(server)) {
      Thread.currentThread().interrupt();
      RemoteFailure failure = assertThrows(RemoteFailure.class, session::poke);
      assertTrue(Thread.interrupted());
      assertEquals(Cause.INTERRUPTED, failure.diagnosis().cause());
    }
  }
}
