package outpost.core.template;

import java.util.Optional;
import outpost.api.Secret;
import outpost.core.source.Node;
import outpost.core.source.Span;
import outpost.core.source.Unlocker;

/** A value that was encrypted: opened when it is first asked for, and never more than once. */
final class Vaulted {
  private final Templates home;
  private final Node.Scalar scalar;
  private Secret opened;

  Vaulted(Templates home, Node.Scalar scalar) {
    this(home, scalar, null);
  }

  /**
   * @param opened the value, where it is known already
   */
  Vaulted(Templates home, Node.Scalar scalar, Secret opened) {
    this.home = home;
    this.scalar = scalar;
    this.opened = opened;
  }

  /**
   * Returns the value.
   *
   * @throws EvaluationFailed if no password opens it
   */
  synchronized Secret value() {
    if (opened != null) return opened;
    String text = scalar.text().strip();
    try {
      Secret found = home.unlocker().open(text);
      home.unlocker().keep(found);
      opened = found;
      return found;
    } catch (Unlocker.Locked e) {
      throw new EvaluationFailed(e.problem(), place(e), false);
    }
  }

  private Span place(Unlocker.Locked e) {
    Span whole = scalar.span();
    Optional<int[]> part = e.part();
    if (part.isEmpty()) return whole;
    int before = scalar.text().indexOf(Unlocker.MARK); // blanks, which count for nothing
    return new ScalarPlace(scalar).span(before + part.get()[0], before + part.get()[1]);
  }
}
