package outpost.core.template;

import freemarker.template.TemplateModelException;
import java.util.List;

/** Thrown by a function or built-in of ours that cannot work with what it was given. */
final class BadCall extends TemplateModelException {
  private static final long serialVersionUID = 1L;

  private final String what;
  private final transient List<String> hints;
  private final int part;
  private final Why why;

  /** What kind of thing is wrong, where that is told in the words of the whole expression. */
  private enum Why {
    OTHER,
    SECRET,
    CALCULATED,
    MISSING
  }

  BadCall(String what, String... hints) {
    this(-1, what, hints);
  }

  /**
   * @param part which part is to blame: 0 is what stands left of a built-in, then its arguments
   */
  BadCall(int part, String what, String... hints) {
    this(Why.OTHER, part, what, hints);
  }

  private BadCall(Why why, int part, String what, String... hints) {
    super(what);
    this.why = why;
    this.what = what;
    this.hints = List.of(hints);
    this.part = part;
  }

  /** A part is a secret, and this cannot be done with one. */
  static BadCall secret(int part) {
    return new BadCall(Why.SECRET, part, "this cannot be done with a secret");
  }

  /** What would be calculated from a secret tells it. */
  static BadCall calculated() {
    return new BadCall(Why.CALCULATED, -1, "nothing is calculated from a secret");
  }

  /** An argument has no value. */
  static BadCall missing(int part, String what) {
    return new BadCall(Why.MISSING, part, what);
  }

  boolean isSecret() {
    return why == Why.SECRET;
  }

  boolean isCalculated() {
    return why == Why.CALCULATED;
  }

  boolean isMissing() {
    return why == Why.MISSING;
  }

  /** Returns what is wrong, as users read it. */
  String what() {
    return what;
  }

  List<String> hints() {
    return hints;
  }

  int part() {
    return part;
  }
}
