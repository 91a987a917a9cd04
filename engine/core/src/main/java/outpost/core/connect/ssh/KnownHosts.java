package outpost.core.connect.ssh;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT): plain and hashed names, patterns,
 * {@code [host]:port}, {@code @revoked}. A {@code @cert-authority} vouches for certificates only,
 * which we do not ask hosts for. Safe for several threads.
 */
final class KnownHosts {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A line: what it says of the hosts it names. */
  record Entry(int line, String marker, String hosts, String type, byte[] key) {

    boolean names(String host) {
      if (hosts.startsWith("|1|")) return isHashOf(host);
      boolean found = false;
      for (String pattern : hosts.split(",")) {
        boolean not = pattern.startsWith("!");
        if (Patterns.matches(not ? pattern.substring(1) : pattern, host)) {
          if (not) return false;
          found = true;
        }
      }
      return found;
    }

    private boolean isHashOf(String host) {
      String[] parts = hosts.split("\\|");
      if (parts.length != 4) return false;
      try {
        Base64.Decoder decoder = Base64.getDecoder();
        byte[] hash = hash(decoder.decode(parts[2]), host);
        return MessageDigest.isEqual(hash, decoder.decode(parts[3]));
      } catch (IllegalArgumentException e) {
        return false;
      }
    }

    boolean isKey(byte[] other) {
      return Arrays.equals(key, other);
    }
  }

  private final Path file;
  private List<Entry> entries = List.of();
  private String version = "";

  KnownHosts(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  /** Returns the entries that name a host. */
  List<Entry> of(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return current().stream().filter(entry -> entry.names(name)).toList();
  }

  /**
   * Appends an entry unless the host has one by now.
   *
   * @return whether it has this key now
   */
  synchronized boolean add(String host, String type, byte[] key, boolean hashed)
      throws IOException {
    if (file.getParent() != null && !Files.isDirectory(file.getParent())) {
      Files.createDirectories(
          file.getParent(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) return true; // /dev/null
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try (FileChannel channel =
        FileChannel.open(
            file,
            options,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      channel.lock(); // until it is closed
      List<Entry> now = of(host);
      if (!now.isEmpty()) return now.stream().anyMatch(entry -> entry.isKey(key));
      String name = host.toLowerCase(Locale.ROOT);
      String shown = hashed ? hashed(name) : name;
      String line = shown + " " + type + " " + Base64.getEncoder().encodeToString(key) + "\n";
      if (!endsLine(channel)) line = "\n" + line;
      channel.position(channel.size());
      ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) channel.write(bytes);
      return true;
    }
  }

  private static boolean endsLine(FileChannel channel) throws IOException {
    if (channel.size() == 0) return true;
    ByteBuffer last = ByteBuffer.allocate(1);
    channel.read(last, channel.size() - 1);
    return last.get(0) == '\n';
  }

  private synchronized List<Entry> current() {
    try {
      String now = Files.getLastModifiedTime(file) + " " + Files.size(file);
      if (!now.equals(version)) {
        entries = read(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
        version = now;
      }
    } catch (IOException e) {
      entries = List.of();
      version = "";
    }
    return entries;
  }

  private static List<Entry> read(List<String> lines) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) entry(i + 1, lines.get(i)).ifPresent(entries::add);
    return entries;
  }

  private static Optional<Entry> entry(int line, String text) {
    String[] words = text.strip().split("\\s+");
    int at = words[0].startsWith("@") ? 1 : 0;
    if (text.strip().startsWith("#") || words.length < at + 3) return Optional.empty();
    try {
      byte[] key = Base64.getDecoder().decode(words[at + 2]);
      String marker = at == 1 ? words[0] : "";
      return Optional.of(new Entry(line, marker, words[at], words[at + 1], key));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a line that is no key vouches for nobody
    }
  }

  private static String hashed(String host) {
    byte[] salt = new byte[20];
    RANDOM.nextBytes(salt);
    Base64.Encoder encoder = Base64.getEncoder();
    return "|1|" + encoder.encodeToString(salt) + "|" + encoder.encodeToString(hash(salt, host));
  }

  private static byte[] hash(byte[] salt, String host) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(salt, "HmacSHA1"));
      return mac.doFinal(host.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no HmacSHA1 in this JDK", e);
    }
  }
}
