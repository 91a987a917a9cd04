package outpost.core.connect;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import outpost.api.Reach;
import outpost.api.Secret;

/**
 * The resident shells of a connection, one per user, started on first use. Safe for several
 * threads: those who want the same user wait for each other.
 *
 * <p>A refused change of user is remembered: the same password is not tried again.
 */
public final class Shells implements AutoCloseable {
  private final Commands commands;
  private final Duration patience;
  private final Map<Place, Seat> seats = new ConcurrentHashMap<>();

  /** Whose shell, and by what it was had: the same user may have another environment. */
  private record Place(String user, Means means) {}

  /** One user's place; its monitor guards the start. */
  private static final class Seat {
    private Optional<ResidentShell> shell = Optional.empty();
    private Optional<BecomeFailed> refusal = Optional.empty();
    private Optional<Secret> password = Optional.empty();
  }

  public Shells(Commands commands, Duration patience) {
    this.commands = commands;
    this.patience = patience;
  }

  /**
   * Returns a user's shell.
   *
   * @throws HostUnreachable if it does not start
   * @throws BecomeFailed if the host refuses the change of user, or did before
   */
  public Shell of(Become become) {
    String user = become.user().orElseGet(commands::user);
    Means means = user.equals(commands.user()) ? Means.SUDO : become.means();
    Seat seat = seats.computeIfAbsent(new Place(user, means), place -> new Seat());
    synchronized (seat) {
      if (seat.shell.isPresent()) return seat.shell.get();
      if (seat.refusal.isPresent() && seat.password.equals(become.password())) {
        throw seat.refusal.get();
      }
      ResidentShell shell = new ResidentShell(commands, become, patience);
      try {
        shell.start();
      } catch (BecomeFailed e) {
        seat.refusal = Optional.of(e);
        seat.password = become.password();
        throw e;
      }
      seat.shell = Optional.of(shell);
      return shell;
    }
  }

  /**
   * Starts a script of a user's on a channel of its own; see {@link Connection#run}.
   *
   * @throws HostUnreachable if it does not start
   * @throws BecomeFailed if the host refuses the change of user
   */
  public Reach.Line run(Become become, String script) throws IOException {
    return Started.start(commands, become, ResidentShell.word(), patience).become(script);
  }

  @Override
  public void close() {
    for (Seat seat : seats.values()) {
      synchronized (seat) {
        seat.shell.ifPresent(ResidentShell::close);
      }
    }
  }
}
