package outpost.api;

import java.util.Map;

/** A question that the control node answers itself: a port, a handshake. It changes nothing. */
@FunctionalInterface
public interface Reading {

  /** Returns answers by key, as a script would {@code emit} them. */
  Map<String, String> take(Reach reach);
}
