package outpost.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import outpost.cli.Invocation;

/**
 * Checks a playbook for a whole fleet, with roles as people write them: nothing is wrong with it as
 * it is, and a hundred mistakes that are made in it one by one are found.
 */
class FleetTest {
  private static final Path FLEET = Case.FOLDER.resolve("fleet");
  private static final Pattern FINDING =
      Pattern.compile("(?m)^(?:error|warning): (.*)\n  --> (.*):\\d+$");

  private @TempDir Path folder;

  /**
   * @param at begins the place of what must be told
   * @param says is part of what must be told
   */
  private record Mistake(
      String in, String find, String put, String at, String says, boolean missed) {
    static Mistake of(Map<String, Object> read) {
      String in = (String) read.get("in");
      String find = (String) read.get("find");
      String text = FleetTest.read(FLEET.resolve(in));
      int at = text.indexOf(find);
      if (at < 0) throw new IllegalArgumentException("no `" + find + "` in " + in);
      long line = text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
      return new Mistake(
          in,
          find,
          (String) read.get("put"),
          (String) read.getOrDefault("at", in + ":" + line),
          (String) read.get("says"),
          read.containsKey("missed"));
    }

    void make(Path folder) throws IOException {
      Path file = folder.resolve(in);
      String text = Files.readString(file);
      int at = text.indexOf(find);
      Files.writeString(file, text.substring(0, at) + put + text.substring(at + find.length()));
    }

    boolean isTold(String findings) {
      Matcher finding = FINDING.matcher(findings);
      while (finding.find()) {
        String place = finding.group(2) + ":";
        if (finding.group(1).contains(says) && place.startsWith(at.replaceFirst(":?$", ":"))) {
          return true;
        }
      }
      return false;
    }
  }

  @Test
  void nothingIsWrongWithTheFleet() throws IOException {
    copy();
    assertTrue(roles() >= 20);
    Invocation check = check();
    assertEquals("", check.err());
    assertEquals(0, check.status());
  }

  @Test
  void fewMistakesAreMissed() {
    List<Mistake> all = mistakes();
    assertTrue(all.size() >= 100);
    assertTrue(all.stream().filter(Mistake::missed).count() <= all.size() / 20);
  }

  @TestFactory
  Stream<DynamicTest> aMistakeIsFoundBeforeTheRun() {
    List<Mistake> all = mistakes();
    return IntStream.range(0, all.size())
        .mapToObj(
            i ->
                DynamicTest.dynamicTest(
                    i + 1 + ": " + all.get(i).put().strip(), () -> find(all.get(i))));
  }

  private void find(Mistake mistake) throws IOException {
    copy();
    mistake.make(folder);
    Invocation check = check();
    boolean told = mistake.isTold(check.err());
    if (mistake.missed()) {
      assertTrue(!told, "it is found: it is no longer missed");
    } else {
      assertTrue(told, mistake + "\n" + check.out() + check.err());
    }
  }

  private static List<Mistake> mistakes() {
    List<?> all = (List<?>) Case.yaml(read(FLEET.resolve("mistakes.yml")));
    return all.stream().map(m -> Mistake.of(Case.map(m))).toList();
  }

  private static long roles() throws IOException {
    try (Stream<Path> roles = Files.list(FLEET.resolve("roles"))) {
      return roles.count();
    }
  }

  private void copy() throws IOException {
    try (Stream<Path> files = Files.walk(FLEET)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(FLEET.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.writeString(copy, read(file));
      }
    }
  }

  private Invocation check() {
    String playbook = folder.resolve("site.yml").toString();
    Invocation check = Invocation.of(folder, "check", "-i", "hosts.yml", playbook);
    return new Invocation(
        check.status(), check.out(), check.err().replace(folder.toString() + "/", ""));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
