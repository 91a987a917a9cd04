package outpost.core.facts;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Chooses facts by patterns of their names, as {@code setup} has them in {@code filter}: {@code
 * ansible_*_mb}, or {@code *_mb}.
 */
public final class FactFilter {
  private final List<Pattern> patterns;

  private FactFilter(List<Pattern> patterns) {
    this.patterns = patterns;
  }

  /** Reads patterns; none at all lets every fact through. */
  public static FactFilter of(List<String> globs) {
    return new FactFilter(
        globs.stream()
            .filter(glob -> !glob.isEmpty() && !glob.equals("*"))
            .map(glob -> glob.startsWith("ansible_") ? glob : "ansible_" + glob)
            .map(FactFilter::pattern)
            .toList());
  }

  private static Pattern pattern(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      int end = c == '[' ? glob.indexOf(']', i + 2) : -1;
      if (c == '*') regex.append(".*");
      else if (c == '?') regex.append('.');
      else if (end > 0) {
        String set = glob.substring(i + 1, end).replace("\\", "\\\\").replace("[", "\\[");
        regex.append('[').append(set.replaceFirst("^!", "^")).append(']');
        i = end;
      } else regex.append(Pattern.quote(String.valueOf(c)));
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  /** Whether it lets every fact through. */
  public boolean isOpen() {
    return patterns.isEmpty();
  }

  /** Returns those of the groups that may tell what it lets through. */
  public Set<Group> of(Set<Group> groups) {
    if (isOpen()) return groups;
    Set<Group> some = EnumSet.noneOf(Group.class);
    for (Pattern pattern : patterns) {
      boolean known = false;
      for (String name : Schema.KINDS.keySet()) {
        if (!pattern.matcher(HostFacts.injected(name)).matches()) continue;
        Schema.group(name).ifPresent(some::add);
        known = true;
      }
      // who knows what its interfaces are called
      if (!known || pattern.pattern().contains(".*")) some.add(Group.NETWORK);
    }
    some.retainAll(groups);
    return Facts.complete(some);
  }

  public Map<String, Object> of(Map<String, Object> facts) {
    if (isOpen()) return facts;
    Map<String, Object> some = new LinkedHashMap<>();
    facts.forEach(
        (name, value) -> {
          String whole = HostFacts.injected(name);
          if (patterns.stream().anyMatch(p -> p.matcher(whole).matches())) some.put(name, value);
        });
    return some;
  }
}
