package outpost.core.connect.ssh;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyFactorySpi;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.util.List;
import java.util.Map;

/**
 * The JDK's key factory {@code EC} under the name {@code ECDSA}, by which sshj asks for it. Without
 * this one name sshj would need all of Bouncy Castle as a security provider, which takes some
 * tenths of a second to set up at each start.
 */
final class EcdsaKeys extends KeyFactorySpi {
  private final KeyFactory keys;

  EcdsaKeys() throws NoSuchAlgorithmException {
    this.keys = KeyFactory.getInstance("EC");
  }

  /** Makes it known to the JVM unless some provider has it. */
  static void register() {
    if (Security.getProviders("KeyFactory.ECDSA") == null) Security.addProvider(new Named());
  }

  private static final class Named extends Provider {
    private static final long serialVersionUID = 1L;

    private Named() {
      super("OutpostEcdsa", "1", "The JDK's EC keys by sshj's name");
      String name = EcdsaKeys.class.getName();
      putService(
          new Service(this, "KeyFactory", "ECDSA", name, List.of(), Map.of()) {
            @Override
            public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
              return new EcdsaKeys();
            }
          });
    }
  }

  @Override
  protected PublicKey engineGeneratePublic(KeySpec spec) throws InvalidKeySpecException {
    return keys.generatePublic(spec);
  }

  @Override
  protected PrivateKey engineGeneratePrivate(KeySpec spec) throws InvalidKeySpecException {
    return keys.generatePrivate(spec);
  }

  @Override
  protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> spec)
      throws InvalidKeySpecException {
    return keys.getKeySpec(key, spec);
  }

  @Override
  protected Key engineTranslateKey(Key key) throws InvalidKeyException {
    return keys.translateKey(key);
  }
}
