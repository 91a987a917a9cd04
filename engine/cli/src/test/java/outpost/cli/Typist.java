package outpost.cli;

import java.util.Optional;
import outpost.api.Secret;
import outpost.core.event.Prompter;

/** Types the same answer to every question; none if there is nobody. */
record Typist(Optional<Secret> typed) implements Prompter {

  @Override
  public boolean isAnybodyThere() {
    return typed.isPresent();
  }

  @Override
  public Optional<String> ask(String question) {
    return typed.map(Secret::revealText);
  }

  @Override
  public Optional<Secret> askSecretly(String question) {
    return typed;
  }
}
