package outpost.core.inventory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.api.Problem;
import outpost.core.source.Diagnostic;
import outpost.core.source.Problems;
import outpost.core.source.Span;

/** Gathers what fails on many hosts alike, to tell it once. */
final class HostFailures {
  private record Kind(Diagnostic.Severity severity, Optional<Span> place, String id) {}

  private record First(Problem problem, List<String> hosts) {}

  private final Map<Kind, First> all = new LinkedHashMap<>();

  void add(Diagnostic.Severity severity, Optional<Span> place, Problem problem, String host) {
    all.computeIfAbsent(
            new Kind(severity, place, problem.id()), k -> new First(problem, new ArrayList<>()))
        .hosts()
        .add(host);
  }

  /** Tells each with the first host that had it, and how many had it too. */
  void tell(Problems problems) {
    all.forEach(
        (kind, first) -> {
          int others = first.hosts().size() - 1;
          List<String> hints = new ArrayList<>();
          hints.add(
              "on host `"
                  + first.hosts().get(0)
                  + "`"
                  + (others == 0 ? "" : " and " + others + (others == 1 ? " other" : " others")));
          hints.addAll(first.problem().hints());
          problems.report(
              kind.severity(),
              kind.place(),
              new Problem(first.problem().id(), first.problem().message(), hints));
        });
  }
}
