package outpost.remoted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client of a real daemon relies on, asked of ours word by word. */
@Timeout(60)
class RemotedServerTest {
  private static final Element DUMMY = Resource.ocf("r", "pacemaker", "Dummy").element();
  private static final Element ID = Element.named(Lrmd.RESOURCE).with(Lrmd.RESOURCE_ID, "r");
  private static final Element NOTHING = Element.named(Lrmd.RESOURCE);

  private static Element action(String action, int interval) {
    return ID.with(Lrmd.ACTION, action)
        .with(Lrmd.INTERVAL, interval)
        .with(Lrmd.TIMEOUT, 20_000)
        .with(Element.named(Lrmd.ATTRIBUTES).with("fake", "hello"));
  }

  private static List<String> told(Element message) {
    return List.of(message.name(), message.get(Lrmd.OPERATION).orElse(""));
  }

  @Test
  void aRegistrationIsAnsweredInFull() throws IOException {
    try (RemotedServer server = Nodes.server();
        RawClient client = RawClient.nameless(server)) {
      client.send(
          client
              .request(Lrmd.REGISTER)
              .with(Lrmd.CLIENT_NAME, "raw")
              .with(Lrmd.PROTOCOL_VERSION, "1.1"));
      Element reply = client.hear();
      String id = reply.get(Lrmd.CLIENT_ID).orElseThrow();
      assertEquals(
          Element.named(Lrmd.REPLY)
              .with(Lrmd.ORIGIN, "process_lrmd_message")
              .with(Lrmd.RC, 0)
              .with(Lrmd.CALL_ID, 1)
              .with(Lrmd.OPERATION, Lrmd.REGISTER)
              .with(Lrmd.CLIENT_ID, id)
              .with(Lrmd.PROTOCOL_VERSION, "1.1")
              .with(Lrmd.UPTIME, 25)
              .with(Lrmd.MESSAGE_ID, 1)
              .with(Lrmd.MESSAGE_TYPE, "reply"),
          reply);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "1.0, 0", "1.2, 0", "2.0, 0", "0.9, -71", "'', -71", "one, -71"})
  void onlyAProtocolVersionFrom1OnIsTaken(String version, String rc) throws IOException {
    try (RemotedServer server = Nodes.server();
        RawClient client = RawClient.nameless(server)) {
      client.send(client.request(Lrmd.REGISTER).with(Lrmd.PROTOCOL_VERSION, version));
      assertEquals(Optional.of(rc), RawClient.rc(client.hear()));
    }
  }

  @Test
  void onlyClientsWithANameHearOfAPoke() throws IOException {
    try (RemotedServer server = Nodes.server();
        RawClient named = RawClient.registered(server);
        RawClient nameless = RawClient.nameless(server)) {
      Element reply = nameless.ask(Lrmd.POKE, NOTHING);
      assertEquals(Optional.of("0"), RawClient.rc(reply));
      assertEquals(List.of(Lrmd.NOTIFY, Lrmd.NEW_CLIENT), told(named.hear()));
      Element notice = named.hear();
      assertEquals(List.of(Lrmd.NOTIFY, Lrmd.POKE), told(notice));
      assertEquals(reply.get(Lrmd.CALL_ID), notice.get(Lrmd.CALL_ID));
      assertEquals(Optional.of("0"), notice.get(Lrmd.MESSAGE_ID));
      assertEquals(Optional.of("notify"), notice.get(Lrmd.MESSAGE_TYPE));
      // the next thing the nameless one hears is its next reply, not that notice
      assertEquals(Lrmd.REPLY, nameless.ask(Lrmd.RESOURCE_INFO, ID).name());
    }
  }

  @Test
  void aNamelessClientIsNotToldOfNewOnes() throws IOException {
    try (RemotedServer server = Nodes.server();
        RawClient first = RawClient.nameless(server)) {
      first.ask(Lrmd.RESOURCE_INFO, ID);
      RawClient.registered(server).close();
      assertEquals(0, server.announced());
      assertEquals(2, server.handshakes());
    }
  }

  @Test
  void callIdsCountTheRequestsOfAllClients() throws IOException {
    try (RemotedServer server = Nodes.server();
        RawClient first = RawClient.nameless(server);
        RawClient second = RawClient.nameless(server)) {
      assertEquals(Optional.of("1"), first.ask(Lrmd.POKE, NOTHING).get(Lrmd.CALL_ID));
      assertEquals(Optional.of("2"), second.ask(Lrmd.POKE, NOTHING).get(Lrmd.CALL_ID));
      assertEquals(Optional.of("3"), first.ask(Lrmd.POKE, NOTHING).get(Lrmd.CALL_ID));
    }
  }

