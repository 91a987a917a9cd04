package outpost.remoted;

import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** Certificates in Bouncy Castle's terms, for TLS 1.3. */
final class OwnCertificate {
  private OwnCertificate() {}

  /** Signs with our own certificate. */
  static TlsCredentialedSigner signer(TlsContext context, Certificates ours, byte[] requestContext)
      throws IOException {
    BcTlsCrypto crypto = (BcTlsCrypto) context.getCrypto();
    List<CertificateEntry> entries = new ArrayList<>();
    try {
      for (X509Certificate one : ours.chain()) {
        entries.add(new CertificateEntry(crypto.createCertificate(one.getEncoded()), null));
      }
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e); // it was read from its encoding
    }
    return new BcDefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context),
        crypto,
        PrivateKeyFactory.createKey(ours.key()),
        new Certificate(requestContext, entries.toArray(CertificateEntry[]::new)),
        SignatureScheme.getSignatureAndHashAlgorithm(scheme(ours.chain().get(0))));
  }

  /** RFC 8446, 4.2.3: a curve has one hash, and RSA signs by PSS. */
  private static int scheme(X509Certificate certificate) throws IOException {
    if (certificate.getPublicKey() instanceof ECPublicKey curve) {
      return switch (curve.getParams().getCurve().getField().getFieldSize()) {
        case 256 -> SignatureScheme.ecdsa_secp256r1_sha256;
        case 384 -> SignatureScheme.ecdsa_secp384r1_sha384;
        case 521 -> SignatureScheme.ecdsa_secp521r1_sha512;
        default -> throw new TlsFatalAlert(AlertDescription.internal_error);
      };
    }
    return switch (certificate.getPublicKey().getAlgorithm()) {
      case "RSA" -> SignatureScheme.rsa_pss_rsae_sha256;
      case "EdDSA" ->
          certificate.getPublicKey().getEncoded().length > 50
              ? SignatureScheme.ed448
              : SignatureScheme.ed25519;
      default -> throw new TlsFatalAlert(AlertDescription.internal_error);
    };
  }

  /** Returns what the other side shows. */
  static List<X509Certificate> shown(Certificate certificate) throws IOException {
    List<byte[]> encoded = new ArrayList<>();
    for (TlsCertificate one : certificate.getCertificateList()) encoded.add(one.getEncoded());
    try {
      return Certificates.shown(encoded);
    } catch (CertificateException e) {
      throw new TlsFatalAlert(AlertDescription.bad_certificate, e);
    }
  }
}
