package outpost.cli;

import java.util.Optional;
import outpost.api.Problem;

/**
 * Something that the program can be asked to do. Its fields are what the user typed, read by
 * picocli; {@link Commands} lists them all.
 */
interface Command {

  /** Returns what is wrong with what was typed, although each value is of its type. */
  default Optional<Problem> wrong(Surroundings around) {
    return Optional.empty();
  }

  /** Does it and returns the exit status. */
  int run(Surroundings around);
}
