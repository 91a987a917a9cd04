package outpost.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import outpost.api.Problem;
import outpost.core.source.Diagnostic;
import outpost.core.source.DiagnosticRenderer;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;

/** Reads the command line and puts together what a run is made of. */
public final class Main {
  private final Surroundings around;

  Main(Surroundings around) {
    this.around = around;
  }

  public static void main(String[] args) {
    Map<String, String> environment = System.getenv();
    Surroundings around =
        new Surroundings(
            stream(FileDescriptor.out),
            stream(FileDescriptor.err),
            Terminal.ofStream(1, environment),
            Terminal.ofStream(2, environment),
            environment,
            Path.of("").toAbsolutePath(),
            Clock.systemUTC(),
            Interrupts::handle,
            Passwords::onConsole);
    System.exit(new Main(around).run(args));
  }

  /** People's terminals and JSON are UTF-8, whatever the locale says. */
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }

  /** Runs the program and returns its exit status. */
  int run(String... args) {
    try {
      return parsed(args);
    } catch (RuntimeException | Error bug) {
      tellBug(bug);
      return Exit.BUG;
    } finally {
      around.out().flush();
      around.err().flush();
    }
  }

  private int parsed(String... args) {
    Options options = new Options();
    CommandLine line =
        new CommandLine(options)
            .setExpandAtFiles(false)
            .setOverwrittenOptionsAllowed(true)
            .setColorScheme(
                Help.defaultColorScheme(
                    around.outTerminal().colours() ? Help.Ansi.ON : Help.Ansi.OFF));
    try {
      line.parseArgs(args);
    } catch (ParameterException wrong) {
      return usage(Usage.problem(wrong));
    }
    if (line.isUsageHelpRequested()) {
      line.usage(around.out());
      return Exit.OK;
    }
    if (line.isVersionHelpRequested()) {
      around.out().println(Version.whole(System::getProperty));
      return Exit.OK;
    }
    Optional<Problem> wrong = Usage.problem(options);
    return wrong.isPresent() ? usage(wrong.get()) : new Launch(options, around).run();
  }

  private int usage(Problem problem) {
    DiagnosticRenderer renderer = new DiagnosticRenderer(around.errTerminal().colours());
    around
        .err()
        .print(
            renderer.render(new Diagnostic(Diagnostic.Severity.ERROR, problem, Optional.empty())));
    return Exit.USAGE;
  }

  private void tellBug(Throwable bug) {
    around.err().println("bug: this should not have happened, and it is not your fault");
    bug.printStackTrace(around.err());
    around.err().println("please report it as an issue of the project, with the lines above");
    around.err().println(Version.whole(System::getProperty));
  }
}
