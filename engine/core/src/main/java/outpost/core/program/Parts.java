package outpost.core.program;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Walks through the parts of a play without running them. */
public final class Parts {
  private Parts() {}

  /** Hands every step over, in the order in which they stand. */
  public static void each(List<Part> parts, Consumer<Step> action) {
    for (Part part : parts) {
      if (part instanceof Step step) action.accept(step);
      if (part instanceof RolePart role) each(role.parts(), action);
      if (part instanceof Group group) {
        each(group.body(), action);
        each(group.rescue(), action);
        each(group.always(), action);
      }
    }
  }

  /** Returns every step, in the order in which they stand. */
  public static List<Step> steps(List<Part> parts) {
    List<Step> steps = new ArrayList<>();
    each(parts, steps::add);
    return steps;
  }

  /** Returns the parts without the steps that are not wanted, and without groups of nothing. */
  static List<Part> only(List<Part> parts, Predicate<Step> wanted) {
    List<Part> left = new ArrayList<>();
    for (Part part : parts) {
      if (part instanceof Step step) {
        if (wanted.test(step)) left.add(step);
      } else if (part instanceof RolePart role) {
        List<Part> inside = only(role.parts(), wanted);
        if (!inside.isEmpty()) left.add(new RolePart(role.role(), inside));
      } else if (part instanceof Group group) {
        Group less =
            new Group(
                group.place(),
                only(group.body(), wanted),
                only(group.rescue(), wanted),
                only(group.always(), wanted));
        if (!less.body().isEmpty() || !less.always().isEmpty()) left.add(less);
      }
    }
    return left;
  }
}
