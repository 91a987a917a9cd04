package outpost.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import outpost.api.Reach;
import outpost.core.connect.Become;
import outpost.core.connect.Connection;
import outpost.core.connect.Connections;
import outpost.core.connect.Login;
import outpost.core.connect.Reply;
import outpost.core.connect.Request;
import outpost.core.connect.Shell;
import outpost.core.event.Masker;

/**
 * The program with hosts that are not there: each answers every question at once, from within the
 * same process, that it is here. So the benchmark sees what the controller alone needs for
 * thousands of hosts, which no machine has room for. Its tasks are {@code ping}s.
 */
final class InProcess implements Connections {
  private static final Reply HERE =
      new Reply(Reply.Fate.DONE, 0, "here=yes\n".getBytes(StandardCharsets.US_ASCII), new byte[0]);

  private InProcess() {}

  public static void main(String[] args) {
    Map<String, String> environment = System.getenv();
    Terminal terminal = Terminal.ofStream(1, environment);
    Surroundings around =
        new Surroundings(
            System.in,
            System.out,
            System.err,
            terminal,
            terminal,
            environment,
            Path.of("").toAbsolutePath(),
            Clock.systemUTC(),
            stop -> {},
            new ConsolePrompter(),
            new Masker(),
            InProcess::new);
    System.exit(new Main(around).run(args));
  }

  @Override
  public Connection open(Login login) {
    return new Host();
  }

  @Override
  public void close() {
    // there is nothing
  }

  private static final class Host implements Connection, Shell {
    private final AtomicInteger trips = new AtomicInteger();

    @Override
    public Shell shell(Become become) {
      return this;
    }

    @Override
    public List<List<Reply>> exchange(List<List<Request>> groups) {
      trips.incrementAndGet();
      return groups.stream().map(group -> group.stream().map(request -> HERE).toList()).toList();
    }

    @Override
    public int trips() {
      return trips.get();
    }

    @Override
    public Reach.Line dial(String address, int port, Duration timeout) throws IOException {
      throw new IOException("no network");
    }

    @Override
    public Reach.Line run(Become become, String script) throws IOException {
      throw new IOException("no shell");
    }

    @Override
    public void close() {
      // there is nothing
    }
  }
}
