package outpost.core.template;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import outpost.api.Secret;

/**
 * The lookup {@code password}: a random one, kept in a file of the control node as Ansible keeps
 * it, so that the next run finds it again. Several hosts may ask at once.
 */
final class PasswordLookup {
  private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
  private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String PUNCTUATION = "!#$%&()*+,-./:;<=>?@[\\]^_`{|}~";
  private static final Map<String, String> CLASSES =
      Map.ofEntries(
          Map.entry("ascii_letters", LOWER + UPPER),
          Map.entry("ascii_lowercase", LOWER),
          Map.entry("ascii_uppercase", UPPER),
          Map.entry("digits", "0123456789"),
          Map.entry("hexdigits", "0123456789abcdefABCDEF"),
          Map.entry("octdigits", "01234567"),
          Map.entry("punctuation", PUNCTUATION));
  private static final String[] OPTIONS = {"length", "chars", "encrypt", "seed"};
  private static final Pattern STORED =
      Pattern.compile("(?s)(.*?)(?: salt=([^\\s=]+))?(?: ident=\\S+)?\\n?");

  private final Object onlyOne = new Object();

  List<Lookup> table() {
    return List.of(Lookup.of("password", this::passwords, OPTIONS).impure());
  }

  private List<Object> passwords(Lookup.Request asked) {
    List<Object> passwords = new ArrayList<>();
    for (String term : asked.names()) {
      Inline inline = Inline.words(term, Set.of(OPTIONS), "password");
      Map<String, Object> words = new LinkedHashMap<>(inline.words());
      if (words.containsKey("chars")) words.put("chars", charSpecs((String) words.get("chars")));
      passwords.add(password(inline.name(), asked.with(words)));
    }
    return passwords;
  }

  /** What a password and its salt are kept as. */
  private record Stored(String password, String salt) {
    String line() {
      return password + (salt.isEmpty() ? "" : " salt=" + salt) + "\n";
    }
  }

  private Object password(String name, Lookup.Request asked) {
    String length = asked.option("length", "20");
    if (!length.matches("[1-9]\\d{0,3}")) {
      throw Lookup.failed("the `length` of a password is from 1 to 9999, not `" + length + "`");
    }
    String encrypt = asked.option("encrypt", "").replaceFirst("_crypt$", "");
    if (!encrypt.isEmpty() && !encrypt.equals("sha512") && !encrypt.equals("sha256")) {
      throw Lookup.failed(
          "passwords are not hashed by `" + encrypt + "`", "there are sha256, sha512");
    }
    Stored kept;
    if (name.equals("/dev/null")) {
      kept = new Stored(drawn(Integer.parseInt(length), asked), "");
    } else {
      Path file = Path.of(PathBuiltIns.expandUser(name));
      Path whole =
          new Places(asked.asking()).playbook().map(folder -> folder.resolve(file)).orElse(file);
      synchronized (onlyOne) {
        kept = kept(whole, Integer.parseInt(length), !encrypt.isEmpty(), asked);
      }
    }
    if (encrypt.isEmpty()) return Secret.of(kept.password());
    boolean long512 = encrypt.equals("sha512");
    String salt = kept.salt().isEmpty() ? ShaCrypt.salt(16) : kept.salt();
    return Secret.of(
        ShaCrypt.hash(
            kept.password().getBytes(StandardCharsets.UTF_8), salt, ShaCrypt.ROUNDS, long512));
  }

  private Stored kept(Path file, int length, boolean salted, Lookup.Request asked) {
    try {
      Stored found = null;
      if (Files.exists(file)) {
        Matcher parts = STORED.matcher(Files.readString(file, StandardCharsets.UTF_8));
        if (parts.matches()) {
          found = new Stored(parts.group(1), parts.group(2) == null ? "" : parts.group(2));
        }
      }
      boolean complete = found != null && (!salted || !found.salt().isEmpty());
      if (complete) return found;
      Stored fresh =
          new Stored(
              found == null ? drawn(length, asked) : found.password(),
              salted ? ShaCrypt.salt(16) : "");
      write(file, fresh.line());
      return fresh;
    } catch (IOException e) {
      throw Lookup.failed("the password file `" + file + "` cannot be kept", e.getMessage());
    }
  }

  /** Only its owner may read it, also while it comes into being. */
  private static void write(Path file, String line) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    Path fresh =
        Files.createTempFile(
            folder,
            ".password",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, line);
    Files.move(fresh, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  private static String drawn(int length, Lookup.Request asked) {
    Object seed = asked.options().get("seed");
    IntUnaryOperator below =
        seed == null ? new SecureRandom()::nextInt : new PythonRandom(seed)::below;
    String letters = letters(asked.options().get("chars"));
    StringBuilder password = new StringBuilder();
    while (password.length() < length) {
      password.append(letters.charAt(below.applyAsInt(letters.length())));
    }
    return password.toString();
  }

  /** {@code ,,} stands for a comma, all others part the names of classes and single letters. */
  private static List<Object> charSpecs(String written) {
    List<Object> specs = new ArrayList<>();
    if (written.contains(",,")) specs.add(",");
    for (String spec : written.replace(",,", ",").split(",")) if (!spec.isEmpty()) specs.add(spec);
    return specs;
  }

  private static String letters(Object chars) {
    List<?> specs =
        chars == null
            ? List.of("ascii_letters", "digits", ".,:-_")
            : chars instanceof List<?> list ? list : charSpecs(Args.string(chars));
    StringBuilder letters = new StringBuilder();
    for (Object spec : new LinkedHashSet<>(specs)) {
      String name = Args.string(spec);
      letters.append(CLASSES.getOrDefault(name, name).replaceAll("['\"]", ""));
    }
    if (letters.isEmpty()) throw Lookup.failed("`chars` names no letter to draw");
    return letters.toString();
  }
}
