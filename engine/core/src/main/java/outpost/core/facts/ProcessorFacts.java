package outpost.core.facts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Processors, as /proc/cpuinfo counts them. */
final class ProcessorFacts {
  private static final Set<String> LISTED =
      Set.of("model name", "Processor", "vendor_id", "cpu", "Vendor", "processor");

  private final List<Object> listed = new ArrayList<>();
  private final Map<String, Long> cores = new LinkedHashMap<>();
  private final Map<String, Long> siblings = new LinkedHashMap<>();
  private final Map<String, Long> seen = new LinkedHashMap<>();
  private String socket = "0";
  private String core = "0";

  private ProcessorFacts() {}

  static void read(Printed lines, Map<String, Object> facts) {
    ProcessorFacts processors = new ProcessorFacts();
    for (String line : lines.all("cpu")) {
      String[] pair = line.split(":", 2);
      if (pair.length == 2) processors.take(pair[0].strip(), pair[1].strip());
    }
    OptionalLong usable = lines.count("processors_usable");
    usable.ifPresent(number -> facts.put("processor_nproc", number));
    processors.count(lines.text("processor.machine").orElse(""), usable, facts);
  }

  private void take(String key, String value) {
    if (LISTED.contains(key)) {
      listed.add(value);
      seen.merge(key, 1L, Long::sum);
    }
    long number = Printed.number(value).orElse(0);
    switch (key) {
      case "physical id" -> cores.putIfAbsent(socket = value, 1L);
      case "core id" -> siblings.putIfAbsent(core = value, 1L);
      case "cpu cores" -> cores.put(socket, number);
      case "siblings" -> siblings.put(core, number);
      case "# processors" -> seen.put(key, number);
      default -> {}
    }
  }

  /** Some architectures tell no sockets and cores; then each processor is one. */
  private void count(String machine, OptionalLong usable, Map<String, Object> facts) {
    facts.put("processor", listed);
    long all = seen.getOrDefault("processor", usable.orElse(0));
    if (machine.equals("s390x")) all = seen.getOrDefault("# processors", all);
    if (all == 0) return;
    long sockets = cores.isEmpty() ? all : cores.size();
    long each = Math.max(1, cores.values().stream().findFirst().orElse(1L));
    long threads = Math.max(1, siblings.values().stream().findFirst().orElse(1L) / each);
    facts.put("processor_count", sockets);
    facts.put("processor_cores", each);
    facts.put("processor_threads_per_core", threads);
    facts.put("processor_vcpus", sockets * each * threads);
  }
}
