package outpost.remoted;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Vector;
import java.util.stream.IntStream;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.BasicTlsPSKExternal;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.PRFAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsPSK;
import org.bouncycastle.tls.TlsPSKIdentity;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsSecret;

/** Offers what a pacemaker_remoted accepts that has a shared key. */
final class PskClient extends NotingClient {

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
  private final boolean stopAtServerHello;

  private volatile Optional<TlsSecret> secret = Optional.empty();
  private volatile boolean certificateShown;
  private volatile boolean sharedKeySuite;
  private volatile boolean keySelected;
  private volatile boolean keyProven;

  PskClient(byte[] key, ProtocolVersion[] versions, boolean stopAtServerHello) {
    super(versions);
    this.key = key.clone();
    this.stopAtServerHello = stopAtServerHello;
  }

  @Override
  boolean certificateShown() {
    return certificateShown;
  }

  @Override
  boolean sharedKeySuite() {
    return sharedKeySuite;
  }

  @Override
  boolean proven() {
    return keyProven;
  }

  @Override
  Optional<Finding> finding() {
    return Optional.empty();
  }

  @Override
  void asked(CertificateRequest request) {
    // it shows a certificate as well, and that ends it
  }

  /** It knows the key, if it was our key that it chose. */
  @Override
  void serverFinished() {
    keyProven = keySelected;
  }

  @Override
  void forget() {
    Arrays.fill(key, (byte) 0);
    secret.ifPresent(TlsSecret::destroy);
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    int[] suites =
        !ProtocolVersion.contains(versions(), ProtocolVersion.TLSv13)
            ? TLS12
            : !ProtocolVersion.contains(versions(), ProtocolVersion.TLSv12)
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
