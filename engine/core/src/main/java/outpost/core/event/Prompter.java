package outpost.core.event;

import java.util.Optional;
import outpost.api.Secret;

/** Asks whoever looks at a run; nobody may be there. Safe for several threads. */
public interface Prompter {

  /** Whether there is anybody to be asked. */
  boolean isAnybodyThere();

  /** Returns the line that was typed, without its end; empty if there is none. */
  Optional<String> ask(String question);

  /** Returns the line that was typed without showing it; empty if there is none. */
  Optional<Secret> askSecretly(String question);

  /** Asks nobody. */
  Prompter NOBODY =
      new Prompter() {
        @Override
        public boolean isAnybodyThere() {
          return false;
        }

        @Override
        public Optional<String> ask(String question) {
          return Optional.empty();
        }

        @Override
        public Optional<Secret> askSecretly(String question) {
          return Optional.empty();
        }
      };
}
