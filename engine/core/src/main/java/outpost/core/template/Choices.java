package outpost.core.template;

import java.util.ArrayList;
import java.util.List;

/** Every way to choose items of a list. */
final class Choices {
  static final int MOST = 1_000_000;

  private final List<?> items;
  private final int size;
  private final boolean ordered;
  private final List<Object> all = new ArrayList<>();

  private Choices(List<?> items, int size, boolean ordered) {
    this.items = items;
    this.size = size;
    this.ordered = ordered;
  }

  static Object combinations(Object items, Args args) throws BadCall {
    return all((List<?>) items, args.number(0, 0), false);
  }

  static Object permutations(Object items, Args args) throws BadCall {
    return all((List<?>) items, args.number(0, ((List<?>) items).size()), true);
  }

  private static List<Object> all(List<?> items, int size, boolean ordered) throws BadCall {
    if (size < 0) throw new BadCall(1, "a number from 0 on is needed here, not " + size);
    Choices choices = new Choices(items, size, ordered);
    if (size <= items.size()) choices.choose(List.of());
    return choices.all;
  }

  private void choose(List<Integer> chosen) throws BadCall {
    if (chosen.size() == size) {
      if (all.size() == MOST) throw new BadCall("there are more than a million ways");
      List<Object> row = new ArrayList<>();
      chosen.forEach(i -> row.add(items.get(i)));
      all.add(row);
      return;
    }
    int first = ordered || chosen.isEmpty() ? 0 : chosen.get(chosen.size() - 1) + 1;
    for (int i = first; i < items.size(); i++) {
      if (chosen.contains(i)) continue;
      List<Integer> more = new ArrayList<>(chosen);
      more.add(i);
      choose(more);
    }
  }
}
