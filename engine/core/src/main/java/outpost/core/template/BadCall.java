package outpost.core.template;

import freemarker.template.TemplateModelException;
import java.util.List;

/** Thrown by a function or built-in of ours that cannot work with what it was given. */
final class BadCall extends TemplateModelException {
  private static final long serialVersionUID = 1L;

  private final String what;
  private final transient List<String> hints;
  private final int part;
  private final boolean secret;

  BadCall(String what, String... hints) {
    this(-1, what, hints);
  }

  /**
   * @param part which part is to blame: 0 is what stands left of a built-in, then its arguments
   */
  BadCall(int part, String what, String... hints) {
    this(false, part, what, hints);
  }

  private BadCall(boolean secret, int part, String what, String... hints) {
    super(what);
    this.secret = secret;
    this.what = what;
    this.hints = List.of(hints);
    this.part = part;
  }

  /** A part is a secret, and this cannot be done with one. */
  static BadCall secret(int part) {
    return new BadCall(true, part, "this cannot be done with a secret");
  }

  boolean isSecret() {
    return secret;
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
