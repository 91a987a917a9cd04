package outpost.remoted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pacemaker 3 set to X.509, on both sides. */
class CertificatesTest {
  private final Authority ours = new Authority("cluster");
  private final Authority others = new Authority("elsewhere");
  private final Authority.Signed node = ours.signs("node");
  private final Certificates client = ours.of(ours.signs("client"));

  private static RemotedServer server(Certificates certificates) throws IOException {
    return RemotedServer.listen(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        certificates,
        RemotedServer.dummies());
  }

  private static Diagnosis half(RemotedServer server, Certificates with) {
    return new HalfHandshake(Peer.dialer(), Nodes.PATIENT)
        .prove(server.endpoint(), Credential.of(with));
  }

  private static Diagnosis full(RemotedServer server, Certificates with) {
    return RemoteSession.prove(
        Nodes.unused(server.endpoint()),
        Peer.dialer(),
        Credential.of(with),
        Nodes.PATIENT,
        Clock.systemUTC());
  }

  @Test
  void aNodeOfOurAuthorityIsProvedWithoutBeingConnectedTo() throws IOException {
    try (RemotedServer server = server(ours.of(node))) {
      Diagnosis seen = half(server, client);
      assertEquals(Cause.CERTIFICATE_TRUSTED, seen.cause(), seen::toString);
      assertTrue(seen.keyIsRight());
      assertEquals("it takes those of our authority", seen.detail());
      assertEquals(0, server.handshakes());
    }
  }

  @Test
  void registersByCertificates() throws IOException {
    try (RemotedServer server = server(ours.of(node))) {
      assertEquals(Cause.REGISTERED, full(server, client).cause());
      assertEquals(1, server.handshakes());
    }
  }

  @ParameterizedTest
  @CsvSource({"RSA, 2048", "EC, 384", "EC, 521", "Ed25519, 0"})
  void takesKeysOfManyKinds(String kind, int size) throws IOException {
    Certificates theirs = ours.of(ours.signs("node", kind, size, Duration.ofDays(1)));
    Certificates own = ours.of(ours.signs("client", kind, size, Duration.ofDays(1)));
    try (RemotedServer server = server(theirs)) {
      assertEquals(Cause.REGISTERED, full(server, own).cause());
    }
  }

  @Test
  void aNodeOfAnotherAuthorityIsNotTrusted() throws IOException {
    try (RemotedServer server = server(others.of(others.signs("node")))) {
      Diagnosis seen = half(server, client);
      assertEquals(Cause.CERTIFICATE_DISTRUSTED, seen.cause());
      assertEquals(
          "none of our authorities vouches for it; its issuer is CN=elsewhere", seen.detail());
      assertEquals(Cause.CERTIFICATE_DISTRUSTED, full(server, client).cause());
    }
  }

  @Test
  void aCertificateThatHasExpiredIsNotTrusted() throws IOException {
    Authority.Signed old = ours.signs("node", "EC", 256, Duration.ofHours(-1));
    try (RemotedServer server = server(ours.of(old))) {
      Diagnosis seen = half(server, client);
      assertEquals(Cause.CERTIFICATE_DISTRUSTED, seen.cause());
      assertTrue(seen.detail().startsWith("it expired at 20"), seen.detail());
    }
    assertTrue(
        ours.of(old).unfit(java.time.Instant.now()).get().startsWith("our certificate expired"));
    assertEquals(Optional.empty(), client.unfit(java.time.Instant.now()));
  }

  @Test
  void aCertificateThatWasRevokedIsNotTrusted() throws IOException {
    Certificates strict = ours.of(ours.signs("client"), Optional.of(ours.revokes(node.number())));
    try (RemotedServer server = server(ours.of(node))) {
      Diagnosis seen = half(server, strict);
      assertEquals(Cause.CERTIFICATE_DISTRUSTED, seen.cause());
      assertEquals("it has been revoked", seen.detail());
    }
  }

