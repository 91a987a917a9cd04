package outpost.cli;

import outpost.core.event.Reporter;

/** Tells people what happens, and while nothing happens that something is under way. */
interface LiveReporter extends Reporter {

  /** Moves the live line on; to be called several times a second. */
  void tick();
}
