package outpost.modules.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import outpost.api.Reach;
import outpost.api.Script;
import outpost.remoted.RemotedServer;

/** What cluster nodes see of a node, against a small pacemaker_remoted of our own. */
class SightTest {
  private static final byte[] KEY =
      "the cluster's key, of any length".getBytes(StandardCharsets.UTF_8);

  private RemotedServer server;
  private final Map<String, byte[]> keys = new HashMap<>(Map.of("c1", KEY, "c2", KEY));
  private final List<String> dialled = new ArrayList<>();
  private String cib = Recorded.cibText("fresh");
  private String mon = new String(Recorded.file("fresh-mon"), StandardCharsets.UTF_8);
  private String peers = "";
  private String usualPort = "\n";
  private Set<String> down = Set.of();

  @BeforeEach
  void listen() throws IOException {
    server =
        RemotedServer.listen(
            new InetSocketAddress("127.0.0.1", 0), () -> Optional.of(KEY), RemotedServer.dummies());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  /** Hosts that answer what they are asked, and dial the server for whatever address. */
  private final class Hosts implements Reach {
    @Override
    public String host() {
      return "h";
    }

    @Override
    public Reply ask(String host, Script script) throws IOException {
      if (down.contains(host)) throw new IOException("down");
      String text = script.text();
      if (text.equals("cibadmin -Q")) return says(cib);
      if (text.startsWith("crm_mon")) return says(mon);
      if (text.startsWith("peers=")) {
        return says(
            peers.replaceAll("(?m)^(?=.)", "peer ") + "name " + host + "\nname 127.0.0.1\n");
      }
      if (text.endsWith("PCMK_remote_port")) return says(usualPort);
      byte[] key = keys.get(host);
      return new Reply(key == null ? 1 : 0, key == null ? new byte[0] : key, "");
    }

    private Reply says(String text) {
      return new Reply(0, text.getBytes(StandardCharsets.UTF_8), "");
    }

    @Override
    public Reply bridge(Function<String, List<String>> words) throws IOException {
      throw new IOException("nothing is bridged to " + host());
    }

    @Override
    public Line dial(String from, String address, int port, Duration timeout) throws IOException {
      dialled.add(from + " " + address + ":" + port);
      if (address.equals("closed")) throw new ConnectException("Connection refused");
      Socket socket = new Socket("127.0.0.1", server.endpoint().port());
      return new Line() {
        @Override
        public InputStream in() {
          try {
            return socket.getInputStream();
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        }

        @Override
        public OutputStream out() {
          try {
            return socket.getOutputStream();
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        }

        @Override
        public void close() throws IOException {
          socket.close();
        }
      };
    }
  }

  private Map<String, String> look(Sight.Which which, RemoteNode... nodes) {
    return new Sight(which, List.of("c1", "c2"), List.of(nodes)).take(new Hosts());
  }

  private static RemoteNode node(String name, String server) {
    return new RemoteNode(
        name, Optional.empty(), Optional.of(server), Optional.empty(), Optional.empty(), Map.of());
  }

  @Test
  void registersOnceWithANodeThatNobodyUses() {
    Map<String, String> answers = look(Sight.Which.UNCONNECTED, node("b1", "198.19.77.21"));
    assertEquals("registered", answers.get("0-0.cause"));
    assertEquals("key-right", answers.get("0-1.cause"));
    assertEquals(1, server.handshakes());
    assertTrue(dialled.contains("c2 198.19.77.21:3121"), dialled::toString);
  }

  @Test
  void neverCompletesAHandshakeWithANodeThatSomebodyIsConnectedTo() {
    peers = "0 0 [::ffff:198.19.77.21]:3121 [::ffff:10.9.9.9]:40000\n";
    Map<String, String> answers = look(Sight.Which.UNCONNECTED, node("b1", "198.19.77.21"));
    assertEquals("key-right", answers.get("0-0.cause"));
    assertEquals(0, server.handshakes());
  }

  @Test
  void neverCompletesAHandshakeWithANodeOfTheCluster() {
    cib = Recorded.cibText("integrated");
    mon = new String(Recorded.file("integrated-mon"), StandardCharsets.UTF_8);
    Map<String, String> answers = look(Sight.Which.ALL, Recorded.node("b1"), Recorded.node("b2"));
    assertEquals("key-right", answers.get("0-0.cause"));
    assertEquals("key-right", answers.get("1-1.cause"));
    assertEquals(0, server.handshakes());
    assertTrue(dialled.contains("c1 198.19.77.21:3121"), dialled::toString);
    assertFalse(server.announced() > 0);
  }

  @Test
  void neverCompletesAHandshakeWithAnEnabledNodeThatIsLost() {
    cib = Recorded.cibText("lost");
    mon = new String(Recorded.file("lost-mon"), StandardCharsets.UTF_8);
    Map<String, String> answers = look(Sight.Which.UNCONNECTED, Recorded.node("b2"));
    assertEquals("key-right", answers.get("0-0.cause"));
    assertEquals(0, server.handshakes());
  }

  @Test
  void neverCompletesAHandshakeWithANodeThatTheClusterKnowsByAnotherName() {
    cib = Recorded.cibText("integrated");
    mon = new String(Recorded.file("integrated-mon"), StandardCharsets.UTF_8);
    Map<String, String> answers = look(Sight.Which.UNCONNECTED, node("b9", "198.19.77.21"));
    assertEquals("key-right", answers.get("0-0.cause"));
    assertEquals(0, server.handshakes());
  }

  @Test
  void neverCompletesAHandshakeWithAGuest() {
    cib =
        Recorded.cibText("fresh")
            .replace(
                "</resources>",
                "<primitive id='vm' type='VirtualDomain'><meta_attributes id='m'><nvpair id='n'"
                    + " name='remote-node' value='g1'/><nvpair id='a' name='remote-addr'"
                    + " value='198.19.77.21'/></meta_attributes></primitive></resources>");
    assertEquals(
        "key-right", look(Sight.Which.UNCONNECTED, node("b1", "198.19.77.21")).get("0-0.cause"));
    assertEquals(0, server.handshakes());
  }

  @Test
  void neverCompletesAHandshakeWithANodeThatCannotBeAsked() {
    down = Set.of("b1");
    assertEquals(
        "key-right", look(Sight.Which.UNCONNECTED, node("b1", "198.19.77.21")).get("0-0.cause"));
    assertEquals(0, server.handshakes());
  }

  @Test
  void leavesConnectedNodesInPeaceWhileOthersAreJoined() {
    cib = Recorded.cibText("integrated");
    mon = new String(Recorded.file("integrated-mon"), StandardCharsets.UTF_8);
    assertEquals(Map.of(), look(Sight.Which.UNCONNECTED, Recorded.node("b1"), Recorded.node("b2")));
    assertEquals(List.of(), dialled);
  }

  @Test
  void saysWhyANodeCannotBeSeen() {
    keys.put("c2", "another key".getBytes(StandardCharsets.UTF_8));
    Map<String, String> answers =
        look(Sight.Which.ALL, node("b1", "198.19.77.21"), node("b2", "closed"));
    assertEquals("key-differs", answers.get("0-1.cause"));
    assertEquals("refused", answers.get("1-0.cause"));
    assertTrue(answers.get("1-0.sentence").contains("closed"), answers::toString);
    assertFalse(answers.get("1-0.hint").isEmpty());
  }

  @Test
  void looksThroughTheHostsThatAnswer() {
    keys.remove("c1");
    down = Set.of("c1");
    Map<String, String> answers = look(Sight.Which.UNCONNECTED, node("b1", "198.19.77.21"));
    assertEquals(Set.of("0-1.cause", "0-1.sentence", "0-1.hint"), answers.keySet());
    down = Set.of("c1", "c2");
    assertEquals(Map.of(), look(Sight.Which.ALL, node("b1", "198.19.77.21")));
  }

  @Test
  void dialsThePortThatIsWanted() {
    look(
        Sight.Which.ALL,
        new RemoteNode(
            "b1",
            Optional.empty(),
            Optional.empty(),
            Optional.of(3131),
            Optional.empty(),
            Map.of()));
    assertEquals("c1 b1:3131", dialled.get(0));
  }

  @Test
  void dialsThePortThatTheClusterNodesMeanWithoutAnother() {
    cib = Recorded.cibText("integrated");
    mon = new String(Recorded.file("integrated-mon"), StandardCharsets.UTF_8);
    usualPort = "3999\n";
    look(Sight.Which.ALL, Recorded.node("b1"), Recorded.node("b9"));
    assertTrue(dialled.contains("c1 198.19.77.21:3999"), dialled::toString);
    assertTrue(dialled.contains("c2 b9:3121"), dialled::toString);
  }

  @Test
  void looksAtANodeWhoseConnectionFailed() {
    cib = Recorded.cibText("integrated");
    mon =
        new String(Recorded.file("integrated-mon"), StandardCharsets.UTF_8)
            .replaceAll("(<resource id=\"b1\"[^>]*) failed=\"false\"", "$1 failed=\"true\"");
    Map<String, String> answers =
        look(Sight.Which.UNCONNECTED, Recorded.node("b1"), Recorded.node("b2"));
    assertEquals("key-right", answers.get("0-0.cause"));
    assertFalse(answers.containsKey("1-0.cause"));
  }

  @Test
  void looksAtANodeWhoseConnectionIsStopped() {
    cib = Recorded.cibText("integrated");
    mon =
        new String(Recorded.file("integrated-mon"), StandardCharsets.UTF_8)
            .replaceAll("(<resource id=\"b1\"[^>]*) role=\"Started\"", "$1 role=\"Stopped\"");
    assertEquals("key-right", look(Sight.Which.UNCONNECTED, Recorded.node("b1")).get("0-0.cause"));
    assertEquals(0, server.handshakes());
  }
}
