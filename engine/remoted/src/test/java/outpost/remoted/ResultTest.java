package outpost.remoted;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultTest {

  @Test
  void doesNotPrintWhatTheAgentPrinted() {
    Element notice =
        Element.named(Lrmd.NOTIFY)
            .with(Lrmd.EXEC_RC, 1)
            .with(Lrmd.EXEC_STATUS, 2)
            .with(Lrmd.OUTPUT, "password")
            .with(Lrmd.EXIT_REASON, "too slow");
    assertEquals("TIMED_OUT, exit code 1: too slow", Result.in(notice).toString());
  }

  @Test
  void anUnknownOrMissingStatusIsNotOk() {
    Element notice = Element.named(Lrmd.NOTIFY).with(Lrmd.EXEC_RC, 0);
    assertEquals(Result.Status.UNKNOWN, Result.in(notice).status());
    assertEquals(Result.Status.UNKNOWN, Result.in(notice.with(Lrmd.EXEC_STATUS, 99)).status());
    assertEquals(1, Result.in(Element.named(Lrmd.NOTIFY)).exitCode());
  }

  @Test
  void anOperationDoesNotPrintItsParameters() {
    assertEquals(
        "start of db",
        Operation.once("db", "start", Duration.ofSeconds(1), Map.of("passwd", "x")).toString());
  }
}
