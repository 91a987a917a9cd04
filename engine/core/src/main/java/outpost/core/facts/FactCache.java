package outpost.core.facts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import outpost.core.template.JsonText;

/**
 * Keeps facts from one run to the next, one file per host that only its owner can read. What is
 * damaged, too old or of another version counts as not there; a cache that cannot be used is told
 * once, and done without. Safe for use by several threads.
 */
public final class FactCache {
  /** How long a fact is believed where nobody says. */
  public static final Duration DAY = Duration.ofDays(1);

  private final Path folder;
  private final Duration timeToLive;
  private final Clock clock;
  private final Predicate<String> secrets;
  private boolean usable = true;

  /**
   * @param timeToLive how long a fact is believed; zero is for ever
   * @param secrets whether a text holds a secret: no such text is written
   */
  public FactCache(Path folder, Duration timeToLive, Clock clock, Predicate<String> secrets) {
    this.folder = folder;
    this.timeToLive = timeToLive;
    this.clock = clock;
    this.secrets = secrets;
  }

  /**
   * What is kept of a host and still believed.
   *
   * @param groups which of its facts are all there
   * @param facts those facts
   * @param set variables that {@code set_fact} made {@code cacheable}
   */
  public record Kept(Set<Group> groups, Map<String, Object> facts, Map<String, Object> set) {
    public static final Kept NOTHING = new Kept(Set.of(), Map.of(), Map.of());
  }

  /**
   * Returns what is kept of a host.
   *
   * @param warnings here and below is told what is wrong with the cache
   */
  public synchronized Kept read(String host, Consumer<String> warnings) {
    return load(host, warnings).fresh(clock.instant(), timeToLive);
  }

  /**
   * Keeps the facts of these groups; what is known of others stays unless it is damaged. A group
   * with a secret in it is left out, and told.
   */
  public synchronized void write(
      String host, Set<Group> groups, Map<String, Object> facts, Consumer<String> warnings) {
    if (!usable) return;
    CacheFile file = load(host, told -> {});
    Map<Group, Map<String, Object>> byGroup = Facts.byGroup(facts);
    for (Group group : groups) {
      if (group.passes()) continue;
      Map<String, Object> known = byGroup.getOrDefault(group, Map.of());
      if (isKept("the group `" + group.word() + "` of facts", known, warnings)) {
        file = file.with(group, clock.instant(), known);
      }
    }
    save(host, file, warnings);
  }

  /** Keeps variables that were set; one that holds a secret is left out, and told. */
  public synchronized void write(String host, Map<String, Object> set, Consumer<String> warnings) {
    if (!usable) return;
    CacheFile file = load(host, told -> {});
    for (Map.Entry<String, Object> variable : set.entrySet()) {
      if (isKept("`" + variable.getKey() + "`", variable.getValue(), warnings)) {
        file = file.with(variable.getKey(), clock.instant(), variable.getValue());
      }
    }
    save(host, file, warnings);
  }

  private boolean isKept(String what, Object value, Consumer<String> warnings) {
    if (!CacheFile.isSecret(value, secrets)) return true;
    warnings.accept(what + " holds a secret: the fact cache does not keep it");
    return false;
  }

  /** Forgets everything about these hosts. */
  public synchronized void forget(Collection<String> hosts, Consumer<String> warnings) {
    for (String host : hosts) {
      try {
        Files.deleteIfExists(path(host));
      } catch (IOException e) {
        unusable("`" + path(host) + "` cannot be removed: " + why(e), warnings);
      }
    }
  }

  /** Forgets everything about every host. */
  public synchronized void flush(Consumer<String> warnings) {
    if (!Files.isDirectory(folder)) return;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.getFileName().toString().endsWith(".json")).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      unusable("`" + folder + "` cannot be emptied: " + why(e), warnings);
    }
  }

  private CacheFile load(String host, Consumer<String> warnings) {
    Path path = path(host);
    try {
      if (!usable || !Files.exists(path)) return CacheFile.EMPTY;
      if (isOpen()) {
        unusable("others can write to `" + folder + "`: `chmod go-w` it first", warnings);
        return CacheFile.EMPTY;
      }
      String text = Files.readString(path, StandardCharsets.UTF_8);
      Optional<CacheFile> file = JsonText.read(text).flatMap(value -> CacheFile.of(host, value));
      if (file.isEmpty()) {
        warnings.accept("`" + path + "` is damaged: the facts of " + host + " are gathered anew");
      }
      return file.orElse(CacheFile.EMPTY);
    } catch (NoSuchFileException e) {
      return CacheFile.EMPTY; // another run has flushed it
    } catch (IOException e) {
      warnings.accept("`" + path + "` cannot be read: " + why(e));
      return CacheFile.EMPTY;
    }
  }

  private boolean isOpen() throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
    return permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE);
  }

  private void save(String host, CacheFile file, Consumer<String> warnings) {
    if (!usable) return;
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      if (isOpen()) {
        unusable("others can write to `" + folder + "`: `chmod go-w` it first", warnings);
        return;
      }
      Path path = path(host);
      Path next = Files.createTempFile(folder, ".", ".new"); // for its owner alone
      try {
        Files.writeString(next, JsonText.write(file.value(host)) + "\n");
        move(next, path);
      } finally {
        Files.deleteIfExists(next);
      }
    } catch (IOException e) {
      unusable("facts cannot be kept in `" + folder + "`: " + why(e), warnings);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void unusable(String why, Consumer<String> warnings) {
    if (usable) warnings.accept(why);
    usable = false;
  }

  private static String why(IOException e) {
    String kind = e.getClass().getSimpleName().replaceFirst("Exception$", "");
    String words = kind.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    return kind.equals("IO") || kind.equals("FileSystem") ? String.valueOf(e.getMessage()) : words;
  }

  /** Every host has a name of its own there, whatever signs are in it. */
  private Path path(String host) {
    StringBuilder name = new StringBuilder();
    for (byte b : host.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "._-".indexOf(c) >= 0);
      if (plain && !(name.isEmpty() && c == '.')) name.append(c);
      else name.append(String.format("%%%02X", (int) c));
    }
    return folder.resolve(name + ".json");
  }
}
