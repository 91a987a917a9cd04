package outpost.remoted;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Vector;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsServerProtocol;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** The side of TLS of a daemon that is set to X.509: it wants a certificate of everybody. */
final class CertificateServer extends DefaultTlsServer {
  private final Certificates ours;

  private CertificateServer(Certificates ours) {
    super(new BcTlsCrypto(new SecureRandom()));
    this.ours = ours;
  }

  /** Does the handshake with one client; throws if it fails. */
  static TlsServerProtocol accept(Line line, Certificates ours) throws IOException {
    TlsServerProtocol protocol = new DaemonProtocol(line);
    protocol.accept(new CertificateServer(ours));
    return protocol;
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return ProtocolVersion.TLSv13.only();
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return TlsUtils.getSupportedCipherSuites(getCrypto(), PskClient.TLS13);
  }

  @Override
  public TlsCredentials getCredentials() throws IOException {
    return OwnCertificate.signer(context, ours, TlsUtils.EMPTY_BYTES);
  }

  @Override
  @SuppressWarnings({"rawtypes", "unchecked"}) // Bouncy Castle's API
  public CertificateRequest getCertificateRequest() throws IOException {
    Vector authorities = new Vector();
    for (X500Principal name : ours.authorities()) {
      authorities.add(X500Name.getInstance(name.getEncoded()));
    }
    return new CertificateRequest(
        TlsUtils.EMPTY_BYTES,
        TlsUtils.getDefaultSupportedSignatureAlgorithms(context),
        null,
        authorities);
  }

  @Override
  public void notifyClientCertificate(Certificate client) throws IOException {
    if (ours.distrust(OwnCertificate.shown(client), Instant.now()).isPresent()) {
      throw new TlsFatalAlert(AlertDescription.bad_certificate);
    }
  }
}
