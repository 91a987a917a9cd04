package outpost.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * A playbook and what must come of it; one file of {@code acceptance/cases}.
 *
 * @param pins what it holds the engine to, in a sentence
 * @param files by their path beside the playbook, {@code site.yml} and {@code hosts.ini} included
 * @param options of the command line, for Ansible too
 * @param respelt what to write for Ansible where {@link Jinja} does not know
 * @param alone why Ansible is not asked
 * @param deviation why Ansible's answer is another one
 * @param freely whether hosts need not take turns in the order that is written down
 * @param expect a {@link Transcript}
 */
record Case(
    String name,
    Path file,
    String pins,
    Map<String, String> files,
    List<String> options,
    Map<String, String> respelt,
    Optional<String> alone,
    Optional<String> deviation,
    boolean freely,
    Optional<String> expect) {
  /** Here, or seen from the lab. */
  static final Path FOLDER =
      Stream.of("src/test/resources/acceptance", "../engine/cli/src/test/resources/acceptance")
          .map(Path::of)
          .filter(Files::isDirectory)
          .findFirst()
          .orElseThrow();

  private static final Path CASES = FOLDER.resolve("cases");
  private static final Set<String> KEYS =
      Set.of(
          "pins",
          "hosts",
          "inventory",
          "playbook",
          "files",
          "options",
          "respelt",
          "alone",
          "deviation",
          "freely",
          "expect");

  static List<Case> all() {
    try (Stream<Path> files = Files.walk(CASES)) {
      return files.filter(f -> f.toString().endsWith(".yml")).sorted().map(Case::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the names of the cases that the engine does not stand yet. */
  static Set<String> pending() throws IOException {
    Path list = FOLDER.resolve("pending.txt");
    return Files.readAllLines(list).stream().filter(l -> !l.isBlank()).collect(Collectors.toSet());
  }

  /** The file that holds what Ansible answered. */
  Path recorded() {
    return file.resolveSibling(file.getFileName().toString().replace(".yml", ".ansible"));
  }

  private static Case read(Path file) {
    String name = CASES.relativize(file).toString().replace(".yml", "");
    try {
      Map<String, Object> read = map(yaml(Files.readString(file)));
      Set<String> unknown =
          read.keySet().stream().filter(k -> !KEYS.contains(k)).collect(Collectors.toSet());
      if (!unknown.isEmpty()) throw new IllegalArgumentException("keys " + unknown);
      Map<String, String> files = new LinkedHashMap<>();
      files.put("site.yml", (String) read.get("playbook"));
      files.put("hosts.ini", inventory(read));
      map(read.getOrDefault("files", Map.of())).forEach((k, v) -> files.put(k, (String) v));
      Map<String, String> respelt = new LinkedHashMap<>();
      map(read.getOrDefault("respelt", Map.of())).forEach((k, v) -> respelt.put(k, (String) v));
      return new Case(
          name,
          file,
          (String) read.get("pins"),
          files,
          ((List<?>) read.getOrDefault("options", List.of()))
              .stream().map(String::valueOf).toList(),
          respelt,
          Optional.ofNullable((String) read.get("alone")),
          Optional.ofNullable((String) read.get("deviation")),
          Boolean.TRUE.equals(read.get("freely")),
          Optional.ofNullable((String) read.get("expect")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  /** Two hosts on this machine unless the case says otherwise. */
  private static String inventory(Map<String, Object> read) {
    if (read.get("inventory") instanceof String text) return text;
    int hosts = read.get("hosts") instanceof Integer n ? n : 2;
    return IntStream.rangeClosed(1, hosts)
        .mapToObj(i -> "h" + i + " ansible_connection=local\n")
        .collect(Collectors.joining());
  }

  static Object yaml(String text) {
    return new Yaml(new LoaderOptions()).load(text);
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  /** Returns the case with another inventory. */
  Case on(String inventory) {
    Map<String, String> moved = new LinkedHashMap<>(files);
    moved.put("hosts.ini", inventory);
    return new Case(name, file, pins, moved, options, respelt, alone, deviation, freely, expect);
  }

  /** Writes the files into a folder, as they are or in Ansible's spelling. */
  void write(Path folder, boolean ansible) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, ansible ? Jinja.spell(file.getValue(), respelt) : file.getValue());
      if (file.getValue().startsWith("#!")) path.toFile().setExecutable(true);
    }
  }

  /** The options with the inventory, unless they name one, and the playbook. */
  Stream<String> arguments() {
    Stream<String> inventory =
        options.contains("-i") ? Stream.empty() : Stream.of("-i", "hosts.ini");
    Stream<String> playbook = options.contains("site.yml") ? Stream.empty() : Stream.of("site.yml");
    return Stream.of(inventory, options.stream(), playbook).flatMap(s -> s);
  }
}
