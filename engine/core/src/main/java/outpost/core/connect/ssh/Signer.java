package outpost.core.connect.ssh;

import java.io.IOException;
import java.util.List;

/** A key that can prove who we are. */
interface Signer {

  /** Returns the key's name for messages. */
  String name();

  /** Returns the public key, or the certificate, as it goes over the wire. */
  byte[] blob();

  /** Returns the algorithms that may sign with it, the best first. */
  List<String> algorithms();

  /** Returns whether a signature costs nothing: no question to the user, no token to be touched. */
  boolean ready();

  /**
   * Returns an encoded signature.
   *
   * @throws IOException if the key cannot be used
   */
  byte[] sign(String algorithm, byte[] data) throws IOException;

  /** Returns the algorithms for a key type. */
  static List<String> algorithms(String type) {
    return switch (type) {
      case "ssh-rsa" -> List.of("rsa-sha2-512", "rsa-sha2-256");
      case "ssh-rsa-cert-v01@openssh.com" ->
          List.of("rsa-sha2-512-cert-v01@openssh.com", "rsa-sha2-256-cert-v01@openssh.com");
      default -> List.of(type);
    };
  }

  /** Returns the signature algorithm below a certificate's algorithm. */
  static String plain(String algorithm) {
    return algorithm.replace("-cert-v01@openssh.com", "");
  }
}
