package outpost.core.program;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import outpost.api.Problem;
import outpost.core.source.Diagnostic;
import outpost.core.source.Diagnostic.Severity;
import outpost.core.source.Problems;
import outpost.core.source.Span;

/** What was found wrong host by host: told once, and of whom where it is not so for all. */
final class PerHost {
  private static final int NAMED = 3;

  private record Key(Optional<Span> span, Problem problem) {}

  private final Map<Key, Set<String>> found = new LinkedHashMap<>();
  private final Set<Key> errors = new HashSet<>();

  void add(String host, Problems problems) {
    for (Diagnostic told : problems.all()) {
      Key key = new Key(told.span(), told.problem());
      found.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(host);
      if (told.severity() == Severity.ERROR) errors.add(key);
    }
  }

  /** Tells all that was found so far in a play of these hosts. */
  void tell(List<String> hosts, Problems problems) {
    found.forEach(
        (key, some) -> {
          Severity severity = errors.contains(key) ? Severity.ERROR : Severity.WARNING;
          boolean named =
              key.problem().id().equals("undefined-variable") && some.size() < hosts.size();
          problems.report(severity, key.span(), named ? named(key.problem(), some) : key.problem());
        });
    found.clear();
    errors.clear();
  }

  private static Problem named(Problem problem, Set<String> hosts) {
    String some =
        hosts.stream().limit(NAMED).map(h -> "`" + h + "`").collect(Collectors.joining(", "));
    int more = hosts.size() - NAMED;
    List<String> hints = new ArrayList<>(problem.hints());
    hints.add("so it is for " + some + (more > 0 ? " and " + more + " more" : ""));
    return new Problem(problem.id(), problem.message(), hints);
  }
}
