package outpost.acceptance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import outpost.cli.Invocation;

/** Runs a case by the engine, in this very process. */
final class Engine {
  private static final Pattern ERROR = Pattern.compile("(?m)^error: (.*)(?:\\n  --> (\\S+))?");

  private Engine() {}

  /**
   * @param folder holds the case's files
   */
  static Transcript run(Case one, Path folder) {
    String[] args =
        Stream.concat(Stream.of("--output", "jsonl"), one.arguments().map(a -> whole(a, folder)))
            .toArray(String[]::new);
    Invocation run = Invocation.of(folder, args);
    List<Transcript.Result> results = new ArrayList<>();
    Map<String, String> recap = new LinkedHashMap<>();
    List<String> remarks = new ArrayList<>();
    for (String line : run.out().lines().filter(l -> l.startsWith("{")).toList()) {
      Map<String, Object> event = Case.map(Case.yaml(line));
      if (event.get("event").equals("result")) results.add(result(event));
      if (event.get("event").equals("aborted")) remarks.add(aborted(event));
      if (event.get("event").equals("recap")) {
        Case.map(event.get("hosts"))
            .forEach((h, c) -> recap.put(h, Transcript.counts(Case.map(c))));
        recap.values().removeIf(String::isEmpty);
      }
    }
    Matcher error = ERROR.matcher(run.err());
    while (error.find()) {
      String place = error.group(2) == null ? "" : error.group(2) + " ";
      remarks.add("error " + place + error.group(1));
    }
    if (run.status() == 70) remarks.add(run.err());
    return new Transcript(results, recap, remarks, run.status());
  }

  /** Names the playbook from the root on: this process has a working directory of its own. */
  private static String whole(String argument, Path folder) {
    return argument.equals("site.yml") ? folder.resolve(argument).toString() : argument;
  }

  private static String aborted(Map<String, Object> event) {
    List<String> hosts = ((List<?>) event.get("hosts")).stream().map(String::valueOf).toList();
    return "aborted " + String.join(" ", hosts);
  }

  private static Transcript.Result result(Map<String, Object> event) {
    Map<String, Object> result =
        event.get("result") instanceof Map<?, ?> ? Case.map(event.get("result")) : Map.of();
    Object says = result.get("msg");
    if (result.get("results") instanceof List<?> items) {
      says = items.stream().map(i -> said(Case.map(i))).toList();
    }
    String status = (String) event.get("status");
    if (status.equals("would_change")) status = "changed"; // as Ansible has it
    boolean ignored = Boolean.TRUE.equals(event.get("ignored"));
    if (says == null) says = event.get("message");
    return Transcript.Result.of(
        (String) Case.map(event.get("task")).get("name"),
        (String) event.get("host"),
        ignored ? "ignored" : status,
        Transcript.told(says));
  }

  private static Object said(Map<String, Object> item) {
    return Boolean.TRUE.equals(item.get("skipped")) ? null : item.get("msg");
  }
}
