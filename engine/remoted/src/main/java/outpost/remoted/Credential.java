package outpost.remoted;

import java.util.Optional;

/**
 * What a client proves itself with to a pacemaker_remoted, and has it prove itself: the cluster's
 * authkey, or certificates where Pacemaker 3 is set to X.509.
 */
public final class Credential {
  private static final byte[] NONE = {};

  private final byte[] key;
  private final Optional<Certificates> certificates;

  private Credential(byte[] key, Optional<Certificates> certificates) {
    this.key = key;
    this.certificates = certificates;
  }

  /** The caller keeps the key, and may wipe it when what it is used for is done. */
  public static Credential of(byte[] key) {
    return new Credential(key, Optional.empty());
  }

  public static Credential of(Certificates certificates) {
    return new Credential(NONE, Optional.of(certificates));
  }

  byte[] key() {
    return key;
  }

  Optional<Certificates> certificates() {
    return certificates;
  }

  boolean isEmpty() {
    return key.length == 0 && certificates.isEmpty();
  }
}