  @Test
  void aNodeThatWantsOtherCertificatesIsToldBeforeItSeesOurs() throws Exception {
    Authority.Signed foreign = others.signs("client");
    Certificates own =
        Certificates.of(ours.certificate(), foreign.certificate(), foreign.key(), Optional.empty());
    try (RemotedServer server = server(ours.of(node))) {
      Diagnosis seen = half(server, own);
      assertEquals(Cause.CERTIFICATE_UNWELCOME, seen.cause());
      assertEquals("[CN=cluster]", seen.detail());
      assertEquals(Cause.CERTIFICATE_UNWELCOME, full(server, own).cause());
      assertEquals(0, server.handshakes());
    }
  }

  @Test
  void aNodeThatRefusesOurCertificateIsTold() throws IOException {
    Authority.Signed banned = ours.signs("client");
    Certificates strict = ours.of(node, Optional.of(ours.revokes(banned.number())));
    try (RemotedServer server = server(strict)) {
      assertEquals(Cause.CERTIFICATE_TRUSTED, half(server, ours.of(banned)).cause());
      assertEquals(Cause.CERTIFICATE_REFUSED, full(server, ours.of(banned)).cause());
    }
  }

  @Test
  void aNodeThatHasTheOtherKindOfCredentialIsTold() throws IOException {
    try (RemotedServer server = server(ours.of(node))) {
      assertEquals(
          Cause.CERTIFICATES,
          new HalfHandshake(Peer.dialer(), Nodes.PATIENT)
              .prove(server.endpoint(), Keys.RIGHT)
              .cause());
    }
    try (RemotedServer server = Nodes.server()) {
      assertEquals(Cause.SHARED_KEY, half(server, client).cause());
      assertEquals(0, server.handshakes());
    }
  }

  @Test
  void aPolicyWithoutCertificatesIsTold() {
    try (Peer strict = Peer.answers(0x15, 3, 3, 0, 2, 1, 0)) {
      assertEquals(
          Cause.NO_CERTIFICATE_SUITE,
          new HalfHandshake(Peer.dialer(), Nodes.PATIENT)
              .prove(strict.at(), Credential.of(client))
              .cause());
    }
  }

  @Test
  void readsTheOlderFormsOfKeys() throws Exception {
    for (String kind : new String[] {"RSA", "EC"}) {
      Authority.Signed signed =
          ours.signs("client", kind, kind.equals("RSA") ? 2048 : 256, Duration.ofDays(1));
      String text = new String(signed.key(), StandardCharsets.US_ASCII);
      byte[] pkcs8 = Base64.getMimeDecoder().decode(text.replaceAll("-----.*-----", ""));
      PrivateKeyInfo info = PrivateKeyInfo.getInstance(pkcs8);
      byte[] inner = info.parsePrivateKey().toASN1Primitive().getEncoded();
      if (kind.equals("EC")) {
        // as it stands alone it names its curve itself (RFC 5915)
        inner =
            new org.bouncycastle.asn1.sec.ECPrivateKey(
                    256,
                    org.bouncycastle.asn1.sec.ECPrivateKey.getInstance(inner).getKey(),
                    info.getPrivateKeyAlgorithm().getParameters())
                .getEncoded();
      }
      Certificates.of(
          ours.certificate(),
          signed.certificate(),
          Authority.pem(kind + " PRIVATE KEY", inner),
          Optional.empty());
    }
  }

  @Test
  void whatDoesNotBelongTogetherIsToldWhenItIsRead() {
    bad("the key is not that of the certificate", node.certificate(), ours.signs("x").key());
    bad(
        "the key's file holds no key of the certificate's kind, EC",
        node.certificate(),
        ours.signs("x", "RSA", 2048, Duration.ofDays(1)).key());
    bad("the key's file holds no private key in PEM", node.certificate(), node.certificate());
    bad("the certificate's file holds no certificate", new byte[0], node.key());
    bad(
        "the key has a password, which Pacemaker does not take either",
        node.certificate(),
        Authority.pem("ENCRYPTED PRIVATE KEY", new byte[40]));
  }

  private void bad(String reason, byte[] certificate, byte[] key) {
    BadCertificates bad =
        assertThrows(
            BadCertificates.class,
            () -> Certificates.of(ours.certificate(), certificate, key, Optional.empty()));
    assertEquals(reason, bad.reason());
  }
}
