package outpost.core.connect.ssh;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import net.schmizz.sshj.Config;
import outpost.core.connect.Connection;
import outpost.core.connect.Connections;
import outpost.core.connect.Login;

/**
 * Opens SSH connections. Algorithms are set up once; servers that are jumped through are connected
 * to once for all hosts behind them. Safe for several threads.
 *
 * <p>Threads: sshj's reader, one per connection, and one for all deadlines.
 */
public final class SshConnections implements Connections {
  private final Dialer dialer;
  private final Targets targets;
  private final ScheduledThreadPoolExecutor timer;
  private final Map<Target, Hop> hops = new HashMap<>();

  /** A server jumped through; its monitor guards it. */
  private static final class Hop {
    private Optional<Link> link = Optional.empty();
  }

  /** Set up by whoever needs them first. */
  private static final class Algorithms {
    static final Config SETTINGS = new Settings();
  }

  /** Sets up the algorithms, which takes a while, if that has not been done yet. */
  public static void start() {
    Objects.requireNonNull(Algorithms.SETTINGS);
  }

  /**
   * @param home whose {@code .ssh} is used
   * @param user who we are here
   * @param environment for {@code SSH_AUTH_SOCK}
   */
  public SshConnections(Path home, String user, Map<String, String> environment) {
    this.timer =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "ssh-deadlines");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    this.dialer = new Dialer(Algorithms.SETTINGS, timer);
    this.targets = new Targets(home, user, environment);
  }

  @Override
  public Connection open(Login login) {
    SshConnection connection = new SshConnection(targets.of(login), this);
    connection.link();
    return connection;
  }

  /** Connects to a host, through others where it says so. */
  Link connect(Target target) {
    Optional<Link> through = Optional.empty();
    for (Target hop : target.hops()) through = Optional.of(jump(hop, through));
    return dialer.dial(target, through);
  }

  private Link jump(Target target, Optional<Link> through) {
    Hop hop;
    synchronized (hops) {
      hop = hops.computeIfAbsent(target, t -> new Hop());
    }
    synchronized (hop) {
      if (hop.link.filter(Link::isUp).isEmpty()) {
        hop.link = Optional.of(dialer.dial(target, through));
      }
      return hop.link.get();
    }
  }

  /** Ends the connections to the servers jumped through; those to hosts are closed by their own. */
  @Override
  public void close() {
    synchronized (hops) {
      for (Hop hop : hops.values()) hop.link.ifPresent(Link::close);
      hops.clear();
    }
    timer.shutdownNow();
  }
}
