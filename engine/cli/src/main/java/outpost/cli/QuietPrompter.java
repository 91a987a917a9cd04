package outpost.cli;

import java.util.Optional;
import outpost.api.Secret;
import outpost.core.event.Prompter;

/** Asks while a reporter keeps still, so that its live line does not run over the question. */
record QuietPrompter(Prompter prompter, LiveReporter reporter) implements Prompter {

  @Override
  public boolean isAnybodyThere() {
    return prompter.isAnybodyThere();
  }

  @Override
  public Optional<String> ask(String question) {
    return reporter.still(() -> prompter.ask(Text.line(question) + " "));
  }

  @Override
  public Optional<Secret> askSecretly(String question) {
    return reporter.still(() -> prompter.askSecretly(Text.line(question) + " "));
  }
}
