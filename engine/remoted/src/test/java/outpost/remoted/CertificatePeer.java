package outpost.remoted;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** A TLS server of the JDK, which knows certificates and no shared keys. */
final class CertificatePeer {
  private CertificatePeer() {}

  /** One that speaks these versions only ({@code TLSv1.2}, {@code TLSv1.3}). */
  static Peer speaking(String... versions) throws Exception {
    SSLContext context = context();
    return Peer.that(
        client -> {
          try (SSLSocket tls =
              (SSLSocket) context.getSocketFactory().createSocket(client, null, true)) {
            tls.setEnabledProtocols(versions);
            tls.startHandshake();
          }
        });
  }

  private static SSLContext context() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair keys = generator.generateKeyPair();
    X500Name name = new X500Name("CN=peer");
    AlgorithmIdentifier algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    V3TBSCertificateGenerator body = new V3TBSCertificateGenerator();
    body.setSerialNumber(new ASN1Integer(BigInteger.ONE));
    body.setIssuer(name);
    body.setSubject(name);
    body.setStartDate(new Time(new Date(System.currentTimeMillis() - 86_400_000L)));
    body.setEndDate(new Time(new Date(System.currentTimeMillis() + 86_400_000L)));
    body.setSignature(algorithm);
    body.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
    TBSCertificate signed = body.generateTBSCertificate();
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(keys.getPrivate());
    signature.update(signed.getEncoded());
    ASN1EncodableVector parts = new ASN1EncodableVector();
    parts.add(signed);
    parts.add(algorithm);
    parts.add(new DERBitString(signature.sign()));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "peer",
        keys.getPrivate(),
        new char[0],
        new java.security.cert.Certificate[] {
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new java.io.ByteArrayInputStream(new DERSequence(parts).getEncoded()))
        });
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
