package outpost.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Runs the same examples by the engine on one host and by Ansible on its twin, and tells what is
 * different afterwards: what was told, what was written to the disk, and what else of the hosts has
 * changed.
 */
final class Twins {
  /** Not of the task: caches, logs, databases with times in them, Ansible's own files. */
  private static final List<String> ITS_OWN =
      List.of(
          "/root/.ansible/",
          "/home/labuser/.ansible/",
          "/var/log/",
          "/var/cache/",
          "/var/lib/rpm/",
          "/var/lib/dnf/",
          "/var/lib/apt/",
          "/var/lib/dpkg/",
          "/var/lib/sudo/",
          "/var/lib/systemd/",
          "/etc/passwd-",
          "/etc/shadow-",
          "/etc/group-",
          "/etc/gshadow-",
          "/etc/.pwd.lock");

  private static final int SHOWN = 100;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Lab lab;
  private final Ground ground;
  private final Ansible ansible;

  /**
   * What came of an example.
   *
   * @param ours what the engine told of the first and of the second run
   * @param theirs what Ansible told
   * @param differences of the hosts, a line each
   */
  record Twin(Example example, String ours, String theirs, List<String> differences) {
    boolean agrees() {
      return ours.equals(theirs) && differences.isEmpty();
    }
  }

  Twins(Lab lab, Ground ground, Ansible ansible) {
    this.lab = lab;
    this.ground = ground;
    this.ansible = ansible;
  }

  /** Compares them all; those that differ once more on hosts of their own, and that counts. */
  List<Twin> of(List<Example> examples) {
    Map<Example, Twin> twins = new LinkedHashMap<>();
    together(examples).forEach(twin -> twins.put(twin.example(), twin));
    for (Example example : examples) {
      Twin twin = twins.get(example);
      if (examples.size() > 1 && (twin == null || !twin.agrees())) {
        together(List.of(example)).forEach(again -> twins.put(example, again));
      }
    }
    return List.copyOf(twins.values());
  }

  private List<Twin> together(List<Example> examples) {
    Host ours = ground.boot(lab);
    Host theirs = ground.boot(lab);
    try {
      Result run =
          lab.engine(
              "-i",
              lab.inventory("ours.yml", "root", ours).toString(),
              "-e",
              "ansible_timeout=60",
              "--output",
              "jsonl",
              playbook("ours.yml", examples, false).toString());
      Map<String, Told> told = Told.eachBy(run);
      Map<String, Ansible.Answer> answers =
          ansible.play(
              lab.inventory("theirs.yml", "root", theirs), playbook("theirs.yml", examples, true));
      List<Twin> twins = new ArrayList<>();
      for (int i = 0; i < examples.size(); i++) {
        twins.add(twin(examples.get(i), i, told, answers, run, List.of(ours, theirs)));
      }
      return twins;
    } finally {
      lab.remove(List.of(ours, theirs));
    }
  }

  private static Twin twin(
      Example example,
      int number,
      Map<String, Told> told,
      Map<String, Ansible.Answer> answers,
      Result run,
      List<Host> hosts) {
    String ours = "", theirs = "";
    for (String name : List.of("first", "again")) {
      Told one = told.get(task(number, name));
      Ansible.Answer other = answers.get(task(number, name));
      ours += (ours.isEmpty() ? "" : ", ") + (one == null ? "-" : one.outcome());
      theirs += (theirs.isEmpty() ? "" : ", ") + (other == null ? "-" : other.status());
      if (other != null && !other.message().isEmpty() && other.status().equals("failed")) {
        theirs += " (" + other.message().lines().findFirst().orElse("") + ")";
      }
    }
    Optional<Told> disk = Optional.ofNullable(told.get(task(number, "disk")));
    Optional<Told> state = Optional.ofNullable(told.get(task(number, "state")));
    if (disk.isEmpty()) return new Twin(example, ours, theirs, List.of(run.err().strip()));
    List<String> differences = new ArrayList<>();
    differences.addAll(
        differences(
            disk(disk.get().out(), hosts.get(0)),
            disk(out(answers, task(number, "disk")), hosts.get(1))));
    differences.addAll(
        differences(
            state(state.get().out(), hosts.get(0)),
            state(out(answers, task(number, "state")), hosts.get(1))));
    return new Twin(example, ours, theirs, differences);
  }

