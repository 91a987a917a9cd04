package outpost.modules.users;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A line of a file of known hosts, see sshd(8).
 *
 * @param marker {@code @cert-authority} or {@code @revoked}, if it has one
 * @param hosts names and patterns, or one name as a hash
 */
record HostKey(Optional<String> marker, String hosts, String type, String key, String text) {
  private static final String HASHED = "|1|";
  private static final Pattern TYPE = Pattern.compile("[a-z0-9@.-]{3,}");
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{16,}={0,2}");

  /** Reads a line; empty if it holds no key. */
  static Optional<HostKey> of(String text) {
    List<String> words = Arrays.asList(text.strip().split("\\s+"));
    boolean marked = words.get(0).startsWith("@");
    List<String> rest = marked ? words.subList(1, words.size()) : words;
    if (rest.size() < 3 || rest.get(0).startsWith("#")) return Optional.empty();
    if (!TYPE.matcher(rest.get(1)).matches() || !KEY.matcher(rest.get(2)).matches()) {
      return Optional.empty();
    }
    Optional<String> marker = marked ? Optional.of(words.get(0)) : Optional.empty();
    return Optional.of(new HostKey(marker, rest.get(0), rest.get(1), rest.get(2), text));
  }

  boolean hashed() {
    return hosts.startsWith(HASHED);
  }

  /** Whether it is a key of a host. */
  boolean isOf(String host) {
    if (hashed()) {
      String[] parts = hosts.split("\\|");
      return parts.length == 4 && hash(salt(parts[2]), host).equals(hosts);
    }
    boolean found = false;
    for (String pattern : hosts.split(",")) {
      boolean not = pattern.startsWith("!");
      if (!matches(not ? pattern.substring(1) : pattern, host)) continue;
      if (not) return false;
      found = true;
    }
    return found;
  }

  private static byte[] salt(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return new byte[] {0}; // no name has a hash that fits
    }
  }

  private static boolean matches(String pattern, String host) {
    StringBuilder regex = new StringBuilder();
    for (char c : pattern.toCharArray()) {
      regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }
    return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE).matcher(host).matches();
  }

  /** Whether it is the same key for the same host, both with their names in the open or not. */
  boolean isSame(HostKey other) {
    boolean hosts = hashed() ? other.hashed() : this.hosts.equals(other.hosts);
    return hosts && isKind(other) && key.equals(other.key);
  }

  /** Whether only one of the two can be the host's. */
  boolean isKind(HostKey other) {
    return marker.equals(other.marker) && type.equals(other.type);
  }

  /**
   * Returns this with the name hidden. The salt comes from the key, so that the same arguments make
   * the same line; it is not to be secret.
   */
  HostKey hashed(String host) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(key.getBytes(StandardCharsets.UTF_8));
      byte[] salt = Arrays.copyOf(digest.digest(host.getBytes(StandardCharsets.UTF_8)), 20);
      String hash = hash(salt, host);
      String line = marker.map(word -> word + " ").orElse("") + hash + " " + type + " " + key;
      return new HostKey(marker, hash, type, key, line);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  private static String hash(byte[] salt, String host) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(salt, "HmacSHA1"));
      byte[] hash = mac.doFinal(host.getBytes(StandardCharsets.UTF_8));
      Base64.Encoder base64 = Base64.getEncoder();
      return HASHED + base64.encodeToString(salt) + "|" + base64.encodeToString(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  /** Returns what tells keys apart for people. */
  String shown() {
    return type + " …" + key.substring(Math.max(0, key.length() - 12));
  }
}
