package outpost.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import outpost.api.Problem;
import outpost.core.source.Suggest;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in our words what is wrong with a command line. */
final class Usage {
  private static final String SEE_HELP = "`" + Options.NAME + " --help` lists what there is";

  private Usage() {}

  static Problem problem(ParameterException wrong) {
    if (wrong instanceof UnmatchedArgumentException unknown) {
      return unknown(unknown.getUnmatched().get(0), wrong.getCommandLine());
    }
    if (wrong instanceof MissingParameterException missing) {
      ArgSpec arg = missing.getMissing().get(0);
      return Problem.of("wrong-usage", "`" + name(arg) + "` needs a value", SEE_HELP);
    }
    ArgSpec arg = wrong.getArgSpec();
    if (arg == null) return Problem.of("wrong-usage", Text.line(wrong.getMessage()), SEE_HELP);
    return value(arg, wrong.getValue());
  }

  private static Problem value(ArgSpec arg, String value) {
    List<String> words = Choices.words(arg.auxiliaryTypes()[0]);
    String must = words.isEmpty() ? "a whole number" : "one of " + quoted(words);
    List<String> hints = Suggest.hint(value, words);
    return new Problem(
        "wrong-usage", "`" + name(arg) + "` must be " + must + " and not `" + value + "`", hints);
  }

  private static String quoted(List<String> words) {
    return words.stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
  }

  /** Returns what is wrong with values that are of the right type. */
  static Optional<Problem> problem(Options options) {
    if (options.playbooks.isEmpty()) return Optional.of(noPlaybook());
    if (options.work.forks < 1) return Optional.of(tooSmall("--forks", options.work.forks));
    Optional<Problem> timeout =
        options
            .connecting
            .connectTimeout
            .filter(t -> t < 1)
            .map(t -> tooSmall("--connect-timeout", t));
    if (timeout.isPresent()) return timeout;
    if (options.work.onlyLists() && options.telling.output == Options.Output.JSONL) {
      return Optional.of(
          Problem.of(
              "wrong-usage",
              "lists are for people, there are no events in them",
              "leave out `--output jsonl`"));
    }
    return Optional.empty();
  }

  private static Problem tooSmall(String name, int value) {
    return Problem.of("wrong-usage", "`" + name + "` must be at least 1 and not `" + value + "`");
  }

  private static Problem noPlaybook() {
    return Problem.of(
        "wrong-usage", "no playbook is named", "as in `" + Options.NAME + " site.yml`", SEE_HELP);
  }

  private static Problem unknown(String word, CommandLine commandLine) {
    String option = word.replaceFirst("=.*", "");
    List<String> names = new ArrayList<>();
    for (OptionSpec spec : commandLine.getCommandSpec().options()) {
      names.addAll(List.of(spec.names()));
    }
    List<String> hints =
        new ArrayList<>(Suggest.hint(option, names.stream().filter(n -> n.length() > 2).toList()));
    hints.add(SEE_HELP);
    return new Problem("wrong-usage", "there is no option `" + option + "`", hints);
  }

  private static String name(ArgSpec arg) {
    return arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
  }
}
