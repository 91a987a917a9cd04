package outpost.remoted;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;

/** Offers what a pacemaker_remoted accepts that is set to X.509, over TLS 1.3. */
final class CertificateClient extends NotingClient {
  private final Certificates ours;
  private volatile Optional<Finding> finding = Optional.empty();
  private volatile Set<X500Principal> wanted = Set.of();
  private volatile boolean asked;
  private volatile boolean trusted;
  private volatile boolean proven;

  CertificateClient(Certificates ours) {
    super(ProtocolVersion.TLSv13.only());
    this.ours = ours;
  }

  @Override
  void asked(CertificateRequest request) {
    asked = true;
    if (request.getCertificateAuthorities() == null) return;
    Set<X500Principal> names = new java.util.HashSet<>();
    for (Object name : request.getCertificateAuthorities()) {
      names.add(principal((X500Name) name));
    }
    wanted = names;
  }

  private static X500Principal principal(X500Name name) {
    try {
      return new X500Principal(name.getEncoded());
    } catch (IOException e) {
      throw new IllegalStateException(e); // it was read from its encoding
    }
  }

  @Override
  void serverFinished() {
    if (!trusted) return;
    proven = true;
    finding = Optional.of(found());
  }

  private Finding found() {
    if (!asked) {
      return new Finding(Cause.OTHER_TLS, "it asks for no certificate");
    }
    if (ours.welcomeTo(wanted)) {
      return new Finding(
          Cause.CERTIFICATE_TRUSTED,
          wanted.isEmpty() ? "it does not say" : "it takes those of our authority");
    }
    return new Finding(
        Cause.CERTIFICATE_UNWELCOME,
        Printable.of(
            wanted.stream()
                .map(X500Principal::getName)
                .collect(Collectors.toCollection(TreeSet::new))
                .toString()));
  }

  @Override
  void forget() {
    // the certificates' owner has them
  }

  /** None that we did not ask for. */
  @Override
  boolean certificateShown() {
    return false;
  }

  @Override
  boolean sharedKeySuite() {
    return false;
  }

  @Override
  boolean proven() {
    return proven;
  }

  @Override
  Optional<Finding> finding() {
    return finding;
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return TlsUtils.getSupportedCipherSuites(getCrypto(), PskClient.TLS13);
  }

  @Override
  public TlsAuthentication getAuthentication() {
    return new TlsAuthentication() {
      @Override
      public void notifyServerCertificate(TlsServerCertificate server) throws IOException {
        Optional<String> why =
            ours.distrust(OwnCertificate.shown(server.getCertificate()), Instant.now());
        if (why.isPresent()) {
          finding = Optional.of(new Finding(Cause.CERTIFICATE_DISTRUSTED, why.get()));
          throw new TlsFatalAlert(AlertDescription.bad_certificate);
        }
        trusted = true;
      }

      @Override
      public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
        // only a full handshake comes so far; where it then breaks, this is why
        finding = Optional.of(new Finding(Cause.CERTIFICATE_REFUSED, ""));
        return OwnCertificate.signer(context, ours, request.getCertificateRequestContext());
      }
    };
  }
}
