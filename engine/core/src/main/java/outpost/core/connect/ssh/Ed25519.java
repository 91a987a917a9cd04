package outpost.core.connect.ssh;

import com.hierynomus.sshj.key.KeyAlgorithm;
import com.hierynomus.sshj.key.KeyAlgorithms;
import java.io.ByteArrayOutputStream;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.common.SSHRuntimeException;
import net.schmizz.sshj.signature.Signature;

/**
 * Signatures by Ed25519 keys (RFC 8709), which most hosts have. The JDK takes several times as long
 * for one as Bouncy Castle, and a fleet's handshakes are mostly that.
 */
final class Ed25519 implements Signature {
  private static final String NAME = KeyType.ED25519.toString();
  private static final int KEY = org.bouncycastle.math.ec.rfc8032.Ed25519.PUBLIC_KEY_SIZE;
  private static final int SIGNATURE = org.bouncycastle.math.ec.rfc8032.Ed25519.SIGNATURE_SIZE;

  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private byte[] key = new byte[0];

  private Ed25519() {}

  /** Returns the algorithm under its name in the protocol. */
  static Factory.Named<KeyAlgorithm> algorithm() {
    return new KeyAlgorithms.Factory(NAME, new Signatures(), KeyType.ED25519);
  }

  private static final class Signatures implements Factory.Named<Signature> {
    @Override
    public String getName() {
      return NAME;
    }

    @Override
    public Signature create() {
      return new Ed25519();
    }
  }

  @Override
  public String getSignatureName() {
    return NAME;
  }

  @Override
  public void initVerify(PublicKey key) {
    byte[] encoded = key.getEncoded(); // RFC 8410: the key itself is what it ends with
    begin(Arrays.copyOfRange(encoded, encoded.length - KEY, encoded.length));
  }

  @Override
  public void initSign(PrivateKey key) {
    begin(((EdECPrivateKey) key).getBytes().orElseThrow());
  }

  private void begin(byte[] key) {
    this.key = key;
    data.reset();
  }

  @Override
  public void update(byte[] more) {
    update(more, 0, more.length);
  }

  @Override
  public void update(byte[] more, int from, int length) {
    data.write(more, from, length);
  }

  @Override
  public byte[] sign() {
    byte[] signature = new byte[SIGNATURE];
    org.bouncycastle.math.ec.rfc8032.Ed25519.sign(
        key, 0, data.toByteArray(), 0, data.size(), signature, 0);
    return signature;
  }

  @Override
  public byte[] encode(byte[] signature) {
    return signature;
  }

  @Override
  public boolean verify(byte[] given) {
    try {
      Buffer.PlainBuffer buffer = new Buffer.PlainBuffer(given);
      if (!buffer.readString().equals(NAME)) return false;
      byte[] signature = buffer.readBytes();
      return signature.length == SIGNATURE
          && org.bouncycastle.math.ec.rfc8032.Ed25519.verify(
              signature, 0, key, 0, data.toByteArray(), 0, data.size());
    } catch (Buffer.BufferException e) {
      throw new SSHRuntimeException(e);
    }
  }
}
