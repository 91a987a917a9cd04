package outpost.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
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

  private final Map<String, String> modules = new TreeMap<>();

  /** What became of a task. */
  record Answer(String status, String out, String message) {}

  Ansible() {
    FOLDERS.forEach(
        (folder, prefix) -> {
          try (Stream<Path> files = Files.walk(LIBRARY.resolve(folder))) {
            files
                .map(file -> file.getFileName().toString())
                .filter(name -> name.endsWith(".py") && !name.startsWith("_"))
                .map(name -> name.substring(0, name.length() - 3))
                .forEach(name -> modules.merge(name, prefix + name, Ansible::builtinFirst));
          } catch (IOException e) {
            throw new LabFailed(
                "Debian's package ansible is not installed: run LAB_FULL=1 lab/setup");
          }
        });
  }

  private static String builtinFirst(String one, String other) {
    return one.startsWith("ansible.builtin.") ? one : other;
  }

  boolean has(String module) {
    return modules.containsKey(module);
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
      return answers(new ObjectMapper().readTree(json.substring(json.indexOf('{'))));
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
        result.path("msg").asText());
  }
}
