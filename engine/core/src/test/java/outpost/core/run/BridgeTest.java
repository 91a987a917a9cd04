package outpost.core.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import outpost.api.Reach;
import outpost.core.connect.Become;
import outpost.core.connect.Login;
import outpost.core.connect.local.LocalConnections;

class BridgeTest {
  private final Link link =
      new Link(
          Login.to("here"),
          new LocalConnections(Map.of("PATH", System.getenv("PATH"))),
          new Foreseen(new AtomicLong()));

  @Test
  void aProgramTalksToOneOnTheHostAsThroughSsh() throws IOException {
    Reach.Reply reply = run(shell -> sh("printf 'one\\ntwo' | " + shell + " host tr 'o\\ ' 0"));
    assertEquals("0ne\ntw0", new String(reply.stdout(), StandardCharsets.UTF_8));
    assertEquals(0, reply.status());
    assertEquals("", reply.stderr());
  }

  @Test
  void moreThanAnyPipeHoldsGoesBothWays() throws IOException {
    Reach.Reply reply =
        run(shell -> sh("head -c 20000000 /dev/zero | " + shell + " host cat | wc -c"));
    assertEquals("20000000", new String(reply.stdout(), StandardCharsets.UTF_8).strip());
  }

  @Test
  void theShellEndsAsWhatItRanAndTellsWhatThatSaid() throws IOException {
    Reach.Reply reply =
        run(shell -> sh(shell + " host 'echo why >&2; (exit 23)' </dev/null; echo $?"));
    assertEquals("23", new String(reply.stdout(), StandardCharsets.UTF_8).strip());
    assertEquals("why\n", reply.stderr());
  }

  @Test
  void whatRunsThereSeesTheTasksVariables() throws IOException {
    Reach.Reply reply = run(shell -> sh(shell + " host 'echo \"$COLOUR\"' </dev/null"));
    assertEquals("light blue", new String(reply.stdout(), StandardCharsets.UTF_8).strip());
  }

  @Test
  void aProgramThatCallsNoShellJustEnds() throws IOException {
    assertEquals(3, run(shell -> sh("exit 3")).status());
  }

  @Test
  void aProgramThatIsNotThereIsToldOf() {
    IOException e =
        assertThrows(IOException.class, () -> run(shell -> List.of("no-such-program", shell)));
    assertTrue(e.getMessage().startsWith("Cannot run program \"no-such-program\""), e.getMessage());
  }

  @Test
  void withoutAConnectionTheShellEndsAsSshDoesAndSaysWhy() throws IOException {
    Become nobody = new Become(Optional.of("no-such-user"), Optional.empty());
    Reach.Reply reply = run(nobody, shell -> sh(shell + " host true </dev/null"));
    assertEquals(255, reply.status());
    assertTrue(reply.stderr().contains("cannot become `no-such-user`"), reply.stderr());
  }

  private static List<String> sh(String script) {
    return List.of("sh", "-c", script);
  }

  private Reach.Reply run(Function<String, List<String>> words) throws IOException {
    return run(Become.NO, words);
  }

  private Reach.Reply run(Become become, Function<String, List<String>> words) throws IOException {
    Target here =
        new Target(
            link,
            become,
            Map.of("COLOUR", "light blue"),
            Duration.ofMinutes(2),
            new AtomicInteger());
    try (Bridge bridge = new Bridge(here)) {
      return bridge.run(words);
    }
  }
}
