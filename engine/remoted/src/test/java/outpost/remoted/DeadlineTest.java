package outpost.remoted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeadlineTest {
  private final AtomicInteger closed = new AtomicInteger();

  private <T> T within(Duration limit, Deadline.Work<T> work) throws IOException {
    return Deadline.within(limit, closed::incrementAndGet, work);
  }

  /** Blocks for ever, whether its line is closed or not. */
  private static Void block() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return null;
  }

  @Test
  void workThatIsDoneInTimeLeavesTheLineOpen() throws IOException {
    assertEquals("done", within(Duration.ofSeconds(30), () -> "done"));
    assertEquals(0, closed.get());
  }

  @Test
  void workThatIsNotClosesTheLine() {
    SocketTimeoutException late =
        assertThrows(
            SocketTimeoutException.class, () -> within(Duration.ofMillis(20), DeadlineTest::block));
    assertEquals("no answer within 20 ms", late.getMessage());
    assertEquals(1, closed.get());
  }

  @Test
  void failuresComeThroughAsTheyAre() {
    IOException failure = new IOException("reset");
    assertSame(
        failure,
        assertThrows(
            IOException.class,
            () ->
                within(
                    Duration.ofSeconds(30),
                    () -> {
                      throw failure;
                    })));
    IllegalArgumentException bug = new IllegalArgumentException("bug");
    assertSame(
        bug,
        assertThrows(
            IllegalArgumentException.class,
            () ->
                within(
                    Duration.ofSeconds(30),
                    () -> {
                      throw bug;
                    })));
    assertThrows(
        IllegalStateException.class,
        () ->
            within(
                Duration.ofSeconds(30),
                () -> {
                  throw new AssertionError("worse");
                }));
  }

  @Test
  void anInterruptEndsTheWaitAndTheLine() {
    Thread.currentThread().interrupt();
    assertThrows(
        InterruptedIOException.class, () -> within(Duration.ofSeconds(30), DeadlineTest::block));
    assertTrue(Thread.interrupted());
    assertEquals(1, closed.get());
  }

  @Test
  void doesNotKeepTheMachineRunning() throws IOException {
    assertTrue(within(Duration.ofSeconds(30), () -> Thread.currentThread().isDaemon()));
    assertFalse(Thread.currentThread().isDaemon());
  }

  @Test
  void closingNeverFails() {
    Deadline.close(
        () -> {
          closed.incrementAndGet();
          throw new IOException("already gone");
        });
    assertEquals(1, closed.get());
  }
}
