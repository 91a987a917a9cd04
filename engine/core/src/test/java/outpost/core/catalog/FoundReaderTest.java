package outpost.core.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FoundReaderTest {
  enum Role {
    CLUSTER_NODE,
    REMOTE
  }

  record Rules(Set<String> ports) {}

  record Found(
      String loadState,
      boolean needDaemonReload,
      int count,
      Optional<String> zone,
      Optional<Role> role,
      List<String> names,
      Rules runtime,
      Map<String, String> versions,
      Map<String, Rules> nodes) {}

  record Blob(byte[] cib) {}

  private static Answers answers(String... lines) {
    return Answers.parse(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }

  record Text(String said, Optional<String> other) {}

  @Test
  void takesANewlineAloneForTheEndOfALine() {
    for (String end : List.of("\u2028", "\u2029", "\u0085", "\r", "\u000b", "\f")) {
      String value = end + "a" + end + "other=b" + end;
      Answers answers = answers("said=" + value, "other=c");
      assertEquals(
          new Text(value, Optional.of("c")),
          FoundReader.read(Text.class, answers),
          () -> "U+" + Integer.toHexString(end.charAt(0)));
    }
  }

  @Test
  void fillsARecordFromKeysInAnySpelling() {
    Answers answers =
        answers(
            "LoadState=loaded",
            "need_daemon_reload=yes",
            "Count=7",
            "zone=",
            "role=cluster-node",
            "names=a b",
            "names=c",
            "runtime.ports=3121/tcp 2224/tcp",
            "versions.python3.11=3.11.2",
            "nodes.n1.ports=1",
            "some tool's noise: with colon",
            "loadstate = not this one");
    assertEquals(
        new Found(
            "loaded",
            true,
            7,
            Optional.empty(),
            Optional.of(Role.CLUSTER_NODE),
            List.of("a", "b", "c"),
            new Rules(Set.of("3121/tcp", "2224/tcp")),
            Map.of("python3.11", "3.11.2"),
            Map.of("n1", new Rules(Set.of("1")))),
        FoundReader.read(Found.class, answers));
  }

  @Test
  void readsBlobsByteForByte() {
    byte[] bytes = {0, 1, 10, 13, -1};
    String line = "cib:" + Base64.getEncoder().encodeToString(bytes);
    assertArrayEquals(bytes, FoundReader.read(Blob.class, answers(line)).cib());
  }

  @Test
  void putsThePartsOfAProbeBelowTheirKeyEvenIfAHostNameHoldsDots() {
    Answers root = answers("loadState=x", "needDaemonReload=no", "count=0");
    root.part("nodes.n1.example.com").merge(answers("ports=3121/tcp"));
    assertEquals(
        Map.of("n1.example.com", new Rules(Set.of("3121/tcp"))),
        FoundReader.read(Found.class, root).nodes());
  }

  @Test
  void saysWhichAnswerIsMissing() {
    var missing =
        assertThrows(
            FoundReader.Unanswered.class,
            () -> FoundReader.read(Found.class, answers("LoadState=x", "NeedDaemonReload=no")));
    assertEquals("the probe did not say `count`", missing.getMessage());
  }

  @Test
  void saysWhichAnswerHasTheWrongForm() {
    var wrong =
        assertThrows(
            FoundReader.Unanswered.class,
            () ->
                FoundReader.read(
                    Found.class, answers("LoadState=x", "NeedDaemonReload=no", "count=many")));
    assertEquals("the probe said `many` for `count`, which is no number", wrong.getMessage());
  }
}
