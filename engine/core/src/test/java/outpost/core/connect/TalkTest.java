package outpost.core.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import outpost.core.connect.Reply.Fate;
import outpost.core.connect.Talk.News;

/** What is heard on a channel whose two streams come at any pace. */
final class TalkTest {
  private static final Request SCRIPT = new Request("x", new byte[9], Duration.ZERO);

  private final Talk talk = Talk.over(new Deaf(), "", "MARK", '\n');

  @Test
  void aWishForInputWaitsUntilTheAnswersBeforeItAreWhole() throws Exception {
    Exchange exchange = new Exchange(List.of(List.of(SCRIPT, SCRIPT), List.of(SCRIPT)));
    out("noiseMARK ^\none\nMARK 1\nMARK -\nMARK <\n");
    assertEquals(News.OVERRUN, await(exchange));
    err("moreMARK ^\noopsMARK\n");
    assertEquals(News.ANSWERED, await(exchange));
    assertEquals(News.OVERRUN, await(exchange));
    err("MARK\n");
    assertEquals(News.ANSWERED, await(exchange));
    assertEquals(News.ASKED, await(exchange));
    out("MARK >\nthreeMARK 0\n");
    err("MARK\n");
    assertEquals(News.TAKEN, await(exchange));
    assertEquals(News.ANSWERED, await(exchange));
    assertTrue(exchange.isDone());
    List<List<Reply>> replies = exchange.replies();
    assertEquals("one\n", replies.get(0).get(0).out());
    assertEquals("oops", replies.get(0).get(0).err());
    assertEquals(Fate.NOT_RUN, replies.get(0).get(1).fate());
    assertEquals("three", replies.get(1).get(0).out());
  }

  @Test
  void marksArriveByteByByte() throws Exception {
    Exchange exchange = new Exchange(List.of(List.of(SCRIPT)));
    for (char c : "MARK ^\nMAMARMARMARK 0\n".toCharArray()) out(String.valueOf(c));
    err("MARK\n");
    assertEquals(News.ANSWERED, await(exchange));
    assertEquals("MAMARMAR", exchange.replies().get(0).get(0).out());
  }

  @Test
  void whatCameBeforeTheEndStillCounts() throws Exception {
    Exchange exchange = new Exchange(List.of(List.of(SCRIPT, SCRIPT)));
    out("MARK 0\n");
    err("MARK\n");
    talk.ended("gone", true);
    assertEquals(News.ANSWERED, await(exchange));
    assertEquals(News.ENDED, await(exchange));
    assertEquals("gone", talk.why());
  }

  @Test
  void whoEndsWhileBytesAreSentIsHeardOut() throws Exception {
    Talk talk = Talk.over(new Ending(), "", "MARK", '\n');
    talk.say("x");
    assertEquals(Optional.empty(), talk.awaitNote(System.nanoTime() + 60_000_000_000L));
    assertEquals("it said no", talk.why());
    assertFalse(talk.isLost());
  }

  private News await(Exchange exchange) throws InterruptedException {
    return talk.await(exchange, System.nanoTime());
  }

  private void out(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    talk.out(bytes, 0, bytes.length);
  }

  private void err(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    talk.err(bytes, 0, bytes.length);
  }

  /** A host that takes everything and says nothing by itself. */
  private static class Deaf implements Commands, Channel {
    @Override
    public Channel start(String command, Ear ear) {
      return this;
    }

    @Override
    public String host() {
      return "deaf";
    }

    @Override
    public String user() {
      return "me";
    }

    @Override
    public int send(byte[] bytes, int from, int length) throws IOException {
      return length;
    }

    @Override
    public void end() {}

    @Override
    public void nudge() {}

    @Override
    public void close() {}
  }

  /** A host that takes nothing, and ends a moment later. */
  private static final class Ending extends Deaf {
    private Ear ear;

    @Override
    public Channel start(String command, Ear ear) {
      this.ear = ear;
      return this;
    }

    @Override
    public int send(byte[] bytes, int from, int length) throws IOException {
      CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS)
          .execute(() -> ear.ended("it said no", false));
      throw new IOException("closed");
    }
  }
}
