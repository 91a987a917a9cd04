package outpost.core.program;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import outpost.core.language.Keyword;
import outpost.core.source.Problems;
import outpost.core.source.Span;
import outpost.core.template.Scope;
import outpost.core.template.Template;

/** Finds each {@code become_user} that is in force nowhere, since nothing there says to become. */
final class BecomeUsers {
  private final Map<Span, Boolean> inForce = new LinkedHashMap<>();

  /** Looks at a step of one host. */
  void see(Step step, Supplier<Scope> scope) {
    List<Template> said = step.settings().values().getOrDefault(Keyword.BECOME_USER, List.of());
    if (said.isEmpty()) return;
    boolean becomes =
        step.settings().says(Keyword.BECOME) || scope.get().names().contains("ansible_become");
    inForce.merge(said.get(0).span(), becomes, Boolean::logicalOr);
  }

  void tell(Problems problems) {
    inForce.forEach(
        (span, becomes) -> {
          if (becomes) return;
          problems.warning(
              span,
              "useless-keyword",
              "`become_user` does nothing without `become`",
              "write `become: true` beside it, unless every run is given `--become`");
        });
    inForce.clear();
  }
}
