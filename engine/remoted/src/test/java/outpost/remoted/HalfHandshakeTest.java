package outpost.remoted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HalfHandshakeTest {
  private static final Limits PATIENT = new Limits(Duration.ofSeconds(30), Duration.ofSeconds(30));
  private static final Limits BRIEF = new Limits(Duration.ofMillis(300), Duration.ofMillis(300));

  private static Diagnosis prove(Peer peer, byte[] key) {
    try (peer) {
      return new HalfHandshake(Peer.dialer(), PATIENT).prove(peer.at(), key);
    }
  }

  @Test
  void provesTheRightKeyWithOneConnection() {
    Peer daemon = Peer.daemon(Optional.of(Keys.RIGHT), true);
    Diagnosis diagnosis = prove(daemon, Keys.RIGHT);
    assertEquals(Cause.KEY_RIGHT, diagnosis.cause());
    assertTrue(diagnosis.keyIsRight());
    assertEquals(1, daemon.met());
  }

  @Test
  void tellsAKeyThatDiffers() {
    Peer daemon = Peer.daemon(Optional.of(Keys.RIGHT), true);
    Diagnosis diagnosis = prove(daemon, Keys.WRONG);
    assertEquals(Cause.KEY_DIFFERS, diagnosis.cause());
    assertFalse(diagnosis.keyIsRight());
    assertEquals(2, daemon.met());
  }

  @Test
  void leavesNoLineOpen() {
    AtomicInteger open = new AtomicInteger();
    try (Peer daemon = Peer.daemon(Optional.of(Keys.RIGHT), true)) {
      for (byte[] key : new byte[][] {Keys.RIGHT, Keys.WRONG}) {
        new HalfHandshake(Peer.counting(open), PATIENT).prove(daemon.at(), key);
        assertEquals(0, open.get());
      }
      assertEquals(3, daemon.met());
    }
  }

  @Test
  void tellsAMissingKeyAsOneThatDiffers() {
    assertEquals(Cause.KEY_DIFFERS, prove(Peer.daemon(Optional.empty(), true), Keys.RIGHT).cause());
  }

  @Test
  void aKeyWithATrailingNewlineIsAnotherKey() {
    byte[] longer = java.util.Arrays.copyOf(Keys.RIGHT, Keys.RIGHT.length + 1);
    longer[Keys.RIGHT.length] = '\n';
    assertEquals(
        Cause.KEY_DIFFERS, prove(Peer.daemon(Optional.of(Keys.RIGHT), true), longer).cause());
  }

  @Test
  void leavesTheCallersKeyAlone() {
    byte[] key = Keys.RIGHT.clone();
    prove(Peer.daemon(Optional.of(Keys.RIGHT), true), key);
    assertEquals(
        java.util.HexFormat.of().formatHex(Keys.RIGHT), java.util.HexFormat.of().formatHex(key));
  }

  @Test
  void saysThatTls12CannotProveAKeyWhateverTheKey() {
    for (byte[] key : new byte[][] {Keys.RIGHT, Keys.WRONG}) {
      Diagnosis diagnosis = prove(Peer.daemon(Optional.of(Keys.RIGHT), false), key);
      assertEquals(Cause.KEY_UNPROVABLE, diagnosis.cause());
      assertFalse(diagnosis.keyIsRight());
    }
  }

  @Test
  void refusesAnEmptyKeyWithoutDialling() {
    Peer daemon = Peer.daemon(Optional.of(Keys.RIGHT), true);
    assertEquals(Cause.NO_KEY, prove(daemon, new byte[0]).cause());
    assertEquals(0, daemon.met());
  }

  @Test
  void tellsARefusedPort() {
    assertEquals(
        Cause.REFUSED, new HalfHandshake(Peer.dialer()).prove(Peer.nobody(), Keys.RIGHT).cause());
  }

  @Test
  void tellsAnSshServer() {
    assertEquals(
        Cause.SPEAKS_SSH, prove(Peer.says("SSH-2.0-OpenSSH_9.2p1\r\n"), Keys.RIGHT).cause());
  }

  @Test
  void tellsAWebServer() {
    assertEquals(
        Cause.SPEAKS_HTTP,
        prove(Peer.answers("HTTP/1.1 400 Bad Request\r\n\r\n".chars().toArray()), Keys.RIGHT)
            .cause());
  }

  @Test
  void quotesAnotherBannerWithoutItsControlCharacters() {
    Diagnosis diagnosis = prove(Peer.says("220 mail\033[31m ESMTP\r\nmore"), Keys.RIGHT);
    assertEquals(Cause.NOT_TLS, diagnosis.cause());
    assertEquals("`220 mail.[31m ESMTP`", diagnosis.detail());
  }

  @Test
  void tellsAPortThatClosesWithoutAWord() {
    Peer closing = Peer.answers();
    assertEquals(Cause.CLOSED_SILENTLY, prove(closing, Keys.RIGHT).cause());
    assertEquals(2, closing.met());
  }

  @Test
  void tellsAPortThatClosesBeforeItListens() {
    Peer rude = Peer.that(client -> client.setSoLinger(true, 0));
    assertEquals(Cause.CLOSED_SILENTLY, prove(rude, Keys.RIGHT).cause());
  }

  @Test
  void tellsADaemonWhosePolicyForbidsEverySuite() {
    assertEquals(
        Cause.NO_COMMON_SUITE, prove(Peer.answers(0x15, 3, 3, 0, 2, 1, 0), Keys.RIGHT).cause());
  }

  @Test
  void tellsATlsServerThatRefuses() {
    Diagnosis diagnosis = prove(Peer.answers(0x15, 3, 3, 0, 2, 2, 40), Keys.RIGHT);
    assertEquals(Cause.OTHER_TLS, diagnosis.cause());
    assertEquals("handshake_failure", diagnosis.detail());
  }

  @Test
  void tellsACertificate() throws Exception {
    Peer x509 = CertificatePeer.speaking("TLSv1.2", "TLSv1.3");
    assertEquals(Cause.CERTIFICATES, prove(x509, Keys.RIGHT).cause());
    assertEquals(1, x509.met());
  }

  @Test
  void tellsAnOlderTlsServerWithoutSharedKeys() throws Exception {
    Diagnosis diagnosis = prove(CertificatePeer.speaking("TLSv1.2"), Keys.RIGHT);
    assertEquals(Cause.OTHER_TLS, diagnosis.cause());
    assertEquals("protocol_version", diagnosis.detail());
  }

  @Test
  void anInterruptedProofSaysSo() {
    try (Peer silent = Peer.silent()) {
      Thread.currentThread().interrupt();
      Diagnosis diagnosis =
          new HalfHandshake(Peer.dialer(), PATIENT).prove(silent.at(), Keys.RIGHT);
      assertTrue(Thread.interrupted());
      assertEquals(Cause.INTERRUPTED, diagnosis.cause());
    }
  }

  @Test
  void tellsSilence() {
    try (Peer silent = Peer.silent()) {
      assertEquals(
          Cause.SILENT,
          new HalfHandshake(Peer.dialer(), BRIEF).prove(silent.at(), Keys.RIGHT).cause());
    }
  }

  @Test
  void waitsThroughALinesOwnReadLimit() throws IOException {
    try (Peer daemon = Peer.daemon(Optional.of(Keys.RIGHT), true)) {
      Dialer impatient =
          to -> {
            Line line = Peer.dialer().dial(to);
            return Line.of(new Impatient(line.in()), line.out(), line);
          };
      assertEquals(
          Cause.KEY_RIGHT,
          new HalfHandshake(impatient, PATIENT).prove(daemon.at(), Keys.RIGHT).cause());
    }
  }

  @Test
  void tellsWhatTheSecondConnectionRunsInto() {
    try (Peer daemon = Peer.daemon(Optional.of(Keys.RIGHT), true)) {
      int[] dialled = {0};
      Dialer once =
          to -> {
            if (dialled[0]++ > 0) {
              throw new IOException("Connection refused");
            }
            return Peer.dialer().dial(to);
          };
      assertEquals(
          Cause.REFUSED, new HalfHandshake(once, PATIENT).prove(daemon.at(), Keys.WRONG).cause());
    }
  }

  /** Gives up on every other read, as a tunnel with a limit of its own does. */
  private static final class Impatient extends InputStream {
    private final InputStream in;
    private boolean now;

    Impatient(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      throw new AssertionError("reads blocks only");
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
      now = !now;
      if (now) {
        throw new SocketTimeoutException("Read timed out");
      }
      return in.read(bytes, offset, count);
    }
  }
}
