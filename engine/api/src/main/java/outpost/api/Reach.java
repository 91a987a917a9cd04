package outpost.api;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** What a {@link Reading} can reach: hosts' shells, and ports seen from the hosts. */
public interface Reach {

  /** Returns the name of the host that the task is for. */
  String host();

  /**
   * Runs a read-only script on a host of the inventory as the task's user.
   *
   * @param host the host's name; empty for the task's own host
   * @throws IOException if the host cannot be reached
   */
  Reply ask(String host, Script script) throws IOException;

  /**
   * Opens a TCP connection to {@code address} as the inventory host {@code from} would: through its
   * SSH connection.
   *
   * @param from the host's name; empty for the task's own host
   * @throws IOException if it cannot be opened in time; its message says what the host reported
   */
  Line dial(String from, String address, int port, Duration timeout) throws IOException;

  /**
   * Runs a program of the control node that starts another one on the task's host by a remote
   * shell, as rsync does. Where that shell leads is the engine's connection, and the task's user.
   *
   * @param words the program's command line, made with that of the remote shell
   * @throws IOException if the program cannot be started, or the task runs elsewhere than on its
   *     host
   */
  Reply bridge(Function<String, List<String>> words) throws IOException;

  /** What a script answered. */
  record Reply(int status, byte[] stdout, String stderr) {
    public boolean ok() {
      return status == 0;
    }
  }

  /**
   * An open connection; reading ends with {@code SocketTimeoutException} when it takes too long.
   */
  interface Line extends Closeable {
    InputStream in();

    OutputStream out();

    /** Returns what a program at the other end wrote to its standard error, if it is one. */
    default String said() {
      return "";
    }
  }
}
