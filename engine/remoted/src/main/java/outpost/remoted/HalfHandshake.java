package outpost.remoted;

import java.io.IOException;

/**
 * Proves that a node has the right key without the node noticing a client: safe on a node that a
 * cluster uses.
 *
 * <p>With TLS 1.3 the server checks the client's knowledge of the key at its first message and then
 * proves its own (RFC 8446, 4.2.11 and 4.4.4), before the client says its last. Stopping there
 * leaves one line about a failed handshake in the daemon's log; the daemon tells its other clients
 * of a new one only when a handshake is complete ({@code daemons/execd/remoted_tls.c}).
 */
public final class HalfHandshake {
  private final Dialer dialer;
  private final Limits limits;

  public HalfHandshake(Dialer dialer) {
    this(dialer, Limits.USUAL);
  }

  public HalfHandshake(Dialer dialer, Limits limits) {
    this.dialer = dialer;
    this.limits = limits;
  }

  /**
   * Says whether the peer has this key, or why that could not be proven. Dials once, or twice where
   * the first attempt leaves open what the peer is. The caller may wipe the key afterwards.
   */
  public Diagnosis prove(Endpoint at, byte[] key) {
    if (key.length == 0) {
      return new Diagnosis(at, Cause.NO_KEY, "");
    }
    try {
      Sighting first = Handshake.half(dialer.dial(at), key, limits.handshake());
      return Verdict.onHalf(at, first).orElseGet(() -> secondLook(at, key, first));
    } catch (IOException e) {
      return DialFailure.of(at, e);
    }
  }

  private Diagnosis secondLook(Endpoint at, byte[] key, Sighting first) {
    try {
      Sighting second = Handshake.serverHello(dialer.dial(at), key, limits.handshake());
      return Verdict.onBoth(at, first, second);
    } catch (IOException e) {
      return DialFailure.of(at, e);
    }
  }
}