  @Test
  void theWatchdogCheckIsNeverAnswered() throws IOException {
    try (RemotedServer server = Nodes.server();
        RawClient client = RawClient.nameless(server)) {
      client.send(client.request("lrmd_check"));
      assertEquals(Optional.of("2"), client.ask(Lrmd.POKE, NOTHING).get(Lrmd.MESSAGE_ID));
    }
  }

  @Test
  void whatIsNoCommandIsIgnored() throws IOException {
    try (RemotedServer server = Nodes.server();
        RawClient client = RawClient.nameless(server)) {
      client.send(Element.named(Lrmd.IPC_PROXY).with(Lrmd.MESSAGE_ID, 77));
      assertEquals(Optional.of("1"), client.ask(Lrmd.POKE, NOTHING).get(Lrmd.MESSAGE_ID));
    }
  }

  @Test
  void aRequestWithoutIdOrDataIsAnsweredToo() throws IOException {
    try (RemotedServer server = Nodes.server();
        RawClient client = RawClient.nameless(server)) {
      client.send(Element.named(Lrmd.COMMAND).with(Lrmd.OPERATION, Lrmd.POKE));
      Element reply = client.hear();
      assertEquals(Optional.of("0"), reply.get(Lrmd.MESSAGE_ID));
      assertEquals(Optional.of("reply"), reply.get(Lrmd.MESSAGE_TYPE));
    }
  }

  @Test
  void anUnknownOperationIsRefused() throws IOException {
    try (RemotedServer server = Nodes.server();
        RawClient client = RawClient.nameless(server)) {
      assertEquals(Optional.of("-95"), RawClient.rc(client.ask("lrmd_dance", NOTHING)));
    }
  }

  @Test
  void registeringAndForgettingAResourceIsToldToAll() throws IOException {
    try (RemotedServer server = Nodes.server();
        RawClient client = RawClient.registered(server)) {
      assertEquals(Optional.of("0"), RawClient.rc(client.ask(Lrmd.RESOURCE_REGISTER, DUMMY)));
      Element added = client.hear();
      assertEquals(List.of(Lrmd.NOTIFY, Lrmd.RESOURCE_REGISTER), told(added));
      assertEquals(Optional.of("r"), added.get(Lrmd.RESOURCE_ID));
      assertEquals(Optional.of("0"), RawClient.rc(client.ask(Lrmd.RESOURCE_UNREGISTER, ID)));
      assertEquals(List.of(Lrmd.NOTIFY, Lrmd.RESOURCE_UNREGISTER), told(client.hear()));
      assertEquals(Optional.of("-19"), RawClient.rc(client.ask(Lrmd.RESOURCE_UNREGISTER, NOTHING)));
    }
  }

  @Test
  void aResultEchoesWhatWasAskedAndComesAfterTheReply() throws IOException {
    try (RemotedServer server = Nodes.server();
        RawClient client = RawClient.registered(server)) {
      client.ask(Lrmd.RESOURCE_REGISTER, DUMMY);
      client.hear();
      Element reply = client.ask(Lrmd.EXEC, 2, action("start", 0));
      assertEquals(Lrmd.REPLY, reply.name());
      assertEquals(Optional.of("3"), RawClient.rc(reply));
      assertEquals(
          Element.named(Lrmd.NOTIFY)
              .with(Lrmd.ORIGIN, "send_cmd_complete_notify")
              .with(Lrmd.OPERATION, Lrmd.EXEC)
              .with(Lrmd.TIMEOUT, 20_000)
              .with(Lrmd.INTERVAL, 0)
              .with(Lrmd.START_DELAY, 0)
              .with(Lrmd.EXEC_RC, 0)
              .with(Lrmd.EXEC_STATUS, 0)
              .with(Lrmd.CALL_ID, 3)
              .with(Lrmd.EXEC_TIME, 1)
              .with(Lrmd.QUEUE_TIME, 0)
              .with(Lrmd.RESOURCE_ID, "r")
              .with(Lrmd.ACTION, "start")
              .with(Lrmd.MESSAGE_ID, 0)
              .with(Lrmd.MESSAGE_TYPE, "notify")
              .with(Element.named(Lrmd.ATTRIBUTES).with("fake", "hello")),
          client.hear());
    }
  }

