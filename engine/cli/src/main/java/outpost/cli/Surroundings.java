package outpost.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import outpost.core.connect.Connections;
import outpost.core.event.Masker;
import outpost.core.event.Prompter;

/**
 * What a run of the program finds around it, so that a test can be it.
 *
 * @param out in UTF-8
 * @param err in UTF-8
 * @param onInterrupt is given what to do when the user wants the program to stop
 * @param prompter asks whoever sits at the terminal
 * @param masker all that is written goes through it
 * @param connections makes what reaches hosts
 */
record Surroundings(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Terminal outTerminal,
    Terminal errTerminal,
    Map<String, String> environment,
    Path workingDirectory,
    Clock clock,
    Consumer<Runnable> onInterrupt,
    Prompter prompter,
    Masker masker,
    Supplier<Connections> connections) {

  Surroundings(
      InputStream in,
      PrintStream out,
      PrintStream err,
      Terminal outTerminal,
      Terminal errTerminal,
      Map<String, String> environment,
      Path workingDirectory,
      Clock clock,
      Consumer<Runnable> onInterrupt,
      Prompter prompter) {
    this(
        in,
        out,
        err,
        outTerminal,
        errTerminal,
        environment,
        workingDirectory,
        clock,
        onInterrupt,
        prompter,
        new Masker(),
        () -> new EitherConnections(environment));
  }
}
