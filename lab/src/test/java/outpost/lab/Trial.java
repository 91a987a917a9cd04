package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One example tried on a host: its tasks, which announce it, do it, and do it again, with a look at
 * the disk before and after each; and the laws that what they told has to keep.
 *
 * @param number tells its tasks from those of the other examples in a playbook
 */
record Trial(Example example, int number) {
  /** What logging in, and tools that only look, write on any host. */
  static final List<String> WRITTEN_BY_LOOKING =
      List.of(
          "/var/log/",
          "/var/lib/sudo/",
          "/var/lib/rpm/rpmdb.sqlite-",
          "/var/lib/dnf/history.sqlite",
          "/var/cache/dnf/",
          "/opt/lab-repo/", // packages that dnf looked at are touched
          "/opt/lab-updates/");

  /** Where files are that come from a host. */
  private static final String HERE = Checkout.here().root().toString();

  private static final String MASK = "***";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What was written to a path between two looks; texts are null where they are too long. */
  private record Written(String path, String was, String is, String before, String after) {
    static Written of(Map<String, String> seen) {
      return new Written(
          seen.get("path"),
          seen.get("was"),
          seen.get("is"),
          text(seen, "before"),
          text(seen, "after"));
    }

    private static String text(Map<String, String> seen, String key) {
      return seen.get(key) == null ? null : unpacked(seen.get(key));
    }

    @Override
    public String toString() {
      return path + ": " + was + " -> " + is;
    }
  }

  /** A text as a look tells it. */
  static String unpacked(String told) {
    return new String(Packed.bytes(told), StandardCharsets.UTF_8);
  }

  /** Its tasks, as the block of a play that goes on whatever becomes of them. */
  String tasks() {
    StringBuilder block = new StringBuilder("    - block:\n");
    block.append(example.before().indent(4));
    look(block, "start", "start");
    example(block, "check", "check_mode: true\n          diff: true\n");
    look(block, "checked", "since");
    example(block, "first", "diff: true\n");
    look(block, "found", "since start found");
    example(block, "again", "");
    look(block, "settled", "since found");
    block.append("      rescue:\n        - ping: {}\n");
    return block.toString();
  }

  private void look(StringBuilder block, String name, String words) {
    block.append("        - name: ").append(task(name)).append('\n');
    block.append("          raw: /usr/local/sbin/look ").append(words).append('\n');
  }

  private void example(StringBuilder block, String name, String keywords) {
    block.append("        - name: ").append(task(name)).append('\n');
    if (!keywords.isEmpty()) block.append("          ").append(keywords);
    block.append(example.task().indent(6));
  }

  private String task(String name) {
    return "trial " + number + " " + name;
  }

  /** Whether anything was told of it. */
  boolean hasBegun(Map<String, Told> told) {
    return told.containsKey(task("start"));
  }

  /** Whether all of it ran, whatever came of it. */
  boolean isWhole(Map<String, Told> told) {
    return told.containsKey(task("settled"));
  }

  /** The values of its task that are to be seen by nobody. */
  List<String> secrets() {
    return TaskText.of(example).secrets();
  }

  /** Asserts that none of them was in a command line or an environment on the host. */
  void assertHidden(List<String> seen) {
    for (String secret : secrets()) {
      assertTrue(
          seen.stream().noneMatch(line -> line.contains(secret)),
          () -> "a secret of it was to be seen in ps: " + example.title());
    }
  }

  /** Asserts that what its tasks told keeps the laws. */
  void judge(Map<String, Told> told, Result run) {
    if (!isWhole(told)) throw new AssertionError(story(told, run));
    Told check = told.get(task("check"));
    Told first = told.get(task("first"));
    Told again = told.get(task("again"));
    String all = "the check\n" + check.all() + "the run\n" + first.all() + "again\n" + again.all();

    assertEquals(List.of(), written(told, "checked"), () -> "the check writes\n" + all);
    assertEquals(
        example.changes() ? "changed" : "ok",
        first.outcome(),
        () -> "an example says `changes: no` where there is nothing to do\n" + all);
    if (example.always()) return; // it is another thing each time
    Announced.assertBy(check, first);
    assertShown(check, first, written(told, "found"), all);

    if (first.acted()) return; // it may do so again
    assertEquals("ok", again.outcome(), all);
    assertEquals(List.of(), again.changes(), all);
    assertTrue(again.trips() <= 1, () -> again.trips() + " trips\n" + all);
    assertEquals(List.of(), written(told, "settled"), () -> "a run that is ok writes\n" + all);
  }

  /** The texts that the check and the run show are those that the files had, and have. */
  private void assertShown(Told check, Told first, List<Written> written, String all) {
    assertEquals(check.diffs(), first.diffs().subList(0, check.diffs().size()), all);
    Map<String, Written> byPath =
        written.stream().collect(Collectors.toMap(Written::path, seen -> seen));
    for (Told.Diff diff : first.diffs()) {
      if (!diff.name().startsWith("/") || diff.before() == null || diff.after() == null) continue;
      Written seen = byPath.get(diff.name());
      if (diff.before().equals(diff.after())) continue;
      if (diff.name().startsWith(HERE)) {
        assertIs(read(diff.name()), diff.after(), diff.name());
        continue;
      }
      assertNotNull(seen, () -> diff.name() + " is as it was\n" + all);
      if (seen.after() != null || seen.is() == null) {
        assertIs(seen.is() == null ? "" : seen.after(), diff.after(), diff.name());
      }
      if (seen.before() != null || seen.was() == null) {
        assertIs(seen.was() == null ? "" : seen.before(), diff.before(), diff.name());
      }
    }
  }

  /** Secrets, be it those of other tasks, are masked in what is shown. */
  private static void assertIs(String text, String shown, String name) {
    String[] parts = shown.split(Pattern.quote(MASK), -1);
    String any = Stream.of(parts).map(Pattern::quote).collect(Collectors.joining("(?s:.*?)"));
    if (!text.matches(any)) assertEquals(text, shown, name);
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new AssertionError(file, e);
    }
  }

  private List<Written> written(Map<String, Told> told, String name) {
    String out = told.get(task(name)).out();
    List<Map<String, String>> seen;
    try {
      seen = JSON.readValue(out, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new AssertionError("the look told: " + told.get(task(name)).all(), e);
    }
    return seen.stream()
        .filter(one -> WRITTEN_BY_LOOKING.stream().noneMatch((one.get("path") + "/")::startsWith))
        .map(Written::of)
        .toList();
  }

  private String story(Map<String, Told> told, Result run) {
    Set<String> own = new HashSet<>();
    List<String> story = new ArrayList<>();
    for (String name : List.of("start", "check", "checked", "first", "found", "again", "settled")) {
      own.add(task(name));
      if (told.containsKey(task(name))) story.add(name + ": " + told.get(task(name)).all());
    }
    return example.title()
        + "\nit did not come to its end\n"
        + String.join("", story)
        + run.err()
        + (story.isEmpty() ? run.out() : "");
  }
}
