package outpost.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One documented use of a module, as the text that users copy: what is run is that text, and not
 * what a YAML reader would make of it.
 *
 * @param module the module that it is an example of
 * @param sentence what it is good for
 * @param hosts the group that it is run on
 * @param on the grounds, or families of them, that it makes sense on; none means all of them
 * @param not those that it makes no sense on
 * @param alone whether it needs a host that no other example was run on
 * @param deviation why Ansible does otherwise, on purpose; empty where it does the same
 * @param changes whether there is something to do where it is run for the first time
 * @param always whether there is each time, such as a file of a new name to make
 * @param before tasks that make the host what the sentence takes for granted; may be empty
 * @param task the task, indented as it stands
 * @param place its file and line
 */
record Example(
    String module,
    String sentence,
    String hosts,
    Set<String> on,
    Set<String> not,
    boolean alone,
    String deviation,
    boolean changes,
    boolean always,
    String before,
    String task,
    URI place) {
  private static final Pattern KEY = Pattern.compile("[- ] ([a-z]+):(?: (.*))?");
  private static final Set<String> KEYS =
      Set.of("example", "hosts", "on", "not", "alone", "deviation", "changes", "before", "task");
  private static final String NEEDS = "  needs: ";
  private static final Pattern NODE = Pattern.compile("\\bcluster\\b|\\bn[12]\\b");

  /** What the task of its playbook is called. */
  static final String NAME = "the example";

  static Path folder() {
    return Checkout.here().root().resolve("modules/src/main/resources/examples");
  }

  /** Writes a playbook that has the examples' templates and files beside it. */
  static Path playbook(Path folder, String file, String text) {
    try {
      Files.createDirectories(folder);
      for (String name : List.of("templates", "files")) {
        Path link = folder.resolve(name);
        if (!Files.exists(link)) Files.createSymbolicLink(link, folder().resolve(name));
      }
      return Files.writeString(folder.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those of all modules, module by module. */
  static Map<String, List<Example>> all() {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .filter(file -> file.toString().endsWith(".yml"))
          .sorted()
          .flatMap(file -> read(file).stream())
          .collect(Collectors.groupingBy(Example::module, TreeMap::new, Collectors.toList()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the examples need that no host of the lab has, module by module. */
  static Map<String, Set<String>> needs() {
    Map<String, Set<String>> needs = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder())) {
      for (Path file : files.filter(one -> one.toString().endsWith(".yml")).toList()) {
        for (String line : Files.readAllLines(file)) {
          if (!line.startsWith(NEEDS)) continue;
          String module = file.getFileName().toString().replace(".yml", "");
          needs.computeIfAbsent(module, n -> new TreeSet<>()).add(line.substring(NEEDS.length()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return needs;
  }

  /** Whether it makes sense there, by what its file says. */
  boolean fits(Ground ground) {
    return (on.isEmpty() || ground.words().stream().anyMatch(on::contains))
        && ground.words().stream().noneMatch(not::contains);
  }

  /** Its module and sentence, to find it by. */
  String title() {
    return module + ": " + sentence;
  }

  /** Whether there must be a cluster for it. */
  boolean needsCluster() {
    return hosts.equals("cluster") || NODE.matcher(before + task).find();
  }

  /** How many blank hosts it speaks of; one at least. */
  int blanks() {
    return (before + task).contains("remote2") ? 2 : 1;
  }

  /** A playbook of the tasks that come before, if there are any. */
  Optional<String> preparation() {
    return before.isEmpty()
        ? Optional.empty()
        : Optional.of("- hosts: remotes\n  become: true\n  tasks:\n" + before);
  }

  /** A playbook of its one task. */
  String playbook() {
    String body = task.indent(2);
    return "- hosts: " + hosts + "\n  become: true\n  tasks:\n    - name: " + NAME + "\n" + body;
  }

  /** The same with other names and addresses of hosts. */
  Example with(Map<String, String> words) {
    return new Example(
        module,
        sentence,
        hosts,
        on,
        not,
        alone,
        deviation,
        changes,
        always,
        replace(before, words),
        replace(task, words),
        place);
  }

  private static String replace(String text, Map<String, String> words) {
    Pattern any =
        Pattern.compile(
            words.keySet().stream()
                .map(Pattern::quote)
                .collect(Collectors.joining("|", "\\b(?:", ")\\b")));
    return any.matcher(text).replaceAll(match -> words.get(match.group()));
  }

  private static List<Example> read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int[] starts =
        IntStream.range(0, lines.size()).filter(i -> lines.get(i).startsWith("- ")).toArray();
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < starts.length; i++) {
      int end = i + 1 < starts.length ? starts[i + 1] : lines.size();
      List<String> own = lines.subList(starts[i], end);
      // what it takes no host of the lab has: its module's cases are its proof
      if (own.stream().anyMatch(line -> line.startsWith(NEEDS))) continue;
      examples.add(read(file, starts[i], own));
    }
    return examples;
  }

  private static Example read(Path file, int start, List<String> lines) {
    Map<String, StringBuilder> parts = new LinkedHashMap<>();
    StringBuilder part = null;
    for (String line : lines) {
      var key = KEY.matcher(line);
      if (key.matches()) {
        part = new StringBuilder(key.group(2) == null ? "" : key.group(2));
        parts.put(key.group(1), part);
      } else if (part == null || !(line.isBlank() || line.startsWith("    "))) {
        throw new AssertionError(file + ": laid out in another way than the others: " + line);
      } else {
        part.append(line).append('\n');
      }
    }
    if (!KEYS.containsAll(parts.keySet())) {
      throw new AssertionError(file + ":" + (start + 1) + ": unknown key of " + parts.keySet());
    }
    return new Example(
        file.getFileName().toString().replace(".yml", ""),
        text(parts, "example", ""),
        text(parts, "hosts", "remotes"),
        words(parts, "on"),
        words(parts, "not"),
        text(parts, "alone", "no").equals("yes"),
        text(parts, "deviation", "").replaceAll("^\"|\"$", ""),
        !text(parts, "changes", "yes").equals("no"),
        text(parts, "changes", "yes").equals("always"),
        text(parts, "before", ""),
        text(parts, "task", ""),
        URI.create(file.toUri() + "?line=" + (start + 1)));
  }

  private static Set<String> words(Map<String, StringBuilder> parts, String key) {
    Set<String> words = new TreeSet<>(List.of(text(parts, key, "").split("[^a-z0-9]+")));
    words.remove("");
    List<String> known =
        Stream.of(Ground.values()).flatMap(ground -> ground.words().stream()).toList();
    if (!known.containsAll(words)) throw new AssertionError(words + ": not all of " + known);
    return words;
  }

  private static String text(Map<String, StringBuilder> parts, String key, String otherwise) {
    return parts.containsKey(key) ? parts.get(key).toString() : otherwise;
  }
}
