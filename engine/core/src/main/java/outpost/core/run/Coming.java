package outpost.core.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import outpost.core.program.Group;
import outpost.core.program.Part;
import outpost.core.program.RolePart;
import outpost.core.program.Step;

/**
 * What a walk comes to next, if nothing fails.
 *
 * @param from the first of the parts that is still to come
 * @param outer loop variables of the includes around them
 * @param after what follows them
 */
record Coming(List<Part> parts, int from, Map<String, Object> outer, Optional<Coming> after) {

  static final Coming NOTHING = new Coming(List.of(), 0, Map.of(), Optional.empty());

  /** Returns these parts, with these after them. */
  Coming before(List<Part> parts, int from, Map<String, Object> outer) {
    return new Coming(parts, from, outer, Optional.of(this));
  }

  /** Shows a host's coming steps, the nearest first, for as long as that is wanted. */
  boolean show(HostState host, BiPredicate<Step, Map<String, Object>> to) {
    return show(parts.subList(from, parts.size()), host, to)
        && (after.isEmpty() || after.get().show(host, to));
  }

  private boolean show(
      List<Part> parts, HostState host, BiPredicate<Step, Map<String, Object>> to) {
    for (Part part : parts) {
      boolean more;
      if (part instanceof Group group) {
        more = show(group.body(), host, to) && show(group.always(), host, to);
      } else if (part instanceof RolePart role) {
        boolean again = !role.role().allowDuplicates() && host.ran(role.role());
        more = again || show(role.parts(), host, to);
      } else {
        more = to.test((Step) part, outer);
      }
      if (!more) return false;
    }
    return true;
  }
}
