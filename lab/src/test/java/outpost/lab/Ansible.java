package outpost.lab;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Debian's {@code ansible-playbook}, with the collections that come with it. */
final class Ansible {
  private static final Path LIBRARY = Path.of("/usr/lib/python3/dist-packages");

  /** Where modules are, and what stands before their names. */
  private static final Map<String, String> FOLDERS =
      Map.of(
          "ansible/modules", "ansible.builtin.",
          "ansible_collections/ansible/posix/plugins/modules", "ansible.posix.",
          "ansible_collections/community/general/plugins/modules", "community.general.");

  /** Where an example is not begun all of a host's texts are told. */
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
              .build());

  private static final Pattern RETURN =
      Pattern.compile("\\nRETURN = r?(\"\"\"|''')(.*?)\\1", Pattern.DOTALL);

  private static final Pattern KEY = Pattern.compile("(?m)^(\\w+):");

  private final Map<String, String> modules = new TreeMap<>();
  private final Map<String, Path> files = new TreeMap<>();

  /**
   * What became of a task.
   *
   * @param result what {@code register} got
   */
  record Answer(String status, String out, String message, Map<String, Object> result) {}

  Ansible() {
    FOLDERS.forEach(
        (folder, prefix) -> {
          try (Stream<Path> files = Files.walk(LIBRARY.resolve(folder))) {
            files
                .filter(file -> file.toString().endsWith(".py"))
                .forEach(file -> add(file, prefix));
          } catch (IOException e) {
            throw new LabFailed(
                "Debian's package ansible is not installed: run LAB_FULL=1 lab/setup");
          }
        });
  }

  private void add(Path file, String prefix) {
    String name = file.getFileName().toString().replace(".py", "");
    if (modules.getOrDefault(name, "").startsWith("ansible.builtin.")) return;
    modules.put(name, prefix + name);
    files.put(name, file);
  }

  /** What {@code register} gets by the module's own page, and what all that run programs return. */
  Set<String> results(String module) {
    Set<String> results =
        new TreeSet<>(List.of("rc", "stdout", "stdout_lines", "stderr", "stderr_lines"));
    try {
      Matcher page = RETURN.matcher(Files.readString(files.get(module)));
      if (page.find()) KEY.matcher(page.group(2)).results().forEach(k -> results.add(k.group(1)));
      return results;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean has(String module) {
    return modules.containsKey(module);
  }

  /** Writes the examples' templates in Jinja. */
  void templates(Path folder) {
    Path from = Example.folder().resolve("templates");
    Path to = folder.resolve("templates");
    try (Stream<Path> files = Files.list(from)) {
      Files.createDirectories(to);
      for (Path file : files.toList()) {
        Files.writeString(to.resolve(file.getFileName()), jinja(Files.readString(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A text whose expressions are names alone. */
  private static String jinja(String text) {
    return text.replaceAll("\\$\\{([a-z_.]+)}", "{{ $1 }}");
  }

  /** The tasks of an example with the full names of modules, which some cannot do without. */
  String spelt(String tasks) {
    return Pattern.compile("(?m)^(    - |    |      )([a-z_]+):")
        .matcher(tasks)
        .replaceAll(
            match -> {
              String name = modules.getOrDefault(match.group(2), "");
              boolean plain = name.isEmpty() || name.startsWith("ansible.builtin.");
              return plain ? match.group() : match.group(1) + name + ":";
            });
  }

  /** Runs a playbook, and returns what became of its tasks, by their names. */
  Map<String, Answer> play(Path inventory, Path playbook) {
    Path out = playbook.resolveSibling("ansible.json");
    Path config = playbook.resolveSibling("ansible.cfg"); // none of the machine's
    ProcessBuilder builder =
        new ProcessBuilder(
            "ansible-playbook", "-i", inventory.toString(), "--diff", playbook.toString());
    builder
        .environment()
        .putAll(
            Map.of(
                "ANSIBLE_STDOUT_CALLBACK", "ansible.posix.json",
                "ANSIBLE_CONFIG", config.toString(),
                "ANSIBLE_PIPELINING", "1",
                "LC_ALL", "C.UTF-8"));
    try {
      Files.writeString(config, "");
      Path err = playbook.resolveSibling("ansible.err");
      builder.redirectInput(Path.of("/dev/null").toFile());
      builder.redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.start().waitFor();
      String json = Files.readString(out);
      if (json.indexOf('{') < 0) throw new LabFailed(json + Files.readString(err));
      return answers(JSON.readTree(json.substring(json.indexOf('{'))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailed("interrupted");
    }
  }

  private static Map<String, Answer> answers(JsonNode all) {
    Map<String, Answer> answers = new LinkedHashMap<>();
    for (JsonNode play : all.path("plays")) {
      for (JsonNode task : play.path("tasks")) {
        for (JsonNode result : task.path("hosts")) {
          answers.put(task.path("task").path("name").asText(), answer(result));
        }
      }
    }
    return answers;
  }

  private static Answer answer(JsonNode result) {
    boolean failed = result.path("failed").asBoolean() || result.path("unreachable").asBoolean();
    boolean changed = result.path("changed").asBoolean();
    return new Answer(
        failed ? "failed" : changed ? "changed" : "ok",
        result.path("stdout").asText(),
        result.path("msg").asText(),
        JSON.convertValue(result, new TypeReference<>() {}));
  }
}
