package outpost.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs a case by the real ansible-playbook, and says how its answers are read as ours. */
final class Ansible {
  private static final Map<String, String> ENVIRONMENT =
      Map.ofEntries(
          Map.entry("ANSIBLE_STDOUT_CALLBACK", "recorder"),
          Map.entry("ANSIBLE_GATHERING", "explicit"),
          Map.entry("ANSIBLE_FORKS", "4"),
          Map.entry("ANSIBLE_PIPELINING", "1"),
          Map.entry("ANSIBLE_PYTHON_INTERPRETER", "auto_silent"),
          Map.entry("ANSIBLE_RETRY_FILES_ENABLED", "0"),
          Map.entry("ANSIBLE_LOCALHOST_WARNING", "0"),
          Map.entry("ANSIBLE_DEPRECATION_WARNINGS", "0"),
          Map.entry("ANSIBLE_TIMEOUT", "5"),
          Map.entry("LC_ALL", "C.UTF-8"));

  private Ansible() {}

  /**
   * @param folder to write the case's files into, in Ansible's spelling
   */
  static Transcript run(Case one, Path folder) throws IOException, InterruptedException {
    one.write(folder, true);
    Path output = folder.resolve(".output");
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(Stream.of("ansible-playbook"), one.arguments()).toList())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(output.toFile());
    builder.environment().putAll(ENVIRONMENT);
    builder.environment().put("ANSIBLE_CALLBACK_PLUGINS", Case.FOLDER.toAbsolutePath().toString());
    int exit = builder.start().waitFor();
    List<Transcript.Result> results = new ArrayList<>();
    Map<String, String> recap = new LinkedHashMap<>();
    List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
    for (String line : lines) {
      if (!line.startsWith("@")) continue;
      Map<String, Object> told = Case.map(Case.yaml(line.substring(1)));
      if (told.containsKey("recap")) {
        recap.put((String) told.get("recap"), Transcript.counts(Case.map(told.get("counts"))));
      } else {
        results.add(
            Transcript.Result.of(
                (String) told.get("task"),
                (String) told.get("host"),
                (String) told.get("status"),
                yaml(Transcript.told(told.get("says")))));
      }
    }
    return new Transcript(results, recap, List.of(), exit);
  }

  /** Spells what Python prints as YAML does. */
  private static String yaml(String said) {
    return said.replaceAll("\\bTrue\\b", "true").replaceAll("\\bFalse\\b", "false");
  }

  /**
   * Returns the exit status that is ours for what Ansible told: it has 4 for a playbook that it
   * cannot read as well as for unreachable hosts, which win over failed ones, and 2 for wrong usage
   * as well as for failed hosts.
   */
  static int exit(Transcript theirs) {
    boolean ran = !theirs.recap().isEmpty();
    boolean failed = theirs.recap().values().stream().anyMatch(c -> c.contains("failed="));
    return switch (theirs.exit()) {
      case 0 -> 0;
      case 1 -> 65;
      case 2 -> ran ? 2 : 64;
      case 4 -> ran ? failed ? 2 : 4 : 65;
      case 8 -> 2;
      default -> theirs.exit();
    };
  }

  /**
   * Returns what has to be equal: each host's results and the exit status. The recap counts them,
   * in Ansible with exceptions of its own. Ansible tells of {@code meta} only where it is skipped,
   * of an include that cannot be read both as well and as failed, and names the check of a role's
   * arguments otherwise.
   */
  static String comparable(Transcript told, int exit) {
    StringBuilder text = new StringBuilder();
    told.perHost()
        .forEach(
            (host, all) -> {
              List<String> results = new ArrayList<>();
              for (int i = 0; i < all.size(); i++) {
                String next = i + 1 < all.size() ? all.get(i + 1) : "";
                boolean twice = next.equals(all.get(i).replaceFirst("^ok ", "failed "));
                boolean meta = all.get(i).matches("(ok|skipped) meta");
                if (!meta && !(twice && next.startsWith("failed"))) {
                  results.add(
                      all.get(i).replaceFirst("Validating arguments against .*", "arguments"));
                }
              }
              if (!results.isEmpty()) text.append(host + ": " + String.join("; ", results) + "\n");
            });
    return text.append("exit " + exit + "\n").toString();
  }
}
