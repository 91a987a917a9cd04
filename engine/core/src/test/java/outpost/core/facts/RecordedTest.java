package outpost.core.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import outpost.core.template.JsonText;

/** Compares with what Ansible's own {@code setup} told of the same hosts. */
class RecordedTest {

  /** Where we differ, and why. */
  private static final Map<String, String> DIFFERENCES =
      Map.ofEntries(
          Map.entry("gather_subset", "about the module, not the host"),
          Map.entry("module_setup", "about the module, not the host"),
          Map.entry("selinux_python_present", "no Python is needed"),
          Map.entry("distribution_file_search_string", "about how the name was found"),
          Map.entry("distribution_version", "with the point release, as newer Ansible has it"),
          Map.entry("ansible_local.data.a", "numbers keep the text they are written in"),
          Map.entry("memavailable_mb", "ours alone"),
          Map.entry("env.PWD", "the shell sets it"));

  /** What moved between the two readings, or is an average that the kernel rounds. */
  private static final List<String> PASSING =
      List.of(
          "date_time.(epoch|epoch_int|iso8601.*|second|time)",
          "loadavg.*",
          "memfree_mb",
          "memory_mb.(nocache|real).(free|used)",
          "mounts./.*.(block_available|block_used|inode_available|inode_used|size_available)",
          "uptime_seconds");

  @ParameterizedTest
  @ValueSource(strings = {"debian-12", "rhel-9"})
  void tellsWhatAnsibleTells(String host) throws IOException {
    Map<String, Object> theirs = new TreeMap<>();
    Object recorded = JsonText.read(text(host + ".json")).orElseThrow();
    ((Map<?, ?>) recorded)
        .forEach(
            (name, value) -> {
              String plain = name.toString().replaceFirst("^ansible_(?!local)", "");
              flatten(plain, value, theirs);
            });
    Map<String, Object> ours = new TreeMap<>();
    byte[] printed = text(host + ".lines").getBytes(StandardCharsets.UTF_8);
    Facts.parse(Group.all(), printed).forEach((name, value) -> flatten(name, value, ours));
    TreeSet<String> names = new TreeSet<>(theirs.keySet());
    names.addAll(ours.keySet());
    String differences =
        names.stream()
            .filter(name -> !String.valueOf(theirs.get(name)).equals("" + ours.get(name)))
            .filter(name -> !DIFFERENCES.containsKey(name.split("\\[")[0]))
            .filter(name -> PASSING.stream().noneMatch(name::matches))
            .map(name -> name + ": Ansible " + theirs.get(name) + ", here " + ours.get(name))
            .collect(Collectors.joining("\n"));
    assertEquals("", differences);
  }

  /** Makes one entry of each value inside; lists that have no order are put into one. */
  private static void flatten(String path, Object value, Map<String, Object> all) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      map.forEach((key, inner) -> flatten(path + "." + key, inner, all));
    } else if (path.equals("mounts")) {
      for (Object mount : (List<?>) value) {
        flatten("mounts." + ((Map<?, ?>) mount).get("mount"), mount, all);
      }
    } else if (value instanceof List<?> list && !list.isEmpty()) {
      boolean sorted = path.matches("interfaces|all_ip.*|virtualization_tech.*");
      List<?> ordered = sorted ? list.stream().map(String::valueOf).sorted().toList() : list;
      for (int i = 0; i < list.size(); i++) flatten(path + "[" + i + "]", ordered.get(i), all);
    } else {
      all.put(path, value);
    }
  }

  private static String text(String name) throws IOException {
    try (InputStream in = RecordedTest.class.getResourceAsStream("recorded/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
