package outpost.remoted;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final Endpoint AT = new Endpoint("db1", 3121);

  /** A sighting in the making; each method returns a new one. */
  private static final class Seen {
    private byte[] head = {};
    private boolean timedOut;
    private boolean closeNotify;
    private String refusal = "";
    private boolean certificate;
    private boolean sharedKeySuite;
    private boolean keyProven;
    private Duration elapsed = Duration.ofMillis(2);

    static Seen nothing() {
      return new Seen();
    }

    private Seen but(Consumer<Seen> difference) {
      Seen other = new Seen();
      other.head = head;
      other.timedOut = timedOut;
      other.closeNotify = closeNotify;
      other.refusal = refusal;
      other.certificate = certificate;
      other.sharedKeySuite = sharedKeySuite;
      other.keyProven = keyProven;
      other.elapsed = elapsed;
      difference.accept(other);
      return other;
    }

    Seen head(byte... bytes) {
      return but(other -> other.head = bytes);
    }

    Seen head(String text) {
      return head(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Seen timedOut() {
      return but(other -> other.timedOut = true);
    }

    Seen closeNotify() {
      return but(other -> other.closeNotify = true);
    }

    Seen refusal(String alert) {
      return but(other -> other.refusal = alert);
    }

    Seen certificate() {
      return but(other -> other.certificate = true);
    }

    Seen sharedKeySuite() {
      return but(other -> other.sharedKeySuite = true);
    }

    Seen keyProven() {
      return but(other -> other.keyProven = true);
    }

    Seen after(int millis) {
      return but(other -> other.elapsed = Duration.ofMillis(millis));
    }

    Sighting sighting() {
      return new Sighting(
          head,
          timedOut,
          closeNotify,
          refusal,
          certificate,
          sharedKeySuite,
          keyProven,
          elapsed,
          Optional.empty());
    }
  }

  private static final byte[] GOODBYE = {0x15, 3, 3, 0, 2, 1, 0};

  private static Optional<Cause> half(Seen seen) {
    return Verdict.onHalf(AT, seen.sighting()).map(Diagnosis::cause);
  }

  private static Cause both(Seen half, Seen hello) {
    return Verdict.onBoth(AT, half.sighting(), hello.sighting()).cause();
  }

  private static Cause full(Seen seen) {
    return Verdict.onFull(AT, seen.sighting()).cause();
  }

  private static byte[] serverHello(String endOfRandom) {
    byte[] head = new byte[64];
    head[0] = 22;
    head[1] = 3;
    byte[] end = endOfRandom.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(end, 0, head, 43 - end.length, end.length);
    return head;
  }

  @Test
  void aProvenKeyIsRight() {
    assertEquals(
        Optional.of(Cause.KEY_RIGHT),
        half(Seen.nothing().head((byte) 22, (byte) 3).sharedKeySuite().keyProven()));
  }

  @Test
  void aGoodbyeAloneLeavesItOpen() {
    assertEquals(Optional.empty(), half(Seen.nothing().head(GOODBYE).closeNotify()));
  }

  @Test
  void closingAloneLeavesItOpen() {
    assertEquals(Optional.empty(), half(Seen.nothing()));
  }

  @Test
  void aGoodbyeFromADaemonThatCouldDoTls13MeansTheKeyDiffers() {
    assertEquals(
        Cause.KEY_DIFFERS,
        both(
            Seen.nothing().head(GOODBYE).closeNotify(),
            Seen.nothing().head(serverHello("DOWNGRD\1")).sharedKeySuite()));
  }

  @Test
  void aGoodbyeFromADaemonThatCannotProvesNothing() {
    assertEquals(
        Cause.KEY_UNPROVABLE,
        both(
            Seen.nothing().head(GOODBYE).closeNotify(),
            Seen.nothing().head(serverHello("DOWNGRD\0")).sharedKeySuite()));
  }

  @Test
  void aShortServerHelloIsNotLookedBehind() {
    byte[] whole = java.util.Arrays.copyOf(serverHello("DOWNGRD\1"), 43);
    byte[] cut = java.util.Arrays.copyOf(whole, 42);
    assertEquals(
        Cause.KEY_DIFFERS, both(Seen.nothing(), Seen.nothing().head(whole).sharedKeySuite()));
    assertEquals(
        Cause.KEY_UNPROVABLE, both(Seen.nothing(), Seen.nothing().head(cut).sharedKeySuite()));
  }

  @Test
  void twoGoodbyesMeanNoCommonSuite() {
    Seen goodbye = Seen.nothing().head(GOODBYE).closeNotify();
    assertEquals(Cause.NO_COMMON_SUITE, both(goodbye, goodbye));
  }

  @Test
  void oneGoodbyeAndOneSilentEndIsNoDaemon() {
    Seen goodbye = Seen.nothing().head(GOODBYE).closeNotify();
    assertEquals(Cause.CLOSED_SILENTLY, both(goodbye, Seen.nothing()));
    assertEquals(Cause.CLOSED_SILENTLY, both(Seen.nothing(), goodbye));
    assertEquals(Cause.CLOSED_SILENTLY, both(Seen.nothing(), Seen.nothing()));
  }

  @Test
  void whatTheSecondLookSeesCounts() {
    assertEquals(
        Cause.SILENT, both(Seen.nothing().head(GOODBYE).closeNotify(), Seen.nothing().timedOut()));
  }

  @Test
  void aGoodbyeAfterTheDaemonsLimitMeansThatWeWereSlow() {
    Seen goodbye = Seen.nothing().head(GOODBYE).closeNotify();
    assertEquals(Optional.empty(), half(goodbye.after(9_499)));
    assertEquals(Optional.of(Cause.TOO_SLOW), half(goodbye.after(9_500)));
    assertEquals(Optional.empty(), half(Seen.nothing().after(10_000)));
  }

  @Test
  void aCertificateIsNotASharedKey() {
    assertEquals(
        Optional.of(Cause.CERTIFICATES),
        half(Seen.nothing().head((byte) 22, (byte) 3).certificate()));
  }

  @Test
  void aFatalAlertIsNotTheDaemons() {
    Sighting seen = Seen.nothing().head((byte) 21, (byte) 3).refusal("protocol_version").sighting();
    assertEquals(
        Optional.of(new Diagnosis(AT, Cause.OTHER_TLS, "protocol_version")),
        Verdict.onHalf(AT, seen));
  }

  @Test
  void tlsOutOfTurnIsNotTheDaemons() {
    assertEquals(
        Optional.of(Cause.OTHER_TLS), half(Seen.nothing().head((byte) 22, (byte) 3, (byte) 3)));
    assertEquals(Optional.of(Cause.OTHER_TLS), half(Seen.nothing().head((byte) 22)));
  }

  @Test
  void bannersAreTold() {
    assertEquals(Optional.of(Cause.SPEAKS_SSH), half(Seen.nothing().head("SSH-2.0-x")));
    assertEquals(Optional.of(Cause.SPEAKS_SSH), half(Seen.nothing().head("SSH-")));
    assertEquals(Optional.of(Cause.NOT_TLS), half(Seen.nothing().head("SSH")));
    assertEquals(Optional.of(Cause.SPEAKS_HTTP), half(Seen.nothing().head("HTTP/1.0 400")));
    assertEquals(
        Optional.of(new Diagnosis(AT, Cause.NOT_TLS, "`220 x`")),
        Verdict.onHalf(AT, Seen.nothing().head("220 x\r\n").sighting()));
  }

  @Test
  void onlyRecordTypes20To24OfVersion3AreTls() {
    assertEquals(Optional.of(Cause.NOT_TLS), half(Seen.nothing().head((byte) 19, (byte) 3)));
    assertEquals(Optional.of(Cause.OTHER_TLS), half(Seen.nothing().head((byte) 20, (byte) 3)));
    assertEquals(Optional.of(Cause.OTHER_TLS), half(Seen.nothing().head((byte) 24, (byte) 3)));
    assertEquals(Optional.of(Cause.NOT_TLS), half(Seen.nothing().head((byte) 25, (byte) 3)));
    assertEquals(Optional.of(Cause.NOT_TLS), half(Seen.nothing().head((byte) 22, (byte) 4)));
    assertEquals(Optional.of(Cause.NOT_TLS), half(Seen.nothing().head((byte) -1)));
  }

  @Test
  void aBannerCountsMoreThanTheTimeItTook() {
    assertEquals(Optional.of(Cause.SPEAKS_SSH), half(Seen.nothing().head("SSH-2.0").timedOut()));
  }

  @Test
  void silenceIsToldEvenAfterHalfAnAnswer() {
    assertEquals(Optional.of(Cause.SILENT), half(Seen.nothing().timedOut()));
    assertEquals(
        Optional.of(Cause.SILENT), half(Seen.nothing().head((byte) 22, (byte) 3).timedOut()));
  }

  @Test
  void aFullHandshakeTellsTheKeyFromThePolicy() {
    Seen goodbye = Seen.nothing().head((byte) 22, (byte) 3).closeNotify();
    assertEquals(Cause.KEY_DIFFERS, full(goodbye.sharedKeySuite()));
    assertEquals(Cause.NO_COMMON_SUITE, full(goodbye));
  }

  @Test
  void aFullHandshakeThatIsCutTellsTheKeyToo() {
    assertEquals(Cause.CUT_OFF, full(Seen.nothing().head((byte) 22, (byte) 3).sharedKeySuite()));
    assertEquals(Cause.CLOSED_SILENTLY, full(Seen.nothing()));
  }

  @Test
  void aFullHandshakeKnowsStrangersToo() {
    assertEquals(Cause.CERTIFICATES, full(Seen.nothing().head((byte) 22, (byte) 3).certificate()));
  }
}
