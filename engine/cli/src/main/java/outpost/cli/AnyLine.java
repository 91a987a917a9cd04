package outpost.cli;

import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Reads any command line, by picocli, and does what it says. */
final class AnyLine {
  private final Surroundings around;

  AnyLine(Surroundings around) {
    this.around = around;
  }

  int run(String... args) {
    boolean named = args.length > 0 && Commands.names().contains(args[0]);
    CommandLine line = named ? Commands.named(args[0]) : Commands.program();
    boolean colours = around.outTerminal().colours();
    line.setColorScheme(Help.defaultColorScheme(colours ? Help.Ansi.ON : Help.Ansi.OFF));
    try {
      line.parseArgs(named ? Arrays.copyOfRange(args, 1, args.length) : args);
    } catch (ParameterException wrong) {
      return Usage.tell(Usage.problem(wrong), around);
    }
    return run(innermost(line));
  }

  /** Returns the command that was meant, of those that have commands of their own. */
  private static CommandLine innermost(CommandLine line) {
    ParseResult result = line.getParseResult();
    return result.hasSubcommand()
        ? innermost(result.subcommand().commandSpec().commandLine())
        : line;
  }

  private int run(CommandLine line) {
    if (line.isUsageHelpRequested()) {
      line.usage(around.out());
      return Exit.OK;
    }
    if (line.isVersionHelpRequested()) {
      around.out().println(Version.whole(System::getProperty));
      return Exit.OK;
    }
    Groups.fill(line.getParseResult());
    Command command = line.getCommand();
    return command.start(around);
  }
}
