package outpost.remoted;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.Vector;
import java.util.stream.IntStream;
import org.bouncycastle.tls.AbstractTlsClient;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.AlertLevel;
import org.bouncycastle.tls.BasicTlsPSKExternal;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.PRFAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsPSK;
import org.bouncycastle.tls.TlsPSKIdentity;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * Offers what a pacemaker_remoted accepts, and notes what the server makes of it.
 *
 * <p>Its notes are written by the thread of the handshake and may be read by another.
 */
final class PskClient extends AbstractTlsClient {

  /** The identity of every client; checked from Pacemaker 3.0.2 ({@code lib/common/tls.c}). */
  static final byte[] IDENTITY = "lrmd".getBytes(StandardCharsets.US_ASCII);

  static final int[] TLS13 = {
    CipherSuite.TLS_AES_256_GCM_SHA384,
    CipherSuite.TLS_CHACHA20_POLY1305_SHA256,
    CipherSuite.TLS_AES_128_GCM_SHA256
  };

  static final int[] TLS12 = {
    CipherSuite.TLS_DHE_PSK_WITH_AES_256_GCM_SHA384,
    CipherSuite.TLS_DHE_PSK_WITH_CHACHA20_POLY1305_SHA256,
    CipherSuite.TLS_DHE_PSK_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_DHE_PSK_WITH_AES_256_CBC_SHA,
    CipherSuite.TLS_DHE_PSK_WITH_AES_128_CBC_SHA,
    CipherSuite.TLS_PSK_WITH_AES_256_GCM_SHA384,
    CipherSuite.TLS_PSK_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_PSK_WITH_AES_256_CBC_SHA,
    CipherSuite.TLS_PSK_WITH_AES_128_CBC_SHA
  };

  private final byte[] key;
  private final ProtocolVersion[] versions;
  private final boolean stopAtServerHello;

  private volatile Optional<TlsSecret> secret = Optional.empty();
  private volatile boolean closeNotify;
  private volatile boolean certificateShown;
  private volatile boolean sharedKeySuite;
  private volatile boolean keySelected;
  private volatile boolean keyProven;
  private volatile boolean complete;
  private volatile String refusal = "";

  PskClient(byte[] key, ProtocolVersion[] versions, boolean stopAtServerHello) {
    super(new BcTlsCrypto(new SecureRandom()));
    this.key = key.clone();
    this.versions = versions;
    this.stopAtServerHello = stopAtServerHello;
  }

  boolean closeNotify() {
    return closeNotify;
  }

  boolean certificateShown() {
    return certificateShown;
  }

  boolean sharedKeySuite() {
    return sharedKeySuite;
  }

  boolean keyProven() {
    return keyProven;
  }

  boolean complete() {
    return complete;
  }

  String refusal() {
    return refusal;
  }

  /** The server's Finished was right: it knows the key, if it was our key that it chose. */
  void serverFinished() {
    keyProven = keySelected;
  }

  void forgetKey() {
    Arrays.fill(key, (byte) 0);
    secret.ifPresent(TlsSecret::destroy);
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return versions;
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    int[] suites =
        !ProtocolVersion.contains(versions, ProtocolVersion.TLSv13)
            ? TLS12
            : !ProtocolVersion.contains(versions, ProtocolVersion.TLSv12)
                ? TLS13
                : IntStream.concat(IntStream.of(TLS13), IntStream.of(TLS12)).toArray();
    return TlsUtils.getSupportedCipherSuites(getCrypto(), suites);
  }

  @Override
  public TlsPSKIdentity getPSKIdentity() {
    return new Identity();
  }

  @Override
  @SuppressWarnings({"rawtypes", "unchecked"}) // Bouncy Castle's API
  public Vector getExternalPSKs() {
    byte[] copy = key.clone();
    secret = Optional.of(getCrypto().createSecret(copy));
    Arrays.fill(copy, (byte) 0);
    Vector keys = new Vector();
    // one hash only: GnuTLS takes an external key to belong to SHA-256 (lib/psk.c)
    keys.add(new BasicTlsPSKExternal(IDENTITY, secret.get(), PRFAlgorithm.tls13_hkdf_sha256));
    return keys;
  }

  @Override
  public TlsAuthentication getAuthentication() throws IOException {
    certificateShown = true;
    throw new TlsFatalAlert(AlertDescription.bad_certificate);
  }

  @Override
  public void notifySelectedCipherSuite(int suite) {
    super.notifySelectedCipherSuite(suite);
    sharedKeySuite = Arrays.stream(TLS12).anyMatch(offered -> offered == suite);
    if (stopAtServerHello) {
      throw new SeenEnough();
    }
  }

  @Override
  public void notifySelectedPSK(TlsPSK selected) throws IOException {
    super.notifySelectedPSK(selected);
    keySelected = selected != null;
    sharedKeySuite |= keySelected;
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

  /**
   * Ends the handshake at the ServerHello; Bouncy Castle lets only unchecked exceptions through.
   */
  private static final class SeenEnough extends RuntimeException {
    private static final long serialVersionUID = 1;

    SeenEnough() {
      super("seen enough", null, false, false);
    }
  }

  /** For TLS 1.2. */
  private final class Identity implements TlsPSKIdentity {
    @Override
    public void skipIdentityHint() {}

    @Override
    public void notifyIdentityHint(byte[] hint) {}

    @Override
    public byte[] getPSKIdentity() {
      return IDENTITY.clone();
    }

    @Override
    public byte[] getPSK() {
      return key.clone();
    }
  }
}
