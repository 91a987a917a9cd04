package outpost.remoted;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Reads private keys as openssl and certtool write them. */
final class PemKey {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([^-]*)-----END \\1-----");

  private PemKey() {}

  /**
   * @param kind the algorithm, in the JDK's words
   */
  static PrivateKey read(byte[] file, String kind) throws BadCertificates {
    Matcher pem = PEM.matcher(new String(file, StandardCharsets.ISO_8859_1));
    if (!pem.find()) throw new BadCertificates("the key's file holds no private key in PEM");
    if (pem.group(1).startsWith("ENCRYPTED") || pem.group(2).contains("ENCRYPTED")) {
      throw new BadCertificates("the key has a password, which Pacemaker does not take either");
    }
    try {
      byte[] body = Base64.getMimeDecoder().decode(pem.group(2));
      return Certificates.privateKey(pkcs8(pem.group(1), body), kind);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new BadCertificates("the key's file holds no key of the certificate's kind, " + kind);
    }
  }

  private static byte[] pkcs8(String label, byte[] body) throws IOException {
    return switch (label) {
      case "RSA PRIVATE KEY" ->
          new PrivateKeyInfo(
                  new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                  RSAPrivateKey.getInstance(body))
              .getEncoded();
      case "EC PRIVATE KEY" -> {
        ECPrivateKey key = ECPrivateKey.getInstance(body);
        yield new PrivateKeyInfo(
                new AlgorithmIdentifier(
                    X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject()),
                key)
            .getEncoded();
      }
      default -> body;
    };
  }
}
