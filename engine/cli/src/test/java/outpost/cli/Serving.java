package outpost.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A {@code remoted serve} that runs in this very process until it is interrupted. */
final class Serving implements AutoCloseable {
  private final BufferedReader out;
  private final CompletableFuture<Runnable> stop;
  private final CompletableFuture<Integer> status;

  private Serving(
      BufferedReader out, CompletableFuture<Runnable> stop, CompletableFuture<Integer> status) {
    this.out = out;
    this.stop = stop;
    this.status = status;
  }

  static Serving start(Path folder, String... args) throws IOException {
    PipedInputStream read = new PipedInputStream(1 << 16);
    PrintStream written =
        new PrintStream(new PipedOutputStream(read), false, StandardCharsets.UTF_8);
    CompletableFuture<Runnable> stop = new CompletableFuture<>();
    Surroundings around =
        new Surroundings(
            InputStream.nullInputStream(),
            written,
            written,
            new Terminal(false, false),
            new Terminal(false, false),
            Map.of(),
            folder,
            Clock.systemUTC(),
            stop::complete,
            new Typist(Optional.empty()));
    String[] all =
        Stream.concat(Stream.of("remoted", "serve"), Stream.of(args)).toArray(String[]::new);
    CompletableFuture<Integer> status =
        CompletableFuture.supplyAsync(
            () -> {
              try (written) {
                return new Main(around).run(all);
              }
            });
    return new Serving(
        new BufferedReader(new InputStreamReader(read, StandardCharsets.UTF_8)), stop, status);
  }

  /** Returns the next line that it prints. */
  String line() throws IOException {
    return out.readLine();
  }

  /** Interrupts it and returns its exit status. */
  int interrupt() throws Exception {
    stop.get().run();
    return status.get();
  }

  @Override
  public void close() throws Exception {
    interrupt();
  }
}
