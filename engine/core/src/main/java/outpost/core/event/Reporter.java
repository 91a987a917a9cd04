package outpost.core.event;

/** Is told every event of a run, one at a time, in order. */
@FunctionalInterface
public interface Reporter {
  void on(Event event);
}
