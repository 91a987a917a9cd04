package outpost.remoted;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * What one TLS handshake showed. Reading it is pure; {@link Handshake} fills it.
 *
 * @param head the first bytes the peer sent, as they were on the wire
 * @param closeNotify whether the peer said {@code close_notify}: the daemon does before it closes,
 *     whatever the reason ({@code lib/common/tls.c}, {@code daemons/execd/remoted_tls.c})
 * @param refusal the name of the fatal alert the peer sent, or empty; the daemon never sends one
 * @param certificate whether the peer showed a certificate
 * @param sharedKeySuite whether the peer chose a cipher suite with a shared key
 * @param keyProven whether the peer proved that it knows the key
 * @param finding what its certificates come to, where certificates were asked for
 */
record Sighting(
    byte[] head,
    boolean timedOut,
    boolean closeNotify,
    String refusal,
    boolean certificate,
    boolean sharedKeySuite,
    boolean keyProven,
    Duration elapsed,
    Optional<Finding> finding) {

  /** A little less than the 10 s after which the daemon gives up ({@code remoted_tls.c}). */
  private static final Duration DAEMON_GAVE_UP = Duration.ofMillis(9_500);

  /** RFC 8446, 4.1.3: how a server that can do TLS 1.3 ends its random when it does TLS 1.2. */
  private static final byte[] DOWNGRADE = {'D', 'O', 'W', 'N', 'G', 'R', 'D', 1};

  /** Where that ends in a ServerHello's record: 5 header, 4 message, 2 version, 32 random. */
  private static final int RANDOM_END = 43;

  /** Whether the peer's words are no TLS records (RFC 8446, 5.1: types 20 to 24, version 3.x). */
  boolean speaksOtherThanTls() {
    return speaksOtherThanTls(head);
  }

  static boolean speaksOtherThanTls(byte[] head) {
    return head.length > 0 && (head[0] < 20 || head[0] > 24 || head.length > 1 && head[1] != 3);
  }

  boolean beginsWith(String text) {
    byte[] start = text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    return head.length >= start.length
        && Arrays.equals(head, 0, start.length, start, 0, start.length);
  }

  /** Whether a TLS 1.2 ServerHello came from a server that can do TLS 1.3. */
  boolean couldDoTls13() {
    return head.length >= RANDOM_END
        && Arrays.equals(
            head, RANDOM_END - DOWNGRADE.length, RANDOM_END, DOWNGRADE, 0, DOWNGRADE.length);
  }

  boolean daemonGaveUp() {
    return closeNotify && elapsed.compareTo(DAEMON_GAVE_UP) >= 0;
  }
}
