package outpost.cli;

import java.util.function.Supplier;
import outpost.core.event.Reporter;

/** Tells people what happens, and while nothing happens that something is under way. */
interface LiveReporter extends Reporter {

  /** Moves the live line on; to be called several times a second. */
  void tick();

  /** Does something while nothing is told and the live line is away. */
  <T> T still(Supplier<T> work);
}
