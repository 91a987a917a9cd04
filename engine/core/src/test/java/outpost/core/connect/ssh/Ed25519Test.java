package outpost.core.connect.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.signature.Signature;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Our Ed25519 beside the JDK's. */
class Ed25519Test {
  private static final byte[] TEXT = "what is signed".getBytes(StandardCharsets.US_ASCII);
  private static KeyPair keys;

  @BeforeAll
  static void makeKeys() throws GeneralSecurityException {
    keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
  }

  private static byte[] byTheJdk() throws GeneralSecurityException {
    java.security.Signature jdk = java.security.Signature.getInstance("Ed25519");
    jdk.initSign(keys.getPrivate());
    jdk.update(TEXT);
    return jdk.sign();
  }

  private static boolean verifies(String name, byte[] signature, byte[] text) {
    Signature ours = Ed25519.algorithm().create().newSignature();
    ours.initVerify(keys.getPublic());
    ours.update(text);
    return ours.verify(
        new Buffer.PlainBuffer().putString(name).putBytes(signature).getCompactData());
  }

  @Test
  void signsAsTheJdkDoes() throws GeneralSecurityException {
    Signature ours = Ed25519.algorithm().create().newSignature();
    ours.initSign(keys.getPrivate());
    ours.update(TEXT, 0, 4);
    ours.update(TEXT, 4, TEXT.length - 4);
    assertEquals("ssh-ed25519", ours.getSignatureName());
    assertArrayEquals(byTheJdk(), ours.encode(ours.sign()));
  }

  @Test
  void takesNoSignatureButThatOfTheTextByTheKey() throws GeneralSecurityException {
    byte[] signature = byTheJdk();
    assertEquals(true, verifies("ssh-ed25519", signature, TEXT));
    assertEquals(false, verifies("ssh-rsa", signature, TEXT));
    assertEquals(false, verifies("ssh-ed25519", new byte[64], TEXT));
    assertEquals(false, verifies("ssh-ed25519", new byte[3], TEXT));
    byte[] other = TEXT.clone();
    other[3] ^= 1;
    assertEquals(false, verifies("ssh-ed25519", signature, other));
    signature[63] ^= 1;
    assertEquals(false, verifies("ssh-ed25519", signature, TEXT));
  }
}
