package outpost.core.connect;

/** The connection broke after a frame was sent and before its answer came: what ran is unknown. */
public final class AnswerLost extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final boolean unfed;

  public AnswerLost(String message) {
    this(message, false);
  }

  /**
   * @param unfed whether the running script had not got all of its input, so that it was ended
   */
  AnswerLost(String message, boolean unfed) {
    super(message);
    this.unfed = unfed;
  }

  /** Whether the running script was ended before it had all of its input. */
  public boolean isUnfed() {
    return unfed;
  }
}
