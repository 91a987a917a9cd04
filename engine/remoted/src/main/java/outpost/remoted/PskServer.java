package outpost.remoted;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.Vector;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bouncycastle.tls.BasicTlsPSKExternal;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.PRFAlgorithm;
import org.bouncycastle.tls.PSKTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.PskIdentity;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsPSKExternal;
import org.bouncycastle.tls.TlsPSKIdentityManager;
import org.bouncycastle.tls.TlsServerProtocol;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** The daemon's side of TLS: what it accepts, and how it fails. */
final class PskServer extends PSKTlsServer {

  /** What the daemon says before it closes, whatever is wrong: a warning {@code close_notify}. */
  private static final byte[] GOODBYE = {0x15, 3, 3, 0, 2, 1, 0};

  /** No TLS 1.3 suite with SHA-384: the key belongs to SHA-256. */
  private static final int[] SUITES =
      IntStream.concat(
              IntStream.of(
                  CipherSuite.TLS_CHACHA20_POLY1305_SHA256, CipherSuite.TLS_AES_128_GCM_SHA256),
              IntStream.of(PskClient.TLS12))
          .toArray();

  private final Supplier<Optional<byte[]>> key;
  private final ProtocolVersion[] versions;

  private PskServer(Supplier<Optional<byte[]>> key, ProtocolVersion[] versions) {
    super(new BcTlsCrypto(new SecureRandom()), new Keys(key));
    this.key = key;
    this.versions = versions;
  }

  /** Does the handshake with one client; throws if it fails, as it does on a wrong key. */
  static TlsServerProtocol accept(Line line, Supplier<Optional<byte[]>> key, boolean tls13)
      throws IOException {
    TlsServerProtocol protocol = new Daemonlike(line.in(), line.out());
    protocol.accept(
        new PskServer(
            key,
            tls13
                ? ProtocolVersion.TLSv13.downTo(ProtocolVersion.TLSv12)
                : ProtocolVersion.TLSv12.only()));
    return protocol;
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return versions;
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return TlsUtils.getSupportedCipherSuites(getCrypto(), SUITES);
  }

  @Override
  public TlsPSKExternal getExternalPSK(@SuppressWarnings("rawtypes") Vector identities) {
    for (Object offered : identities) {
      if (Arrays.equals(PskClient.IDENTITY, ((PskIdentity) offered).getIdentity())) {
        return new BasicTlsPSKExternal(
            PskClient.IDENTITY,
            getCrypto().createSecret(key.get().orElseThrow(PskServer::noKey)),
            PRFAlgorithm.tls13_hkdf_sha256);
      }
    }
    throw noKey(); // with null Bouncy Castle would go on to certificates
  }

  private static IllegalStateException noKey() {
    return new IllegalStateException("no key");
  }

  @Override
  public TlsCredentials getCredentials() throws IOException {
    return TlsUtils.isTLSv13(context) ? null : super.getCredentials();
  }

  /** For TLS 1.2. */
  private record Keys(Supplier<Optional<byte[]>> key) implements TlsPSKIdentityManager {
    @Override
    public byte[] getHint() {
      return new byte[0]; // what GnuTLS sends with DHE-PSK
    }

    @Override
    public byte[] getPSK(byte[] identity) {
      return Arrays.equals(PskClient.IDENTITY, identity) ? key.get().orElse(null) : null;
    }
  }

  /** Says goodbye in plain text where Bouncy Castle would send a fatal alert. */
  private static final class Daemonlike extends TlsServerProtocol {
    private final OutputStream raw;

    Daemonlike(InputStream in, OutputStream out) {
      super(in, out);
      this.raw = out;
    }

    @Override
    protected void raiseAlertFatal(short alert, String message, Throwable cause)
        throws IOException {
      raw.write(GOODBYE);
      raw.flush();
    }
  }
}
