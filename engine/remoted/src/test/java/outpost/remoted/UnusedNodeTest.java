package outpost.remoted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import outpost.remoted.ClusterView.Claim;

class UnusedNodeTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Endpoint AT = new Endpoint("198.18.5.41", 3121);

  private static NodeView node(List<String> peers, Instant readAt) {
    return new NodeView(AT, Set.of("db1", "DB1.example.org.", "2001:db8::1"), peers, readAt);
  }

  private static NodeView node() {
    return node(List.of(), NOON);
  }

  private static ClusterView cluster(Claim... claims) {
    return new ClusterView("c1", List.of(claims), NOON);
  }

  private static Claim claim(String node, String address, int port, boolean enabled) {
    return new Claim("rsc-" + node, node, Set.of(address), port, enabled);
  }

  private static String refusal(NodeView node, ClusterView cluster) {
    return assertThrows(NodeInUse.class, () -> UnusedNode.from(node, cluster, NOON)).reason();
  }

  @Test
  void aNodeThatNobodyMentionsIsUnused() throws NodeInUse {
    UnusedNode unused =
        UnusedNode.from(node(), cluster(claim("db2", "198.18.5.42", 3121, true)), NOON);
    assertEquals(AT, unused.endpoint());
  }

  @Test
  void aPeerMeansThatItIsUsed() {
    assertEquals(
        "`198.18.5.41` has a connection to port 3121 already, from 198.18.5.12:40000,"
            + " 198.18.5.13:40001: a cluster uses it",
        refusal(node(List.of("198.18.5.12:40000", "198.18.5.13:40001"), NOON), cluster()));
  }

  @ParameterizedTest
  @CsvSource({
    "other, 198.18.5.41, 3121",
    "other, ::ffff:198.18.5.41, 3121",
    "other, [2001:db8:0::1], 3121",
    "other, DB1, 3121",
    "other, db1.example.org, 3121",
    "db1, 198.18.5.99, 3121",
    "DB1, 198.18.5.99, 3122",
    "198.18.5.41, x, 1"
  })
  void anEnabledConnectionToItMeansThatItIsUsed(String name, String address, int port) {
    assertEquals(
        "the cluster of `c1` uses `198.18.5.41` already: its resource `rsc-"
            + name
            + "` connects to it as node `"
            + name
            + "`",
        refusal(
            node(),
            cluster(claim("db2", "198.18.5.42", 3121, true), claim(name, address, port, true))));
  }

  @Test
  void aConnectionThatIsDisabledDoesNotUseIt() throws NodeInUse {
    assertEquals(
        AT,
        UnusedNode.from(node(), cluster(claim("db1", "198.18.5.41", 3121, false)), NOON)
            .endpoint());
  }

  @Test
  void anotherDaemonOnTheSameHostIsAnotherNode() throws NodeInUse {
    assertEquals(
        AT,
        UnusedNode.from(node(), cluster(claim("other", "198.18.5.41", 3122, true)), NOON)
            .endpoint());
  }

  @Test
  void whatOnlyLooksLikeAnAddressIsComparedAsItIs() {
    NodeView odd = new NodeView(AT, Set.of("1:2", "999.999.999.999"), List.of(), NOON);
    assertTrue(refusal(odd, cluster(claim("other", "1:2", 3121, true))).contains("rsc-other"));
    assertTrue(
        refusal(odd, cluster(claim("other", "999.999.999.999", 3121, true))).contains("rsc-other"));
  }

  @Test
  void oldEvidenceIsNone() throws NodeInUse {
    assertEquals(
        "what was read of `198.18.5.41` and its cluster is more than 30 s old",
        refusal(node(List.of(), NOON.minusSeconds(31)), cluster()));
    assertEquals(
        "what was read of `198.18.5.41` and its cluster is more than 30 s old",
        refusal(node(), new ClusterView("c1", List.of(), NOON.minusSeconds(31))));
    assertTrue(
        UnusedNode.from(node(List.of(), NOON.minusSeconds(30)), cluster(), NOON).freshAt(NOON));
  }

  @Test
  void growsOldFromTheOlderReadingOn() throws NodeInUse {
    UnusedNode unused =
        UnusedNode.from(node(), new ClusterView("c1", List.of(), NOON.minusSeconds(10)), NOON);
    assertTrue(unused.freshAt(NOON.plusSeconds(20)));
    assertFalse(unused.freshAt(NOON.plusSeconds(20).plusNanos(1)));
    assertEquals("198.18.5.41:3121, unused until 2026-01-01T12:00:20Z", unused.toString());
  }

  @Test
  void readsPeersFromSs() {
    assertEquals(
        List.of("198.18.5.12:40000", "[::ffff:198.18.5.13]:40001"),
        NodeView.peersIn(
            "0      0      198.18.5.41:3121  198.18.5.12:40000         \n"
                + "0      0      [::ffff:198.18.5.41]:3121  [::ffff:198.18.5.13]:40001\n\n"));
    assertEquals(List.of(), NodeView.peersIn(""));
  }
}
