package outpost.modules.services;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;

/**
 * Finds out which services a host has and how they are, as {@code ansible_facts.services}.
 *
 * <p>Other than Ansible: where systemd runs, init scripts are told as the units that systemd makes
 * of them, not a second time.
 */
@Doc(
    value = "Reads which services a host has, and how each of them is, as the fact `services`.",
    facts = "services")
public final class ServiceFacts implements Module<ServiceFacts.Args, ServiceFacts.Found> {
  private static final Set<String> BAD = Set.of("not-found", "masked", "failed");
  private static final Pattern SYSV = Pattern.compile("\\s*\\[ ([+?-]) ]\\s+(\\S+)\\s*");

  /** There is nothing to ask for. */
  public record Args() {}

  /**
   * What the host prints.
   *
   * @param units those that systemd has loaded
   * @param files those that it could load
   * @param idle names and states of files that are not loaded
   * @param scripts what {@code service --status-all} says where there is no systemd
   */
  public record Found(
      Optional<byte[]> units,
      Optional<byte[]> files,
      Optional<byte[]> idle,
      Optional<byte[]> scripts) {}

  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(
        Found.class,
        // nothing in it comes from anybody
        Script.raw(
            """
            if [ -d /run/systemd/system ]; then
              list='--no-pager --no-legend --full --all --type=service'
              # shellcheck disable=SC2086 # they are words
              units=$(systemctl list-units --plain $list) && files=$(systemctl list-unit-files $list) || exit
              printf '%s\\n' "$units" | blob units
              printf '%s\\n' "$files" | blob files
              idle=$({ printf '%s\\n' "$units"; echo; printf '%s\\n' "$files"; } | awk '
                NF == 0 { listed = 1; next }
                !listed { known[$1]; known[$2]; next }
                !($1 in known) && $1 !~ /@\\./ { print $1 }')
              # shellcheck disable=SC2086 # they are names of units
              if [ "$idle" ]; then
                { printf '%s\\n' "$idle"; echo; systemctl show -p ActiveState -- $idle; } | blob idle
              fi
            elif command -v service >/dev/null; then
              service --status-all 2>/dev/null </dev/null | blob scripts
            fi\
            """));
  }

  @Override
  public Plan plan(Args want, Found found) {
    if (found.units().isEmpty() && found.scripts().isEmpty()) {
      return Plan.blocked(
          "this host has neither systemd nor `service`", "its services cannot be told");
    }
    Map<String, Object> services = new TreeMap<>();
    lines(found.scripts()).forEach(line -> script(line, services));
    lines(found.units()).forEach(line -> unit(line, services));
    Map<String, String> idle = idle(lines(found.idle()));
    lines(found.files()).forEach(line -> file(line, idle, services));
    return Plan.builder().fact("services", new LinkedHashMap<>(services)).build();
  }

  private static List<String> lines(Optional<byte[]> text) {
    return text.map(bytes -> new String(bytes, StandardCharsets.UTF_8).lines().toList())
        .orElse(List.of());
  }

  private static void script(String line, Map<String, Object> services) {
    Matcher said = SYSV.matcher(line);
    if (!said.matches()) return;
    String state = said.group(1).equals("+") ? "running" : "stopped";
    services.put(said.group(2), Map.of("name", said.group(2), "state", state, "source", "sysv"));
  }

  /** A line is UNIT LOAD ACTIVE SUB DESCRIPTION; older releases put a dot before what is bad. */
  private static void unit(String line, Map<String, Object> services) {
    String[] words = line.strip().replaceFirst("^[^A-Za-z0-9]+\\s+", "").split("\\s+");
    if (words.length < 4) return;
    String status = BAD.contains(words[1]) ? words[1] : words[2];
    String state = words[3].equals("running") ? "running" : "stopped";
    services.put(words[0], service(words[0], state, status));
  }

  /** Names, an empty line, then as many states, each a line with an empty one behind. */
  private static Map<String, String> idle(List<String> lines) {
    int gap = lines.indexOf("");
    Map<String, String> idle = new LinkedHashMap<>();
    if (gap < 0) return idle;
    Iterator<String> states =
        lines.subList(gap, lines.size()).stream().filter(line -> !line.isBlank()).iterator();
    for (String name : lines.subList(0, gap)) {
      if (states.hasNext()) idle.put(name, states.next().replaceFirst("^ActiveState=", ""));
    }
    return idle;
  }

  private static void file(String line, Map<String, String> idle, Map<String, Object> services) {
    String[] words = line.strip().split("\\s+");
    if (words.length < 2) return;
    if (services.get(words[0]) instanceof Map<?, ?> known) {
      String status = String.valueOf(known.get("status"));
      if (BAD.contains(status)) return;
      services.put(words[0], service(words[0], String.valueOf(known.get("state")), words[1]));
    } else {
      services.put(words[0], service(words[0], idle.getOrDefault(words[0], "unknown"), words[1]));
    }
  }

  private static Map<String, Object> service(String name, String state, String status) {
    Map<String, Object> service = new LinkedHashMap<>();
    service.put("name", name);
    service.put("state", state);
    service.put("status", status);
    service.put("source", "systemd");
    return service;
  }
}
