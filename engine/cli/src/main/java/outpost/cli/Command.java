package outpost.cli;

import java.util.Optional;
import outpost.api.Problem;

/**
 * Something that the program can be asked to do. Its fields are what the user typed, read by {@link
 * AnyLine}; {@link Commands} lists them all.
 */
interface Command {

  /** Returns what is wrong with what was typed, although each value is of its type. */
  default Optional<Problem> wrong(Surroundings around) {
    return Optional.empty();
  }

  /** Does it, if nothing is wrong, and returns the exit status. */
  default int start(Surroundings around) {
    Optional<Problem> wrong = wrong(around);
    return wrong.isPresent() ? Usage.tell(wrong.get(), around) : run(around);
  }

  /** Does it and returns the exit status. */
  int run(Surroundings around);
}
