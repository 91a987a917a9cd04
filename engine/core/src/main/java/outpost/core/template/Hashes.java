package outpost.core.template;

import static outpost.core.template.Signature.textual;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

/** Built-ins that make checksums and hashes, of passwords too. */
final class Hashes {
  private static final Map<String, String> ALGORITHMS =
      Map.of(
          "md5", "MD5", "sha1", "SHA-1", "sha224", "SHA-224", "sha256", "SHA-256", "sha384",
          "SHA-384", "sha512", "SHA-512");
  private static final UUID ANSIBLE = UUID.fromString("361e6d51-faec-444a-9079-341386da8e2e");

  static final List<Signature> TABLE =
      List.of(
          textual("scalar?hash(text?) text", (x, args) -> hash(x, args.text(0, "sha1"))),
          textual("scalar?checksum text", (x, args) -> hash(x, "sha1")),
          textual("scalar?md5 text", (x, args) -> hash(x, "md5")),
          textual("scalar?sha1 text", (x, args) -> hash(x, "sha1")),
          textual(
              "scalar?password_hash(hashtype:text? salt:text? salt_size:number? rounds:number?) text",
              Hashes::password));

  private Hashes() {}

  private static byte[] bytes(Object value) {
    return Args.string(value).getBytes(StandardCharsets.UTF_8);
  }

  static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has MD5 and the SHA family
    }
  }

  private static String hash(Object value, String name) throws BadCall {
    String algorithm = ALGORITHMS.get(name);
    if (algorithm == null) {
      throw new BadCall(
          1,
          "there is no hash `" + name + "`",
          "there are " + String.join(", ", new TreeSet<>(ALGORITHMS.keySet())));
    }
    return HexFormat.of().formatHex(digest(algorithm).digest(bytes(value)));
  }

  private static Object password(Object value, Args args) throws BadCall {
    String type = args.text(0, "sha512");
    if (!type.equals("sha512") && !type.equals("sha256")) {
      throw new BadCall(
          1, "passwords are not hashed by `" + type + "`", "there are sha256, sha512");
    }
    int size = args.number(2, 16);
    if (size < 1 || size > 16) throw new BadCall(3, "a salt has 1 to 16 characters, not " + size);
    String salt = args.has(1) ? args.text(1) : ShaCrypt.salt(size);
    if (!salt.matches("[./0-9A-Za-z]{1,16}")) {
      throw new BadCall(2, "a salt has 1 to 16 of the characters ./0-9A-Za-z");
    }
    int rounds = args.number(3, ShaCrypt.ROUNDS);
    if (rounds < 1000 || rounds > 999_999_999) {
      throw new BadCall(4, "there are 1000 to 999999999 rounds, not " + rounds);
    }
    return ShaCrypt.hash(bytes(value), salt, rounds, type.equals("sha512"));
  }

  /** A name-based UUID (version 5), by default in the namespace that Ansible uses. */
  static String uuid(Object value, Args args) throws BadCall {
    UUID space;
    try {
      space = args.has(0) ? UUID.fromString(args.text(0)) : ANSIBLE;
    } catch (IllegalArgumentException e) {
      throw new BadCall(1, "`" + args.text(0) + "` is no UUID");
    }
    MessageDigest sha1 = digest("SHA-1");
    sha1.update(
        ByteBuffer.allocate(16)
            .putLong(space.getMostSignificantBits())
            .putLong(space.getLeastSignificantBits())
            .array());
    ByteBuffer hash = ByteBuffer.wrap(Arrays.copyOf(sha1.digest(bytes(value)), 16));
    long most = hash.getLong() & ~0xF000L | 0x5000L;
    long least = hash.getLong() & ~(0xC0L << 56) | 0x80L << 56;
    return new UUID(most, least).toString();
  }
}
