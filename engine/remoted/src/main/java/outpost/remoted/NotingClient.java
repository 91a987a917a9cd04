package outpost.remoted;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import org.bouncycastle.tls.AbstractTlsClient;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.AlertLevel;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * Notes what a server makes of a handshake.
 *
 * <p>Its notes are written by the thread of the handshake and may be read by another.
 */
abstract class NotingClient extends AbstractTlsClient {
  private final ProtocolVersion[] versions;
  private volatile boolean closeNotify;
  private volatile boolean complete;
  private volatile String refusal = "";

  NotingClient(ProtocolVersion[] versions) {
    super(new BcTlsCrypto(new SecureRandom()));
    this.versions = versions;
  }

  /** The server's Finished was right. */
  abstract void serverFinished();

  /** What the server wants of our certificate. */
  abstract void asked(CertificateRequest request);

  /** What is secret is needed no more. */
  abstract void forget();

  abstract boolean certificateShown();

  abstract boolean sharedKeySuite();

  /** Whether the server has proved that it is the one we look for. */
  abstract boolean proven();

  /** What its certificate makes of that. */
  abstract Optional<Finding> finding();

  boolean closeNotify() {
    return closeNotify;
  }

  boolean complete() {
    return complete;
  }

  String refusal() {
    return refusal;
  }

  ProtocolVersion[] versions() {
    return versions;
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return versions;
  }

  @Override
  public void notifyAlertReceived(short level, short description) {
    if (level == AlertLevel.fatal) {
      refusal = AlertDescription.getName(description);
    } else if (description == AlertDescription.close_notify) {
      closeNotify = true;
    }
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    complete = true;
  }
}
