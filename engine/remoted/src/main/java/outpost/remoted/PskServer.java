package outpost.remoted;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.Optional;
import java.util.Vector;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bouncycastle.tls.BasicTlsPSKExternal;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ExtensionType;
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
    TlsServerProtocol protocol = new DaemonProtocol(line);
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

  /** To a client that offers no key Bouncy Castle would prove nothing at all. */
  @Override
  public void processClientExtensions(@SuppressWarnings("rawtypes") Hashtable extensions)
      throws IOException {
    if (TlsUtils.isTLSv13(context)
        && (extensions == null || !extensions.containsKey(ExtensionType.pre_shared_key))) {
      throw noKey();
    }
    super.processClientExtensions(extensions);
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
}
