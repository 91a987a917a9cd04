package outpost.core.facts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import outpost.api.Script;

/**
 * What is known of a host without being told, under Ansible's names: {@code os_family}, {@code
 * default_ipv4}, … Read in one trip, with a POSIX shell only, and only the groups that an
 * expression asks for.
 */
public final class Facts {
  private static final String ALL = "ansible_facts";
  private static final String INJECTED = "ansible_";

  private Facts() {}

  /**
   * How facts are read.
   *
   * @param factPath where the host keeps facts of its own, in {@code *.fact} files
   * @param timeout how long one thing that may hang is waited for
   */
  public record Options(String factPath, Duration timeout) {
    public static final Options DEFAULT =
        new Options("/etc/ansible/facts.d", Duration.ofSeconds(10));
  }

  /**
   * Returns the groups that expressions need which refer to these variables: all of them for {@code
   * ansible_facts} itself, one for {@code ansible_facts.os_family} or {@code ansible_os_family}.
   */
  public static Set<Group> groups(Collection<String> references) {
    Set<Group> groups = EnumSet.noneOf(Group.class);
    for (String reference : references) {
      if (reference.equals(ALL)) return Group.all();
      fact(reference).flatMap(Schema::group).ifPresent(groups::add);
    }
    return complete(groups);
  }

  private static Optional<String> fact(String reference) {
    String prefix = reference.startsWith(ALL + ".") ? ALL + "." : INJECTED;
    if (!reference.startsWith(prefix)) return Optional.empty();
    String name = reference.substring(prefix.length()).split("\\.")[0];
    return Optional.of(name.equals("local") && prefix.equals(INJECTED) ? HostFacts.LOCAL : name);
  }

  /** Returns them with those that they need. */
  static Set<Group> complete(Set<Group> groups) {
    Set<Group> all = EnumSet.noneOf(Group.class);
    for (Group group : groups) {
      all.add(group);
      all.addAll(group.needs());
    }
    return all;
  }

  /** Returns one script that prints what {@link #parse} reads; it changes nothing on a host. */
  public static String script(Set<Group> groups, Options options) {
    StringBuilder script = new StringBuilder();
    script.append("fact_path=").append(Script.quote(options.factPath())).append('\n');
    script.append("seconds=").append(Math.max(1, options.timeout().toSeconds())).append('\n');
    script.append(resource("prelude"));
    if (groups.contains(Group.ENV)) script.append(resource("env"));
    script.append("PATH=$PATH:/usr/sbin:/sbin:/usr/bin:/bin\n");
    if (groups.stream().anyMatch(Group::mayHang)) script.append(resource("limit"));
    for (Group group : EnumSet.copyOf(groups)) {
      if (group != Group.ENV) script.append(resource(group.word()));
    }
    return script.append("exit 0\n").toString();
  }

  private static String resource(String name) {
    try (InputStream in = Facts.class.getResourceAsStream(name + ".sh")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads what the script for these groups printed. What the host did not tell is left out. */
  public static Map<String, Object> parse(Set<Group> groups, byte[] printed) {
    return parse(groups, printed, warning -> {});
  }

  /**
   * Reads what the script for these groups printed.
   *
   * @param warnings is told what is wrong with facts that the host keeps of its own
   */
  public static Map<String, Object> parse(
      Set<Group> groups, byte[] printed, Consumer<String> warnings) {
    Printed lines = Printed.of(new String(printed, StandardCharsets.UTF_8));
    Map<String, Object> facts = new LinkedHashMap<>();
    for (Group group : groups) group.read(lines, facts);
    lines.warnings().forEach(warnings);
    return Collections.unmodifiableMap(facts);
  }

  /** Returns facts by the group that told them. */
  static Map<Group, Map<String, Object>> byGroup(Map<String, Object> facts) {
    Map<Group, Map<String, Object>> groups = new LinkedHashMap<>();
    facts.forEach(
        (name, value) ->
            groups
                .computeIfAbsent(
                    Schema.group(name).orElse(Group.NETWORK), group -> new LinkedHashMap<>())
                .put(name, value));
    return groups;
  }

  /** Returns every fact that a host may have, but for those named after a network interface. */
  public static SortedMap<String, Kind> schema() {
    return Schema.KINDS;
  }

  /** Returns what a fact is, also one named after an interface; empty if there is none. */
  public static Optional<Kind> kind(String name) {
    return Schema.kind(name);
  }
}
