package outpost.remoted;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V2TBSCertListGenerator;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** An authority of the tests, which signs whatever it is asked to. */
final class Authority {
  private static final AlgorithmIdentifier ALGORITHM =
      new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);

  /** What was signed, in PEM. */
  record Signed(byte[] certificate, byte[] key, BigInteger number) {}

  private final X500Name name;
  private final KeyPair keys = keys("EC", 256);
  private final byte[] certificate;
  private int signed;

  Authority(String name) {
    this.name = new X500Name("CN=" + name);
    this.certificate = sign(this.name, keys, Duration.ofDays(1), true);
  }

  byte[] certificate() {
    return certificate;
  }

  Signed signs(String subject) {
    return signs(subject, "EC", 256, Duration.ofDays(1));
  }

  Signed signs(String subject, String kind, int size, Duration life) {
    KeyPair theirs = keys(kind, size);
    byte[] made = sign(new X500Name("CN=" + subject), theirs, life, false);
    return new Signed(
        made, pem("PRIVATE KEY", theirs.getPrivate().getEncoded()), BigInteger.valueOf(signed));
  }

  /** Everything that a node is given. */
  Certificates of(Signed signed) {
    return of(signed, Optional.empty());
  }

  Certificates of(Signed signed, Optional<byte[]> revoked) {
    try {
      return Certificates.of(certificate, signed.certificate(), signed.key(), revoked);
    } catch (BadCertificates e) {
      throw new AssertionError(e);
    }
  }

  byte[] revokes(BigInteger number) {
    V2TBSCertListGenerator list = new V2TBSCertListGenerator();
    list.setIssuer(name);
    list.setSignature(ALGORITHM);
    list.setThisUpdate(at(Duration.ofDays(-1)));
    list.setNextUpdate(at(Duration.ofDays(1)));
    list.addCRLEntry(new ASN1Integer(number), at(Duration.ofHours(-1)), 0);
    return pem("X509 CRL", sealed(list.generateTBSCertList()));
  }

  static byte[] pem(String label, byte[] body) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(body);
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(label, text)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private byte[] sign(X500Name subject, KeyPair theirs, Duration life, boolean authority) {
    V3TBSCertificateGenerator body = new V3TBSCertificateGenerator();
    body.setSerialNumber(new ASN1Integer(++signed));
    body.setIssuer(name);
    body.setSubject(subject);
    body.setStartDate(at(Duration.ofDays(-2)));
    body.setEndDate(at(life));
    body.setSignature(ALGORITHM);
    body.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(theirs.getPublic().getEncoded()));
    try {
      if (authority) {
        body.setExtensions(
            new Extensions(
                new Extension(
                    Extension.basicConstraints,
                    true,
                    new DEROctetString(new BasicConstraints(true)))));
      }
      return pem("CERTIFICATE", sealed(body.generateTBSCertificate()));
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private byte[] sealed(ASN1Encodable body) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(body.toASN1Primitive().getEncoded("DER"));
      ASN1EncodableVector parts = new ASN1EncodableVector();
      parts.add(body);
      parts.add(ALGORITHM);
      parts.add(new DERBitString(signature.sign()));
      return new DERSequence(parts).getEncoded();
    } catch (java.io.IOException | java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair keys(String kind, int size) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
      if (size > 0) generator.initialize(size);
      return generator.generateKeyPair();
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static Time at(Duration fromNow) {
    return new Time(Date.from(Instant.now().plus(fromNow)));
  }
}
