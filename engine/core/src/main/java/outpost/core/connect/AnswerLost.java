package outpost.core.connect;

/** The connection broke after a frame was sent and before its answer came: what ran is unknown. */
public final class AnswerLost extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public AnswerLost(String message) {
    super(message);
  }
}