  @Test
  void aResultGoesToAllUnlessItIsAskedForOneself() throws IOException {
    try (RemotedServer server = Nodes.server();
        RawClient cluster = RawClient.registered(server);
        RawClient client = RawClient.registered(server)) {
      assertEquals(List.of(Lrmd.NOTIFY, Lrmd.NEW_CLIENT), told(cluster.hear()));
      client.ask(Lrmd.RESOURCE_REGISTER, DUMMY);
      client.hear();
      assertEquals(List.of(Lrmd.NOTIFY, Lrmd.RESOURCE_REGISTER), told(cluster.hear()));
      client.ask(Lrmd.EXEC, 2, action("start", 0));
      client.hear();
      client.ask(Lrmd.EXEC, 0, action("stop", 0));
      client.hear();
      // the first result the cluster hears is that of the second operation
      assertEquals(Optional.of("stop"), cluster.hear().get(Lrmd.ACTION));
    }
  }

  @Test
  void operationsOnWhatIsNotThereAreRefused() throws IOException {
    try (RemotedServer server = Nodes.server();
        RawClient client = RawClient.nameless(server)) {
      assertEquals(Optional.of("-19"), RawClient.rc(client.ask(Lrmd.EXEC, action("start", 0))));
      assertEquals(Optional.of("-19"), RawClient.rc(client.ask(Lrmd.CANCEL, action("m", 1))));
      assertEquals(Optional.of("-22"), RawClient.rc(client.ask(Lrmd.CANCEL, ID)));
      assertEquals(
          Optional.of("-22"),
          RawClient.rc(client.ask(Lrmd.CANCEL, ID.with(Lrmd.ACTION, "monitor"))));
      assertEquals(Optional.of("-19"), RawClient.rc(client.ask(Lrmd.RESOURCE_INFO, ID)));
    }
  }

  @Test
  void theResultOfACancelledMonitorComesBeforeTheReply() throws IOException {
    try (RemotedServer server = Nodes.server();
        RawClient client = RawClient.registered(server)) {
      client.ask(Lrmd.RESOURCE_REGISTER, DUMMY);
      client.hear();
      client.ask(Lrmd.EXEC, 2, action("monitor", 3_600_000));
      assertEquals(Optional.of("7"), client.hear().get(Lrmd.EXEC_RC));
      Element cancelled = client.ask(Lrmd.CANCEL, action("monitor", 3_600_000));
      assertEquals(List.of(Lrmd.NOTIFY, Lrmd.EXEC), told(cancelled));
      assertEquals(Optional.of("1"), cancelled.get(Lrmd.EXEC_STATUS));
      assertEquals(Optional.of("3"), cancelled.get(Lrmd.CALL_ID));
      assertEquals(Optional.of("0"), RawClient.rc(client.hear()));
      assertEquals(
          Optional.of("-95"), RawClient.rc(client.ask(Lrmd.CANCEL, action("monitor", 3_600_000))));
    }
  }

  @Test
  void aRecurringOperationMayTellOnlyOfChanges() throws IOException {
    AtomicInteger runs = new AtomicInteger();
    Agents failsTheThirdTime =
        (resource, operation) -> Agents.Answer.exit(runs.incrementAndGet() == 3 ? 7 : 0);
    try (RemotedServer server = Nodes.server(failsTheThirdTime);
        RawClient client = RawClient.registered(server)) {
      client.ask(Lrmd.RESOURCE_REGISTER, DUMMY);
      client.hear();
      client.ask(Lrmd.EXEC, 2 | 4, action("monitor", 2));
      assertEquals(Optional.of("0"), client.hear().get(Lrmd.EXEC_RC));
      assertEquals(Optional.of("7"), client.hear().get(Lrmd.EXEC_RC));
      assertEquals(Optional.of("0"), client.hear().get(Lrmd.EXEC_RC));
    }
  }

  @Test
  void repeatingARequestReplacesTheFormer() throws IOException {
    try (RemotedServer server = Nodes.server();
        RawClient client = RawClient.registered(server)) {
      client.ask(Lrmd.RESOURCE_REGISTER, DUMMY);
      client.hear();
      for (int i = 0; i < 2; i++) {
        client.ask(Lrmd.EXEC, 2, action("monitor", 3_600_000));
        client.hear();
      }
      client.ask(Lrmd.EXEC, 2, action("monitor", 7_200_000));
      client.hear();
      assertEquals(
          List.of(
              Element.named(Lrmd.RESOURCE)
                  .with(Lrmd.RESOURCE_ID, "r")
                  .with(repeated(3_600_000))
                  .with(repeated(7_200_000))),
          client.ask(Lrmd.GET_RECURRING, NOTHING).children());
      assertEquals(
          List.of(),
          client.ask(Lrmd.GET_RECURRING, NOTHING.with(Lrmd.RESOURCE_ID, "other")).children());
    }
  }

