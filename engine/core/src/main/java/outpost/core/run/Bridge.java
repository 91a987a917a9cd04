package outpost.core.run;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import outpost.api.Reach;
import outpost.api.Script;
import outpost.core.connect.BecomeFailed;
import outpost.core.connect.Connection;
import outpost.core.connect.HostUnreachable;

/**
 * Runs a program of the control node that starts another one on a host, as rsync does, through what
 * it takes for a remote shell. That is a script that hands bytes on to a connection of the engine's
 * own, so that nobody logs in by other means than the inventory says, and nothing of them is seen.
 * Like ssh it ends when what it runs there has ended, and as that did: the program waits for it.
 *
 * <p>Threads: one for each direction.
 */
final class Bridge implements AutoCloseable {
  private static final long PAUSE = 100;
  private static final String STATUS = "outpost-status=";

  private final Target host;
  private final Path folder;
  private volatile boolean over;
  private volatile Optional<String> trouble = Optional.empty();
  private volatile Optional<Connection> connection = Optional.empty();
  private volatile Optional<Reach.Line> line = Optional.empty();
  private volatile Optional<Thread> back = Optional.empty();

  /** Makes one, and nothing yet of a connection. */
  Bridge(Target host) throws IOException {
    this.host = host;
    this.folder = Files.createTempDirectory("outpost");
  }

  /**
   * Runs the program until it ends.
   *
   * @param words its command line, made with the remote shell's
   */
  Reach.Reply run(Function<String, List<String>> words) throws IOException {
    try {
      run(List.of("mkfifo", path("up"), path("down")), "made");
      Files.writeString(
          folder.resolve("shell"),
          """
          shift
          d=%s
          printf '%%s ' "$@" >"$d/command" || exit
          exec 3<&0
          cat <&3 3<&- >"$d/up" &
          cat <"$d/down" 3<&-
          read -r status <"$d/status" && exit "$status"
          exit 255
          """
              .formatted(Script.quote(folder.toString())));
      Thread there = start("there", this::there);
      int status;
      try {
        status = run(words.apply("sh " + Script.quote(path("shell"))), "program");
      } finally {
        over = true;
        end(there, "up");
        if (back.isPresent()) end(back.get(), "down");
      }
      byte[] out = Files.readAllBytes(folder.resolve("program.out"));
      String err = Files.readString(folder.resolve("program.err"));
      String said =
          line.map(Reach.Line::said)
              .orElse("")
              .lines()
              .filter(line -> !line.startsWith(STATUS))
              .map(line -> line + "\n")
              .collect(Collectors.joining());
      return new Reach.Reply(status, out, said + err + trouble.orElse(""));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the run was interrupted");
    }
  }

  private int run(List<String> words, String name) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(words)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(folder.resolve(name + ".out").toFile())
            .redirectError(folder.resolve(name + ".err").toFile())
            .start();
    try {
      if (host.timeout().isZero()) return process.waitFor();
      if (process.waitFor(host.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
      throw new IOException("`" + words.get(0) + "` took longer than `timeout` allows");
    } finally {
      process.destroy();
    }
  }

  /** Brings what the program says to the host, once it calls what it takes for a shell. */
  private void there() {
    try (InputStream up = new FileInputStream(path("up"))) {
      if (over) return;
      String command = Files.readString(folder.resolve("command"));
      Connection own = host.link().another(host.link().patience());
      connection = Optional.of(own);
      Reach.Line open = own.run(host.become(), host.text(there(command)));
      line = Optional.of(open);
      back = Optional.of(start("back", () -> back(open)));
      try (OutputStream out = open.out()) {
        up.transferTo(out);
      }
    } catch (IOException | HostUnreachable | BecomeFailed e) {
      if (!over) trouble = Optional.of(String.valueOf(e.getMessage()));
      if (line.isEmpty()) back = Optional.of(start("back", this::refuse));
    }
  }

  /** Has what stands for a shell end as ssh does without a connection. */
  private void refuse() {
    try (OutputStream down = new FileOutputStream(path("down"))) {
      down.flush();
    } catch (IOException e) {
      // it ends by itself then
    }
  }

  /** Tells at the end how it ended: the channel does not. */
  private static Script there(String command) {
    return Script.raw(command + "\necho \"" + STATUS + "$?\" >&2"); // as a remote shell reads it
  }

  private void back(Reach.Line open) {
    try (OutputStream down = new FileOutputStream(path("down"))) {
      InputStream in = open.in();
      byte[] some = new byte[1 << 16];
      for (int n = in.read(some); n >= 0; n = in.read(some)) down.write(some, 0, n);
      Optional<String> ended =
          open.said().lines().filter(line -> line.startsWith(STATUS)).reduce((first, last) -> last);
      if (ended.isPresent()) {
        Files.writeString(folder.resolve("status"), ended.get().substring(STATUS.length()) + "\n");
      }
    } catch (IOException e) {
      if (!over) trouble = Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Waits for a thread that may wait itself for the other end of a pipe, which comes no more. */
  private void end(Thread thread, String pipe) throws IOException, InterruptedException {
    while (thread.isAlive()) {
      if (line.isPresent()) line.get().close();
      let(pipe);
      thread.join(PAUSE);
    }
  }

  private void let(String pipe) {
    try (RandomAccessFile both = new RandomAccessFile(path(pipe), "rw")) {
      both.getFD();
    } catch (IOException e) {
      // it is gone, and nobody waits for it
    }
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private static Thread start(String what, Runnable work) {
    Thread thread = new Thread(work, "bridge-" + what);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Override
  public void close() throws IOException {
    if (line.isPresent()) line.get().close();
    connection.ifPresent(Connection::close);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
    }
  }
}