  private static String out(Map<String, Ansible.Answer> answers, String task) {
    return answers.containsKey(task) ? answers.get(task).out() : "";
  }

  private static List<String> differences(Map<String, String> ours, Map<String, String> theirs) {
    Set<String> keys = new TreeSet<>(ours.keySet());
    keys.addAll(theirs.keySet());
    return keys.stream()
        .filter(key -> !Objects.equals(ours.get(key), theirs.get(key)))
        .map(key -> key + ": " + ours.get(key) + ", Ansible: " + theirs.get(key))
        .toList();
  }

  private static Map<String, String> disk(String look, Host host) {
    Map<String, String> disk = new TreeMap<>();
    for (JsonNode written : read(look)) {
      String path = written.path("path").asText();
      if (ITS_OWN.stream().anyMatch((path + "/")::startsWith) || path.contains("__pycache__")) {
        continue;
      }
      String is = written.path("is").asText();
      String[] words = is.split(" ");
      // of a file: its kind, mode and owner, where it points, and what is in it; not its time
      String seen =
          is.startsWith("d") || words.length < 5
              ? is
              : String.join(" ", words[0], words[1], words[2]);
      String points = is.startsWith("l") ? " " + words[words.length - 1] : "";
      disk.put(backup(path), seen + points + content(written, host));
    }
    return disk;
  }

  /** A text without the names that only one of the twins has; of what is too long, its checksum. */
  private static String content(JsonNode written, Host host) {
    if (written.path("after").isTextual()) {
      byte[] bytes = Base64.getDecoder().decode(written.path("after").asText());
      String text = nameless(new String(bytes, StandardCharsets.UTF_8), host);
      int hash = text.hashCode();
      String start = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
      return String.format(" %08x %s", hash, HostileText.shown(start));
    }
    return written.path("sum").isTextual() ? " " + written.path("sum").asText() : "";
  }

  private static String nameless(String text, Host host) {
    return text.replace(host.name(), "(host)").replace(host.address(), "(address)");
  }

  /** A backup's name has a time and a process in it. */
  private static String backup(String path) {
    return path.replaceFirst(
        "\\.(\\d+\\.)?\\d{4}-\\d\\d-\\d\\d@\\d\\d:\\d\\d:\\d\\d~$", ".(backup)");
  }

  private static Map<String, String> state(String look, Host host) {
    Map<String, String> state = new TreeMap<>();
    read(look)
        .fields()
        .forEachRemaining(
            field -> state.put(field.getKey(), nameless(field.getValue().asText(), host)));
    return state;
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json.isBlank() ? "{}" : json);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + json, e);
    }
  }

  private static String task(int number, String name) {
    return "twin " + number + " " + name;
  }

  private Path playbook(String file, List<Example> examples, boolean forAnsible) {
    StringBuilder text = new StringBuilder("- hosts: remotes\n  become: true\n  tasks:\n");
    for (int i = 0; i < examples.size(); i++) {
      Example example = examples.get(i);
      String before = forAnsible ? ansible.spelt(example.before()) : example.before();
      String task = forAnsible ? ansible.spelt(example.task()) : example.task();
      text.append("    - block:\n").append(before.indent(4));
      raw(text, task(i, "disk before"), "look start");
      raw(text, task(i, "state before"), "state start");
      for (String name : List.of("first", "again")) {
        text.append("        - name: ").append(task(i, name)).append('\n').append(task.indent(6));
      }
      text.append("      rescue:\n        - ping: {}\n      always:\n");
      raw(text, task(i, "disk"), "look since");
      raw(text, task(i, "state"), "state since");
    }
    return Example.playbook(lab.folder().resolve("twins-" + ground.word()), file, text.toString());
  }

  private static void raw(StringBuilder text, String name, String words) {
    text.append("        - name: ").append(name).append('\n');
    text.append("          raw: /usr/local/sbin/").append(words).append('\n');
  }
}
