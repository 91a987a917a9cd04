package outpost.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import outpost.api.Problem;
import outpost.core.source.Diagnostic;
import outpost.core.source.DiagnosticRenderer;
import outpost.core.source.Suggest;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in our words what is wrong with a command line. */
final class Usage {
  private Usage() {}

  /** Tells what is wrong, and returns the exit status. */
  static int tell(Problem problem, Surroundings around) {
    DiagnosticRenderer renderer = new DiagnosticRenderer(around.errTerminal().colours());
    around
        .err()
        .print(
            renderer.render(new Diagnostic(Diagnostic.Severity.ERROR, problem, Optional.empty())));
    return Exit.USAGE;
  }

  static Problem problem(ParameterException wrong) {
    if (wrong instanceof UnmatchedArgumentException unknown) {
      return unknown(unknown.getUnmatched().get(0), wrong.getCommandLine());
    }
    if (wrong instanceof MissingParameterException missing) {
      ArgSpec arg = missing.getMissing().get(0);
      return Problem.of(
          "wrong-usage", "`" + name(arg) + "` needs a value", seeHelp(wrong.getCommandLine()));
    }
    ArgSpec arg = wrong.getArgSpec();
    if (arg == null)
      return Problem.of(
          "wrong-usage", Text.line(wrong.getMessage()), seeHelp(wrong.getCommandLine()));
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

  static Optional<Problem> tooSmall(String name, int value) {
    if (value >= 1) return Optional.empty();
    return Optional.of(
        Problem.of("wrong-usage", "`" + name + "` must be at least 1 and not `" + value + "`"));
  }

  /**
   * @param command as the user would type it
   */
  static Problem noPlaybook(String command) {
    return Problem.of(
        "wrong-usage",
        "no playbook is named",
        "as in `" + command + " site.yml`",
        seeHelp(command));
  }

  /**
   * @param command its name
   * @param example what may follow it
   */
  static Problem missing(String command, String what, String example) {
    String whole = Commands.PROGRAM + " " + command;
    return Problem.of("wrong-usage", what, "as in `" + whole + " " + example + "`", seeHelp(whole));
  }

  /** Returns what is wrong if the name of a file that is not there was meant as a command. */
  static Optional<Problem> command(String name) {
    if (Commands.names().contains(name)) {
      return Optional.of(
          Problem.of(
              "wrong-usage",
              "there is no playbook `" + name + "`",
              "the command `%s` comes first: `%s %s …`".formatted(name, Commands.PROGRAM, name)));
    }
    return Suggest.nearest(name, Commands.names())
        .map(
            near ->
                Problem.of(
                    "wrong-usage",
                    "there is no playbook `" + name + "`, and no command of that name",
                    "did you mean `" + near + "`?",
                    seeHelp(Commands.PROGRAM)));
  }

  private static Problem unknown(String word, CommandLine commandLine) {
    String option = word.replaceFirst("=.*", "");
    List<String> names = new ArrayList<>();
    for (OptionSpec spec : commandLine.getCommandSpec().options()) {
      names.addAll(List.of(spec.names()));
    }
    List<String> hints =
        new ArrayList<>(Suggest.hint(option, names.stream().filter(n -> n.length() > 2).toList()));
    hints.add(seeHelp(commandLine));
    return new Problem("wrong-usage", "there is no option `" + option + "`", hints);
  }

  private static String seeHelp(CommandLine line) {
    return seeHelp(line.getCommandSpec().qualifiedName());
  }

  private static String seeHelp(String command) {
    return "`" + command + " --help` lists what there is";
  }

  private static String name(ArgSpec arg) {
    return arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
  }
}
