package outpost.remoted;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CRL;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;

/**
 * What Pacemaker 3 is given for X.509: a certificate with its key, the authorities that vouch for
 * the other side, and what they have revoked. Names are not compared: a host's certificate may name
 * anything ({@code lib/common/tls.c} of 3.0, which gives GnuTLS no name to verify).
 */
public final class Certificates {
  private final List<X509Certificate> chain;
  private final byte[] key;
  private final List<X509Certificate> authorities;
  private final List<X509CRL> revoked;

  private Certificates(
      List<X509Certificate> chain,
      byte[] key,
      List<X509Certificate> authorities,
      List<X509CRL> revoked) {
    this.chain = chain;
    this.key = key;
    this.authorities = authorities;
    this.revoked = revoked;
  }

  /**
   * Reads what the files hold that {@code PCMK_ca_file}, {@code PCMK_cert_file}, {@code
   * PCMK_key_file} and {@code PCMK_crl_file} name: PEM, the key without a password.
   *
   * @throws BadCertificates if they do not hold that, or do not belong together
   */
  public static Certificates of(
      byte[] authorities, byte[] certificate, byte[] key, Optional<byte[]> revoked)
      throws BadCertificates {
    List<X509Certificate> chain = certificates(certificate, "the certificate's file");
    PrivateKey own = PemKey.read(key, chain.get(0).getPublicKey().getAlgorithm());
    if (!belongs(own, chain.get(0).getPublicKey())) {
      throw new BadCertificates("the key is not that of the certificate");
    }
    return new Certificates(
        chain,
        own.getEncoded(),
        certificates(authorities, "the authorities' file"),
        revoked.isPresent() ? lists(revoked.get()) : List.of());
  }

  /** Own certificate first. */
  List<X509Certificate> chain() {
    return chain;
  }

  /** The key of the own certificate, as PKCS #8. */
  byte[] key() {
    return key;
  }

  Set<X500Principal> authorities() {
    return authorities.stream()
        .map(X509Certificate::getSubjectX500Principal)
        .collect(Collectors.toSet());
  }

  /** Says why our own certificate is good for nothing; empty if it is of use. */
  public Optional<String> unfit(Instant now) {
    return expired(chain.get(0), now).map(why -> "our certificate " + why);
  }

  /** Whether one of these authorities is one that vouches for us; where none is named, any may. */
  boolean welcomeTo(Set<X500Principal> named) {
    Stream<X500Principal> ours =
        chain.stream()
            .flatMap(c -> Stream.of(c.getIssuerX500Principal(), c.getSubjectX500Principal()));
    return named.isEmpty() || ours.anyMatch(named::contains);
  }

  /** Says why the other side's certificate is not to be trusted; empty if it is. */
  Optional<String> distrust(List<X509Certificate> shown, Instant now) {
    if (shown.isEmpty()) return Optional.of("it shows none");
    X509Certificate its = shown.get(0);
    Optional<String> expired = expired(its, now).map(why -> "it " + why);
    if (expired.isPresent()) return expired;
    boolean banned =
        shown.stream()
            .anyMatch(
                c ->
                    revoked.stream()
                        .filter(l -> l.getIssuerX500Principal().equals(c.getIssuerX500Principal()))
                        .anyMatch(l -> l.isRevoked(c)));
    if (banned) return Optional.of("it has been revoked");
    if (authorities.contains(its) || vouchedFor(its, shown, now)) return Optional.empty();
    return Optional.of(
        "none of our authorities vouches for it; its issuer is "
            + Printable.of(its.getIssuerX500Principal().getName()));
  }

  private boolean vouchedFor(X509Certificate its, List<X509Certificate> shown, Instant now) {
    try {
      Set<TrustAnchor> anchors = new HashSet<>();
      authorities.forEach(authority -> anchors.add(new TrustAnchor(authority, null)));
      X509CertSelector target = new X509CertSelector();
      target.setCertificate(its);
      PKIXBuilderParameters how = new PKIXBuilderParameters(anchors, target);
      how.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(shown)));
      how.setRevocationEnabled(false); // as GnuTLS, which goes by lists that it has
      how.setDate(Date.from(now));
      CertPathBuilder.getInstance("PKIX").build(how);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static Optional<String> expired(X509Certificate certificate, Instant now) {
    Instant begin = certificate.getNotBefore().toInstant();
    Instant end = certificate.getNotAfter().toInstant();
    if (now.isAfter(end)) return Optional.of("expired at " + end);
    return now.isBefore(begin) ? Optional.of("counts only from " + begin) : Optional.empty();
  }

  /** Reads certificates that a peer showed. */
  static List<X509Certificate> shown(List<byte[]> encoded) throws CertificateException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    java.util.ArrayList<X509Certificate> shown = new java.util.ArrayList<>();
    for (byte[] one : encoded) {
      shown.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(one)));
    }
    return shown;
  }

  private static List<X509Certificate> certificates(byte[] pem, String what)
      throws BadCertificates {
    try {
      Collection<? extends Certificate> read =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem));
      if (read.isEmpty()) throw new BadCertificates(what + " holds no certificate");
      return read.stream().map(X509Certificate.class::cast).toList();
    } catch (CertificateException e) {
      throw new BadCertificates(what + " holds what is no certificate in PEM");
    }
  }

  private static List<X509CRL> lists(byte[] pem) throws BadCertificates {
    try {
      Collection<? extends CRL> read =
          CertificateFactory.getInstance("X.509").generateCRLs(new ByteArrayInputStream(pem));
      if (read.isEmpty()) throw new BadCertificates("the revocations' file holds no list");
      return read.stream().map(X509CRL.class::cast).toList();
    } catch (GeneralSecurityException e) {
      throw new BadCertificates("the revocations' file holds what is no list in PEM");
    }
  }

  private static boolean belongs(PrivateKey key, PublicKey to) {
    try {
      String kind = key.getAlgorithm();
      String how =
          kind.equals("RSA") ? "SHA256withRSA" : kind.equals("EC") ? "SHA256withECDSA" : kind;
      Signature signature = Signature.getInstance(how);
      signature.initSign(key);
      signature.update(to.getEncoded());
      byte[] signed = signature.sign();
      signature.initVerify(to);
      signature.update(to.getEncoded());
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  static PrivateKey privateKey(byte[] pkcs8, String kind) throws GeneralSecurityException {
    return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
  }
}
