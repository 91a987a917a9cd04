package outpost.core.connect;

import java.util.List;

/**
 * A resident {@code sh} on a host, for one user. One exchange at a time; others wait.
 *
 * <p>An exchange is one round trip. Scripts of a group run in order until one fails; groups run
 * whatever became of the groups before.
 */
public interface Shell {

  /**
   * Sends the groups and returns their replies, in the same shape.
   *
   * @throws AnswerLost if the connection broke after the frame was sent: what ran is not known
   * @throws HostUnreachable if it broke before
   */
  List<List<Reply>> exchange(List<List<Request>> groups);

  /** Returns how many exchanges were made. */
  int trips();
}
