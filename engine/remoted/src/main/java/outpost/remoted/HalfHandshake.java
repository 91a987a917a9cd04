package outpost.remoted;

import java.io.IOException;

/**
 * Proves that a node has the right key, or certificate, without the node noticing a client: safe on
 * a node that a cluster uses.
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

  /** The same with the authkey. */
  public Diagnosis prove(Endpoint at, byte[] key) {
    return prove(at, Credential.of(key));
  }

  /**
   * Says whether the peer has this key, or a certificate of our authorities, or why that could not
   * be proven. Dials once, or twice where the first attempt leaves open what the peer is. The
   * caller may wipe the key afterwards.
   */
  public Diagnosis prove(Endpoint at, Credential with) {
    if (with.isEmpty()) {
      return new Diagnosis(at, Cause.NO_KEY, "");
    }
    try {
      Sighting first = Handshake.half(dialer.dial(at), with, limits.handshake());
      return Verdict.onHalf(at, first).orElseGet(() -> secondLook(at, with, first));
    } catch (IOException e) {
      return DialFailure.of(at, e);
    }
  }

  private Diagnosis secondLook(Endpoint at, Credential with, Sighting first) {
    try {
      Sighting second = Handshake.serverHello(dialer.dial(at), limits.handshake());
      return with.certificates().isPresent()
          ? Verdict.onBothWithCertificates(at, first, second)
          : Verdict.onBoth(at, first, second);
    } catch (IOException e) {
      return DialFailure.of(at, e);
    }
  }
}
