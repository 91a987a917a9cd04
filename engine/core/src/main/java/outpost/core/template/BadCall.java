package outpost.core.template;

import freemarker.template.TemplateModelException;
import java.util.List;

/** Thrown by a function or built-in of ours that cannot work with what it was given. */
final class BadCall extends TemplateModelException {
  private static final long serialVersionUID = 1L;

  private final String what;
  private final transient List<String> hints;
  private final int part;

  BadCall(String what, String... hints) {
    this(-1, what, hints);
  }

  /**
   * @param part which part is to blame: 0 is what stands left of a built-in, then its arguments
   */
  BadCall(int part, String what, String... hints) {
    super(what);
    this.what = what;
    this.hints = List.of(hints);
    this.part = part;
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
