package outpost.core.facts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * What is known of a host without being told, under Ansible's names: {@code os_family}, {@code
 * default_ipv4}, … Read in one trip, with a POSIX shell only, and only where an expression asks.
 */
public final class Facts {
  private static final String ALL = "ansible_facts";
  private static final String INJECTED = "ansible_";

  private Facts() {}

  /** What a fact is, for a check that knows no host yet. */
  public enum Kind {
    TEXT,
    NUMBER,
    TRUTH,
    LIST,
    MAPPING
  }

  /** Returns the script that prints what {@link #parse} reads; it changes nothing on a host. */
  public static String script() {
    try (InputStream in = Facts.class.getResourceAsStream("facts.sh")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads what the script printed. What the host did not tell is left out. */
  public static Map<String, Object> parse(byte[] printed) {
    Printed lines = Printed.of(new String(printed, StandardCharsets.UTF_8));
    Map<String, Object> facts = new LinkedHashMap<>();
    SystemFacts.add(lines, facts);
    HardwareFacts.add(lines, facts);
    NetworkFacts.add(lines, facts);
    return Collections.unmodifiableMap(facts);
  }

  /**
   * Whether expressions that refer to these variables need facts: {@code ansible_facts}, or the
   * name of a fact with {@code ansible_} in front, such as {@code ansible_os_family}.
   */
  public static boolean needed(Set<String> variables) {
    return variables.stream().anyMatch(Facts::isFact);
  }

  private static boolean isFact(String variable) {
    if (variable.equals(ALL) || variable.startsWith(ALL + ".")) return true;
    return variable.startsWith(INJECTED)
        && kind(variable.substring(INJECTED.length()).split("\\.")[0]).isPresent();
  }

  /** Returns every fact that a host may have, but for those named after a network interface. */
  public static SortedMap<String, Kind> schema() {
    return Schema.KINDS;
  }

  /** Returns what a fact is; empty if there is none of that name. */
  public static Optional<Kind> kind(String name) {
    if (Schema.isInterface(name)) return Optional.of(Kind.MAPPING);
    return Optional.ofNullable(Schema.KINDS.get(name));
  }
}
