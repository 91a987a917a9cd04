package outpost.core.program;

import java.util.ArrayList;
import java.util.List;

/** Turns what a loop is given into its items. */
public final class Loops {
  private Loops() {}

  /**
   * Returns the items of a loop.
   *
   * @param given the value of the loop's expression
   */
  public static Object items(Step.Loop loop, Object given) {
    if (loop.with().isEmpty()) return given;
    if (!(given instanceof List<?> list)) return given;
    List<Object> flat = new ArrayList<>();
    for (Object item : list) {
      if (item instanceof List<?> inner) flat.addAll(inner);
      else flat.add(item);
    }
    return flat;
  }
}
