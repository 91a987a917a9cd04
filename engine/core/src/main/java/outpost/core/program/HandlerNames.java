package outpost.core.program;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import outpost.core.source.Problems;
import outpost.core.source.Span;
import outpost.core.source.Suggest;
import outpost.core.template.Template;

/** Finds notifications that no handler hears, and handlers that no notification can mean. */
final class HandlerNames {
  private HandlerNames() {}

  /**
   * @param notifying tasks that notify
   * @param handlers all that the play has or comes to have
   * @param open whether there may be more of them than can be known
   */
  static void check(List<Step> notifying, Handlers handlers, boolean open, Problems problems) {
    checkNames(handlers, problems);
    boolean named = handlers.all().stream().noneMatch(h -> h.title().isPresent());
    if (open || !named || !handlers.complete()) return;
    Set<String> names = new LinkedHashSet<>();
    for (Step handler : handlers.all()) {
      names.add(handler.info().name());
      names.addAll(handler.listen());
    }
    List<Step> all = new ArrayList<>(notifying);
    handlers.all().stream().filter(h -> !h.notifies().isEmpty()).forEach(all::add);
    Set<Span> seen = new LinkedHashSet<>();
    for (Step step : all) {
      for (Template written : step.notifies()) {
        if (!(written instanceof Template.Leaf leaf) || !leaf.constant()) continue;
        if (!handlers.notified(leaf.text(), step.role(), h -> h.info().name()).isEmpty()) continue;
        if (seen.add(leaf.span())) unknown(leaf, names, problems);
      }
    }
  }

  private static void checkNames(Handlers handlers, Problems problems) {
    Map<String, Step> seen = new LinkedHashMap<>();
    for (Step handler : handlers.all()) {
      boolean unnamed = handler.info().name().equals(handler.info().module());
      if (unnamed && handler.title().isEmpty() && handler.listen().isEmpty()) {
        problems.error(
            handler.info().place(),
            "unreachable-handler",
            "this handler has neither `name` nor `listen`, so nothing can notify it");
        continue;
      }
      if (unnamed || handler.title().isPresent()) continue;
      String scope = handler.role().map(role -> role.folder().toString()).orElse("");
      Step first = seen.putIfAbsent(scope + "\n" + handler.info().name(), handler);
      // a role that is there twice brings the same ones twice
      if (first == null || first.info().place().equals(handler.info().place())) continue;
      problems.error(
          handler.info().place(),
          "duplicate-handler",
          "two handlers are called `" + handler.info().name() + "`",
          "the first one is at " + first.info().place(),
          "to run both for one notification give them a common `listen`");
    }
  }

  private static void unknown(Template.Leaf name, Set<String> names, Problems problems) {
    List<String> hints = Suggest.hint(name.text(), List.copyOf(names));
    if (names.isEmpty()) hints = List.of("this play has no handlers");
    problems.error(
        name.span(),
        "unknown-handler",
        "no handler is called `" + name.text() + "`",
        hints.toArray(String[]::new));
  }
}
