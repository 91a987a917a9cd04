package outpost.core.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import outpost.api.Secret;
import outpost.core.facts.FactCache.Kept;

class FactCacheTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Map<String, Object> DEBIAN =
      Map.of("distribution", "Debian", "os_family", "Debian");

  @TempDir Path above;
  private final List<String> warnings = new ArrayList<>();

  @Test
  void givesBackWhatItWasGiven() {
    Map<String, Object> memory = new LinkedHashMap<>();
    memory.put("memtotal_mb", 2000L);
    memory.put("memory_mb", Map.of("real", Map.of("free", 17L)));
    at(NOON).write("web1", Set.of(Group.DISTRIBUTION), DEBIAN, warnings::add);
    at(NOON).write("web1", Set.of(Group.MEMORY), memory, warnings::add);
    Kept kept = at(NOON.plusSeconds(60)).read("web1", warnings::add);
    assertEquals(Set.of(Group.DISTRIBUTION, Group.MEMORY), kept.groups());
    assertEquals("Debian", kept.facts().get("os_family"));
    assertEquals("2000", kept.facts().get("memtotal_mb").toString());
    assertEquals(Kept.NOTHING, at(NOON).read("web2", warnings::add));
    assertEquals(List.of(), warnings);
  }

  @Test
  void keepsWhatAnUnusualInterfaceIsCalled() {
    at(NOON)
        .write(
            "web1",
            Set.of(Group.NETWORK),
            Map.of("storage0a", Map.of("active", true)),
            warnings::add);
    assertEquals(
        Map.of("active", true), at(NOON).read("web1", warnings::add).facts().get("storage0a"));
  }

  @Test
  void keepsVariablesThatWereSet() {
    at(NOON).write("web1", Map.of("color", "blue", "share", new BigDecimal("0.5")), warnings::add);
    at(NOON).write("web1", Set.of(Group.DISTRIBUTION), DEBIAN, warnings::add);
    Kept kept = at(NOON).read("web1", warnings::add);
    assertEquals("blue", kept.set().get("color"));
    assertEquals("0.5", kept.set().get("share").toString());
    assertEquals(Set.of(Group.DISTRIBUTION), kept.groups());
  }

  @Test
  void keepsNoSecret() throws IOException {
    at(NOON)
        .write(
            "web1",
            Map.of("open", "x", "login", Map.of("password", Secret.of("hunter2"))),
            warnings::add);
    assertEquals(Map.of("open", "x"), at(NOON).read("web1", warnings::add).set());
    assertFalse(Files.readString(file("web1")).contains("hunter2"));
    assertEquals(List.of("`login` holds a secret: the fact cache does not keep it"), warnings);
  }

  @Test
  void keepsNoTextWithASecretInIt() throws IOException {
    at(NOON).write("web1", Map.of("url", List.of("https://me:hunter2@example.org")), warnings::add);
    at(NOON)
        .write(
            "web1",
            Set.of(Group.LOCAL, Group.DISTRIBUTION),
            Map.of("ansible_local", Map.of("app", Map.of("hunter2", 1)), "os_family", "Debian"),
            warnings::add);
    assertEquals(Set.of(Group.DISTRIBUTION), at(NOON).read("web1", warnings::add).groups());
    assertFalse(Files.readString(file("web1")).contains("hunter2"));
    assertEquals(
        List.of(
            "`url` holds a secret: the fact cache does not keep it",
            "the group `local` of facts holds a secret: the fact cache does not keep it"),
        warnings);
  }

  @Test
  void believesEachGroupForItsOwnTime() {
    at(NOON).write("web1", Set.of(Group.DISTRIBUTION), DEBIAN, warnings::add);
    at(NOON.plusSeconds(3000))
        .write("web1", Set.of(Group.FIPS), Map.of("fips", false), warnings::add);
    assertEquals(
        Set.of(Group.FIPS), at(NOON.plusSeconds(3600)).read("web1", warnings::add).groups());
    assertEquals(
        Set.of(), at(NOON.minusSeconds(1)).read("web1", warnings::add).groups(), "from the future");
    FactCache forEver = cache(NOON.plusSeconds(999_999), Duration.ZERO);
    assertEquals(
        Set.of(Group.DISTRIBUTION, Group.FIPS), forEver.read("web1", warnings::add).groups());
  }

  @Test
  void keepsNothingThatPassesAtOnce() {
    at(NOON)
        .write(
            "web1",
            Set.of(Group.DATE_TIME),
            Map.of("date_time", Map.of("year", "2026")),
            warnings::add);
    assertEquals(Kept.NOTHING, at(NOON).read("web1", warnings::add));
  }

  @Test
  void isForItsOwnerAlone() throws IOException {
    at(NOON).write("web1", Set.of(Group.DISTRIBUTION), DEBIAN, warnings::add);
    assertEquals("rwx------", mode(folder()));
    assertEquals("rw-------", mode(file("web1")));
    try (Stream<Path> files = Files.list(folder())) {
      assertEquals(List.of(file("web1")), files.toList());
    }
  }

  @Test
  void doesWithoutAFolderThatOthersCanWriteTo() throws IOException {
    at(NOON).write("web1", Set.of(Group.DISTRIBUTION), DEBIAN, warnings::add);
    Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwxrwxrwx"));
    FactCache open = at(NOON);
    assertEquals(Kept.NOTHING, open.read("web1", warnings::add));
    open.write("web2", Set.of(Group.DISTRIBUTION), DEBIAN, warnings::add);
    assertFalse(Files.exists(file("web2")));
    assertEquals(
        List.of("others can write to `" + folder() + "`: `chmod go-w` it first"), warnings);
  }

  @Test
  void tellsADamagedFileAndGathersAnew() throws IOException {
    at(NOON).write("web1", Set.of(Group.DISTRIBUTION), DEBIAN, warnings::add);
    String whole = Files.readString(file("web1"));
    List<String> damages =
        List.of(
            whole.substring(0, whole.length() / 2),
            "",
            "[]",
            whole.replace("\"at\": 1", "\"at\": null, \"was\": 1"),
            whole.replaceFirst("\"value\": \\{", "\"value\": 1, \"was\": {"),
            whole.replace("\"version\": 1", "\"version\": \"one\""));
    for (String damaged : damages) {
      warnings.clear();
      Files.writeString(file("web1"), damaged);
      assertEquals(Kept.NOTHING, at(NOON).read("web1", warnings::add), damaged);
      assertEquals(
          List.of("`" + file("web1") + "` is damaged: the facts of web1 are gathered anew"),
          warnings,
          damaged);
    }
    at(NOON).write("web1", Set.of(Group.FIPS), Map.of("fips", true), warnings::add);
    assertEquals(Set.of(Group.FIPS), at(NOON).read("web1", warnings::add).groups());
  }

  @Test
  void passesOverWhatAnotherVersionWrote() throws IOException {
    at(NOON).write("web1", Set.of(Group.DISTRIBUTION), DEBIAN, warnings::add);
    String whole = Files.readString(file("web1"));
    Files.writeString(file("web1"), whole.replace("\"version\": 1", "\"version\": 2"));
    assertEquals(Kept.NOTHING, at(NOON).read("web1", warnings::add));
    assertEquals(List.of(), warnings);
  }

  @Test
  void tellsOnceThatItCannotWrite() throws IOException {
    Files.writeString(folder(), "in the way");
    FactCache cache = at(NOON);
    cache.write("web1", Set.of(Group.DISTRIBUTION), DEBIAN, warnings::add);
    cache.write("web2", Set.of(Group.DISTRIBUTION), DEBIAN, warnings::add);
    assertEquals(
        List.of("facts cannot be kept in `" + folder() + "`: file already exists"), warnings);
  }

  @Test
  void forgetsTheHostsItIsTold() {
    at(NOON).write("web1", Set.of(Group.DISTRIBUTION), DEBIAN, warnings::add);
    at(NOON).write("web2", Set.of(Group.DISTRIBUTION), DEBIAN, warnings::add);
    at(NOON).forget(List.of("web1", "never"), warnings::add);
    assertEquals(Kept.NOTHING, at(NOON).read("web1", warnings::add));
    assertEquals(Set.of(Group.DISTRIBUTION), at(NOON).read("web2", warnings::add).groups());
  }

  @Test
  void forgetsEverythingButNothingElseThatIsInTheFolder() throws IOException {
    at(NOON).flush(warnings::add);
    at(NOON).write("web1", Set.of(Group.DISTRIBUTION), DEBIAN, warnings::add);
    Path mine = Files.writeString(folder().resolve("README"), "keep");
    at(NOON).flush(warnings::add);
    try (Stream<Path> files = Files.list(folder())) {
      assertEquals(List.of(mine), files.toList());
    }
    assertEquals(List.of(), warnings);
  }

  @Test
  void hasAFileForEveryNameAHostMayHave() throws IOException {
    List<String> names = List.of("../up", "a/b", "fd00::1", ".hidden", "é", "a%2Fb", "A", "a");
    for (String name : names)
      at(NOON).write(name, Set.of(Group.FIPS), Map.of("fips", true), warnings::add);
    for (String name : names) {
      assertEquals(Set.of(Group.FIPS), at(NOON).read(name, warnings::add).groups(), name);
    }
    try (Stream<Path> files = Files.list(folder())) {
      assertEquals(names.size(), files.count());
    }
    assertTrue(Files.exists(file("%2E.%2Fup")));
  }

  private FactCache at(Instant now) {
    return cache(now, Duration.ofHours(1));
  }

  private FactCache cache(Instant now, Duration timeToLive) {
    return new FactCache(
        folder(), timeToLive, Clock.fixed(now, ZoneOffset.UTC), text -> text.contains("hunter2"));
  }

  private Path folder() {
    return above.resolve("facts");
  }

  private Path file(String name) {
    return folder().resolve(name + ".json");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
