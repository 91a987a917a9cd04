package outpost.cli;

import java.util.Optional;
import outpost.api.Problem;
import picocli.CommandLine.Option;

/** Options that the commands around pacemaker_remote share. */
final class RemotedOptions {
  private RemotedOptions() {}

  /** With which key. */
  static final class Keys {
    @Option(
        names = "--authkey-file",
        paramLabel = "FILE",
        description = "The cluster's authkey, each byte of it; `-` is standard input.")
    Optional<String> authkey = Optional.empty();

    Optional<Problem> wrong() {
      if (authkey.isPresent()) return Optional.empty();
      return Optional.of(
          Problem.of(
              "wrong-usage",
              "it is not said with which key",
              "`--authkey-file FILE` reads it from a file"));
    }
  }

  /** What is told. */
  static final class Telling {
    @Option(
        names = "--output",
        paramLabel = "FORM",
        converter = Choices.OutputForm.class,
        description = "human (default), or jsonl: one JSON object per line.")
    Options.Output output = Options.Output.HUMAN;
  }
}
