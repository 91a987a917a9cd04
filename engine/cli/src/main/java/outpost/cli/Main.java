package outpost.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.core.connect.ssh.SshConnections;
import outpost.core.template.Templates;

/** Reads the command line and puts together what a run is made of. */
public final class Main {
  private final Surroundings around;

  Main(Surroundings around) {
    this.around = around;
  }

  public static void main(String[] args) {
    loadAhead();
    Map<String, String> environment = System.getenv();
    Surroundings around =
        new Surroundings(
            System.in,
            stream(FileDescriptor.out),
            stream(FileDescriptor.err),
            Terminal.ofStream(1, environment),
            Terminal.ofStream(2, environment),
            environment,
            Path.of("").toAbsolutePath(),
            Clock.systemUTC(),
            Interrupts::handle,
            new ConsolePrompter());
    System.exit(new Main(around).run(args));
  }

  /** Has another core load what nearly every run needs, while this one reads the command line. */
  private static void loadAhead() {
    Thread loading =
        new Thread(
            () -> {
              Templates.start();
              SshConnections.start();
            },
            "loading");
    loading.setDaemon(true);
    loading.start();
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
    Optional<RunCommand> everyday = Everyday.run(List.of(args));
    return everyday.isPresent() ? everyday.get().start(around) : new AnyLine(around).run(args);
  }

  private void tellBug(Throwable bug) {
    around.err().println("bug: this should not have happened, and it is not your fault");
    StringWriter trace = new StringWriter();
    bug.printStackTrace(new PrintWriter(trace, true));
    around.err().print(around.masker().mask(trace.toString()));
    around.err().println("please report it as an issue of the project, with the lines above");
    around.err().println(Version.whole(System::getProperty));
  }
}
