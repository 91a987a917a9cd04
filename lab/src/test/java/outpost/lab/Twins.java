package outpost.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

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
          "/var/tmp/systemd-private-",
          "/etc/passwd-",
          "/etc/shadow-",
          "/etc/group-",
          "/etc/gshadow-",
          "/etc/.pwd.lock");

  private static final int SHOWN = 100;

  /** For a first look: differences are not looked at once more. */
  private static final boolean ONCE = Boolean.getBoolean("lab.once");

  private static final String OUR_REASON = "${ansible_failed_result.msg}";
  private static final String THEIR_REASON = "{{ ansible_failed_result.msg | default('') }}";

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
   * @param results of Ansible's that {@code register} does not get from the engine, or otherwise
   */
  record Twin(
      Example example, String ours, String theirs, List<String> differences, List<String> results) {
    boolean agrees() {
      return ran() && ours.equals(theirs) && differences.isEmpty() && results.isEmpty();
    }

    /** Whether it agrees, or deviates as its file says; what failed here has shown nothing. */
    boolean asItSays() {
      return ran() && agrees() == example.deviation().isEmpty();
    }

    private boolean ran() {
      return Pattern.matches("(ok|changed), (ok|changed)", ours);
    }
  }

  Twins(Lab lab, Ground ground, Ansible ansible) {
    this.lab = lab;
    this.ground = ground;
    this.ansible = ansible;
  }

  /** Compares them all; those that are not as they say once more on hosts of their own. */
  List<Twin> of(List<Example> examples) {
    Map<Example, Twin> twins = new LinkedHashMap<>();
    List<Example> shared = examples.stream().filter(example -> !example.alone()).toList();
    together(shared).forEach(twin -> twins.put(twin.example(), twin));
    for (Example example : examples) {
      Twin twin = twins.get(example);
      if (twin == null || (!ONCE && !twin.asItSays())) {
        together(List.of(example)).forEach(again -> twins.put(example, again));
      }
    }
    return examples.stream().map(twins::get).toList();
  }

  private List<Twin> together(List<Example> examples) {
    if (examples.isEmpty()) return List.of();
    Host ours = ground.boot(lab);
    Host theirs = ground.boot(lab);
    try {
      Path inventory = lab.inventory("theirs.yml", "root", theirs);
      Path playbook = playbook("theirs", examples, true);
      CompletableFuture<Map<String, Ansible.Answer>> played =
          CompletableFuture.supplyAsync(() -> ansible.play(inventory, playbook));
      Result run =
          lab.engine(
              "-i",
              lab.inventory("ours.yml", "root", ours).toString(),
              "-e",
              "ansible_timeout=60",
              "--output",
              "jsonl",
              playbook("ours", examples, false).toString());
      Map<String, Told> told = Told.eachBy(run);
      Map<String, Ansible.Answer> answers = played.join();
      List<Twin> twins = new ArrayList<>();
      for (int i = 0; i < examples.size(); i++) {
        twins.add(twin(examples.get(i), i, told, answers, run, List.of(ours, theirs)));
      }
      return twins;
    } finally {
      lab.remove(List.of(ours, theirs));
    }
  }

  private Twin twin(
      Example example,
      int number,
      Map<String, Told> told,
      Map<String, Ansible.Answer> answers,
      Result run,
      List<Host> hosts) {
    String ours = "", theirs = "";
    List<String> results = new ArrayList<>();
    for (String name : List.of("first", "again")) {
      Told one = told.get(task(number, name));
      Ansible.Answer other = answers.get(task(number, name));
      ours += (ours.isEmpty() ? "" : ", ") + (one == null ? "-" : one.outcome());
      theirs += (theirs.isEmpty() ? "" : ", ") + (other == null ? "-" : other.status());
      if (one != null && other != null && results.isEmpty()) {
        results.addAll(
            TwinResults.differences(
                one.result(), other.result(), ansible.results(example.module()), this::plain));
      }
    }
    ours += why(Optional.ofNullable(told.get(task(number, "why"))).map(Told::result));
    theirs +=
        why(Optional.ofNullable(answers.get(task(number, "why"))).map(Ansible.Answer::result));
    Optional<Told> after = Optional.ofNullable(told.get(task(number, "after")));
    if (after.isEmpty()) {
      return new Twin(example, ours, theirs, List.of(run.err().strip()), List.of());
    }
    Map<String, String> here = host(after.get().out(), hosts.get(0));
    Ansible.Answer answer = answers.get(task(number, "after"));
    Map<String, String> there = answer == null ? Map.of() : host(answer.out(), hosts.get(1));
    List<String> differences = differences(here, there);
    return new Twin(example, ours, theirs, differences, results);
  }

  /** What failed, if something did. */
  private static String why(Optional<Map<String, Object>> told) {
    return told.map(result -> " (" + String.valueOf(result.get("msg")).strip() + ")").orElse("");
  }

  /** What has changed of a host: first of its disk, then of all else. */
  private static Map<String, String> host(String looks, Host host) {
    String[] lines = looks.strip().split("\\R", 2);
    Map<String, String> all = disk(lines[0], host);
    if (lines.length > 1) all.putAll(state(lines[1], host));
    return all;
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
      if (ITS_OWN.stream().anyMatch((path + "/")::startsWith)
          || path.matches(".*(/__pycache__/|/\\.git/(?!HEAD$)).*")) {
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
      disk.put(drawn(backup(path)), seen + points + content(written, host));
    }
    return disk;
  }

  /** A text without the names that only one of the twins has; of what is too long, its checksum. */
  private static String content(JsonNode written, Host host) {
    if (written.path("after").isTextual()) {
      byte[] bytes = Packed.bytes(written.path("after").asText());
      if (Packed.is(bytes)) return " " + Packed.shown(bytes);
      String text = nameless(new String(bytes, StandardCharsets.UTF_8), host);
      int hash = text.hashCode();
      String start = text.length() > SHOWN ? text.substring(0, SHOWN) : text;
      String more = text.length() > SHOWN ? "…" : "";
      boolean program = text.startsWith("\u007fELF");
      return String.format(" %08x %s%s", hash, program ? "" : HostileText.shown(start), more);
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

  /** Without the folder of a playbook, what was drawn by lot, and what marks a backup. */
  private String plain(String text) {
    return drawn(backup(text))
        .replaceFirst(Pattern.quote(lab.folder().toString()) + "/[a-z]+-[a-z0-9]+/", "")
        .replaceAll("\\w{3}, \\d\\d \\w{3} \\d{4} [\\d:]{8} GMT", "(time)")
        .replaceAll("\\bremote\\d+\\b", "(host)");
  }

  private static String drawn(String path) {
    return path.replaceFirst("/(ansible|build)\\.[a-z0-9_]{8,12}\\b", "/$1.(drawn)");
  }

  private static String task(int number, String name) {
    return "twin " + number + " " + name;
  }

  private Path playbook(String whose, List<Example> examples, boolean forAnsible) {
    StringBuilder text =
        new StringBuilder("- hosts: remotes\n  become: true\n  gather_facts: false\n  tasks:\n");
    for (int i = 0; i < examples.size(); i++) {
      Example example = examples.get(i);
      String before = forAnsible ? ansible.spelt(example.before()) : example.before();
      String task = forAnsible ? ansible.spelt(example.task()) : example.task();
      text.append("    - block:\n").append(before.indent(4));
      raw(text, task(i, "before"), "start");
      for (String name : List.of("first", "again")) {
        text.append("        - name: ").append(task(i, name)).append('\n').append(task.indent(6));
      }
      text.append("      rescue:\n        - name: ").append(task(i, "why")).append('\n');
      text.append("          debug: { msg: \"").append(forAnsible ? THEIR_REASON : OUR_REASON);
      text.append("\" }\n      always:\n");
      raw(text, task(i, "after"), "since");
    }
    Path folder = lab.folder().resolve(whose + "-" + ground.word());
    if (forAnsible) ansible.templates(folder);
    return Example.playbook(folder, "tasks.yml", text.toString());
  }

  private static void raw(StringBuilder text, String name, String word) {
    text.append("        - name: ").append(name).append('\n');
    text.append("          raw: cd /usr/local/sbin && ./look ").append(word);
    text.append(" && ./state ").append(word).append('\n');
  }
}
