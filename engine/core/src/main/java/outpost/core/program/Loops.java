package outpost.core.program;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import outpost.core.template.Scope;

/** The items of a loop, and the variables that come with each of them. */
public final class Loops {
  private Loops() {}

  /**
   * Returns the items of a loop: a list, if it is right.
   *
   * @throws outpost.core.template.EvaluationFailed if an expression has no value
   * @throws outpost.core.template.UnknownValue if they are not known yet
   */
  public static Object items(Step.Loop loop, Scope scope) {
    Object given = loop.items().evaluate(scope);
    if (loop.with().isEmpty()) return given;
    Step.With with = loop.with().get();
    return with.templates().loop(with.lookup(), with.folder(), given, scope, loop.items().span());
  }

  /**
   * Returns the items of a loop as far as they are known before the run.
   *
   * @throws outpost.core.template.EvaluationFailed if an expression has no value
   * @throws outpost.core.template.UnknownValue if nothing of them is known
   */
  public static Object preview(Step.Loop loop, Scope scope) {
    Object given = loop.items().preview(scope);
    if (loop.with().isEmpty()) return given;
    Step.With with = loop.with().get();
    return with.templates()
        .previewLoop(with.lookup(), with.folder(), given, scope, loop.items().span());
  }

  /** Returns the variables that an item brings. */
  public static Map<String, Object> vars(
      Step.Loop loop, List<?> items, int index, boolean extended) {
    Map<String, Object> vars = new LinkedHashMap<>();
    vars.put(loop.var(), items.get(index));
    vars.put("ansible_loop_var", loop.var());
    loop.indexVar()
        .ifPresent(
            name -> {
              vars.put(name, index);
              vars.put("ansible_index_var", name);
            });
    if (extended) vars.put("ansible_loop", place(items, index));
    return vars;
  }

  private static Map<String, Object> place(List<?> items, int index) {
    Map<String, Object> place = new LinkedHashMap<>();
    place.put("allitems", items);
    place.put("index", index + 1);
    place.put("index0", index);
    place.put("revindex", items.size() - index);
    place.put("revindex0", items.size() - index - 1);
    place.put("first", index == 0);
    place.put("last", index == items.size() - 1);
    place.put("length", items.size());
    if (index > 0) place.put("previtem", items.get(index - 1));
    if (index < items.size() - 1) place.put("nextitem", items.get(index + 1));
    return place;
  }
}
