package outpost.core.template;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The hosts that a pattern names, as far as the variable {@code groups} tells. */
final class GroupPattern {
  private final Map<?, ?> groups;

  GroupPattern(Map<?, ?> groups) {
    this.groups = groups;
  }

  /** All that are named, less those behind a {@code !}, of those only the ones behind {@code &}. */
  List<Object> hosts(String pattern) {
    Set<Object> hosts = new LinkedHashSet<>();
    String[] parts = pattern.split("[,:]");
    boolean named = false;
    for (String part : parts) {
      if (part.isBlank() || part.startsWith("!") || part.startsWith("&")) continue;
      named = true;
      hosts.addAll(matching(part.strip()));
    }
    if (!named) hosts.addAll(matching("all"));
    for (String part : parts)
      if (part.startsWith("&")) hosts.retainAll(matching(part.substring(1)));
    for (String part : parts)
      if (part.startsWith("!")) hosts.removeAll(matching(part.substring(1)));
    return new ArrayList<>(hosts);
  }

  private Set<Object> matching(String name) {
    Pattern regex = regex(name);
    Set<Object> hosts = new LinkedHashSet<>();
    groups.forEach(
        (group, members) -> {
          if (!(members instanceof List<?> list)) return;
          if (name.equals("all") || regex.matcher(String.valueOf(group)).matches()) {
            hosts.addAll(list);
          } else {
            list.stream()
                .filter(host -> regex.matcher(String.valueOf(host)).matches())
                .forEach(hosts::add);
          }
        });
    return hosts;
  }

  private static Pattern regex(String name) {
    try {
      return Pattern.compile(
          name.startsWith("~")
              ? name.substring(1) + ".*"
              : Pattern.quote(name).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"));
    } catch (PatternSyntaxException e) {
      throw Lookup.failed("`" + name + "` is no pattern of hosts");
    }
  }
}
