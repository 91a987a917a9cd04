package outpost.cli;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import outpost.api.Secret;
import outpost.core.connect.Connections;
import outpost.core.event.Masker;

/** What the program told when it was run in this very process, and its exit status. */
public record Invocation(int status, String out, String err) {

  public static Invocation of(Path directory, String... args) {
    return of(directory, Map.of(), Optional.empty(), args);
  }

  static Invocation of(
      Path directory, Map<String, String> environment, Optional<Secret> typed, String... args) {
    return of(directory, environment, typed, InputStream.nullInputStream(), args);
  }

  static Invocation of(
      Path directory,
      Map<String, String> environment,
      Optional<Secret> typed,
      InputStream in,
      String... args) {
    return of(directory, environment, typed, in, () -> new EitherConnections(environment), args);
  }

  /** Runs it with hosts that are reached in another way. */
  static Invocation of(Path directory, Supplier<Connections> connections, String... args) {
    return of(
        directory, Map.of(), Optional.empty(), InputStream.nullInputStream(), connections, args);
  }

  private static Invocation of(
      Path directory,
      Map<String, String> environment,
      Optional<Secret> typed,
      InputStream in,
      Supplier<Connections> connections,
      String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Surroundings around =
        new Surroundings(
            in,
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8),
            new Terminal(false, false),
            new Terminal(false, false),
            environment,
            directory,
            Clock.systemUTC(),
            stop -> {},
            new Typist(typed),
            new Masker(),
            connections);
    int status = new Main(around).run(args);
    return new Invocation(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