  private static Element repeated(int interval) {
    return Element.named(Lrmd.RESOURCE_OPERATION)
        .with(Lrmd.ACTION, "monitor")
        .with(Lrmd.INTERVAL, interval)
        .with(Lrmd.TIMEOUT, 20_000);
  }

  @Test
  void stoppingAndForgettingAResourceEndWhatRecursOnIt() throws IOException {
    try (RemotedServer server = Nodes.server();
        RawClient client = RawClient.registered(server)) {
      for (Runnable ending : List.<Runnable>of(() -> stop(client), () -> forget(client))) {
        recur(client, 0, 3_600_000);
        ending.run();
        assertEquals(List.of(), client.ask(Lrmd.GET_RECURRING, NOTHING).children());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "3, 0"})
  void aResourceSaysWhetherItsMonitorsOutliveTheLastClient(int options, int left) throws Exception {
    try (RemotedServer server = Nodes.server()) {
      RawClient first = RawClient.registered(server);
      recur(first, options, 3_600_000);
      first.close();
      while (server.connected() > 0) {
        Thread.sleep(1); // until the server has seen it leave
      }
      try (RawClient second = RawClient.registered(server)) {
        assertEquals(left, second.ask(Lrmd.GET_RECURRING, NOTHING).children().size());
      }
    }
  }

  @Test
  void monitorsGoOnWhileAnyClientIsLeft() throws Exception {
    try (RemotedServer server = Nodes.server();
        RawClient stays = RawClient.nameless(server)) {
      stays.ask(Lrmd.RESOURCE_INFO, ID);
      RawClient leaves = RawClient.registered(server);
      recur(leaves, 3, 3_600_000);
      leaves.close();
      while (server.connected() > 1) {
        Thread.sleep(1);
      }
      assertEquals(1, stays.ask(Lrmd.GET_RECURRING, NOTHING).children().size());
    }
  }

  private static void recur(RawClient client, int options, int interval) throws IOException {
    client.ask(Lrmd.RESOURCE_REGISTER, options, DUMMY);
    client.hear();
    client.ask(Lrmd.EXEC, 2, action("monitor", interval));
    client.hear();
  }

  private static void stop(RawClient client) {
    try {
      client.ask(Lrmd.EXEC, 2, action("stop", 0));
      client.hear();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void forget(RawClient client) {
    try {
      client.ask(Lrmd.RESOURCE_UNREGISTER, ID);
      client.hear();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void noKeyMeansNoClient() throws IOException {
    try (RemotedServer server =
        RemotedServer.listen(
            new java.net.InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), 0),
            Optional::empty,
            RemotedServer.dummies())) {
      assertEquals(
          Cause.KEY_DIFFERS,
          new HalfHandshake(Peer.dialer(), Nodes.PATIENT)
              .prove(server.endpoint(), Keys.RIGHT)
              .cause());
      assertEquals(0, server.handshakes());
    }
  }

  @RepeatedTest(100)
  void closingFreesThePort() throws IOException {
    RemotedServer server = Nodes.server();
    Endpoint at = server.endpoint();
    server.close();
    assertEquals(Cause.REFUSED, new HalfHandshake(Peer.dialer()).prove(at, Keys.RIGHT).cause());
    assertTrue(server.connected() == 0);
  }

  @Test
  void aDummyKnowsItsActions() {
    Agents agents = RemotedServer.dummies();
    Resource dummy = Resource.ocf("r", "pacemaker", "Dummy");
    Resource other = Resource.ocf("s", "pacemaker", "Dummy");
    assertEquals(7, run(agents, dummy, "monitor"));
    assertEquals(0, run(agents, dummy, "start"));
    assertEquals(0, run(agents, dummy, "monitor"));
    assertEquals(7, run(agents, other, "monitor"));
    assertEquals(0, run(agents, dummy, "stop"));
    assertEquals(7, run(agents, dummy, "monitor"));
    assertEquals(0, run(agents, dummy, "validate-all"));
    assertEquals(0, run(agents, dummy, "meta-data"));
    assertEquals(3, run(agents, dummy, "dance"));
    assertEquals(5, run(agents, Resource.systemd("r", "nginx"), "start"));
  }

  private static int run(Agents agents, Resource resource, String action) {
    return agents
        .run(
            resource,
            Operation.once(
                resource.id(), action, java.time.Duration.ofSeconds(1), java.util.Map.of()))
        .exitCode();
  }

  @Test
  void aClientThatTalksGarbageIsLeft() throws Exception {
    try (RemotedServer server = Nodes.server();
        RawClient client = RawClient.registered(server)) {
      client.send(Element.named("cib_command"));
      assertThrows(IOException.class, client::hear);
      while (server.connected() > 0) {
        Thread.sleep(1);
      }
    }
  }
}
