package outpost.core.language;

import java.util.List;
import java.util.Optional;
import outpost.core.source.Node;

/**
 * How a loop names and shows its items.
 *
 * @param loopVar the variable that holds the item
 * @param indexVar the variable that holds its number, counted from 0
 * @param label what to show of the item
 * @param pause the seconds between two items
 * @param extended whether {@code ansible_loop} tells of all items
 * @param breakWhen ends the loop after an item for which it holds
 */
public record LoopControl(
    String loopVar,
    Optional<String> indexVar,
    Optional<Node> label,
    Optional<Node> pause,
    Optional<Node> extended,
    List<Node.Scalar> breakWhen) {

  static LoopControl of(Optional<Node> written) {
    if (written.isEmpty() || !(written.get() instanceof Node.Mapping control)) {
      return new LoopControl(
          "item",
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of());
    }
    return new LoopControl(
        control.get("loop_var").flatMap(LoopControl::text).orElse("item"),
        control.get("index_var").flatMap(LoopControl::text),
        control.get("label"),
        control.get("pause"),
        control.get("extended"),
        control.get("break_when").map(Task::scalars).orElse(List.of()));
  }

  private static Optional<String> text(Node node) {
    return node instanceof Node.Scalar scalar ? Optional.of(scalar.text()) : Optional.empty();
  }
}
