package outpost.api;

import java.io.IOException;

/**
 * What the control node does itself to bring a change about, such as writing a file of its own. It
 * may ask hosts, by scripts that change nothing.
 */
@FunctionalInterface
public interface Errand {

  /**
   * @throws IOException if it cannot be done; its message says why
   */
  void run(Reach reach) throws IOException;
}
