package outpost.core.language;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Suggest;

/** The names by which the handlers of a play are notified. */
final class Handlers {
  private final List<Task> all;
  private final boolean open;

  /**
   * @param incomplete whether a handler may be missing because it could not be read
   */
  Handlers(List<Task> all, boolean incomplete) {
    this.all = all;
    this.open =
        incomplete
            || all.stream().anyMatch(h -> h.name().filter(Node.Scalar::isTemplate).isPresent());
  }

  void check(Play play, Problems problems) {
    checkNames(problems);
    if (open) return;
    Set<String> names = new LinkedHashSet<>();
    for (Task handler : all) {
      handler.name().ifPresent(n -> names.add(n.text()));
      names.addAll(handler.listen());
    }
    List<Task> notifying = new ArrayList<>(play.allTasks());
    notifying.addAll(all);
    for (Task task : notifying) {
      for (Node.Scalar name : task.notifies()) {
        if (!name.isTemplate() && !names.contains(name.text())) unknown(name, names, problems);
      }
    }
  }

  private void checkNames(Problems problems) {
    Map<String, Node.Scalar> seen = new LinkedHashMap<>();
    for (Task handler : all) {
      if (handler.name().isEmpty() && handler.listen().isEmpty()) {
        problems.error(
            handler.span(),
            "unreachable-handler",
            "this handler has neither `name` nor `listen`, so nothing can notify it");
        continue;
      }
      if (handler.name().isEmpty()) continue;
      Node.Scalar name = handler.name().get();
      Node.Scalar first = seen.putIfAbsent(name.text(), name);
      if (first == null) continue;
      problems.error(
          name.span(),
          "duplicate-handler",
          "two handlers are called `" + name.text() + "`",
          "the first one is at " + first.span(),
          "to run both for one notification give them a common `listen`");
    }
  }

  private static void unknown(Node.Scalar name, Set<String> names, Problems problems) {
    List<String> hints = Suggest.hint(name.text(), names);
    if (hints.isEmpty() && names.isEmpty()) hints = List.of("this play has no handlers");
    problems.error(
        name.span(),
        "unknown-handler",
        "no handler is called `" + name.text() + "`",
        hints.toArray(String[]::new));
  }
}
