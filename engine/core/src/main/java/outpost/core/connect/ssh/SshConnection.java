package outpost.core.connect.ssh;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import net.schmizz.sshj.connection.channel.OpenFailException;
import outpost.api.Reach;
import outpost.core.connect.Become;
import outpost.core.connect.Channel;
import outpost.core.connect.Commands;
import outpost.core.connect.Connection;
import outpost.core.connect.HostUnreachable;
import outpost.core.connect.NetworkTrouble;
import outpost.core.connect.Shell;
import outpost.core.connect.Shells;

/**
 * One host by SSH: one connection, made anew when it is needed and down. Safe for several threads;
 * its only thread is sshj's reader.
 */
final class SshConnection implements Connection, Commands {
  private final Target target;
  private final SshConnections connections;
  private final Shells shells;
  private Optional<Link> link = Optional.empty();
  private boolean closed;

  SshConnection(Target target, SshConnections connections) {
    this.target = target;
    this.connections = connections;
    this.shells = new Shells(this, target.timeout());
  }

  /**
   * Returns the connection, made anew if it is down.
   *
   * @throws HostUnreachable if it cannot be made
   */
  synchronized Link link() {
    if (closed) {
      throw new HostUnreachable(
          "the connection to `" + target.name() + "` was closed here", "run it again");
    }
    if (link.filter(Link::isUp).isEmpty()) {
      link.ifPresent(Link::close);
      link = Optional.of(connections.connect(target));
    }
    return link.get();
  }

  /** Closes a link that broke: it may take a moment until its own threads know that. */
  private synchronized void forget(Link broken) {
    broken.close();
    link = link.filter(up -> up != broken);
  }

  @Override
  public Shell shell(Become become) {
    return shells.of(become);
  }

  @Override
  public Reach.Line run(Become become, String script) throws IOException {
    return shells.run(become, script);
  }

  @Override
  public Channel start(String command, Channel.Ear ear) {
    Link up = link();
    try {
      try {
        return start(up, command, ear);
      } catch (OpenFailException e) {
        throw e;
      } catch (IOException e) {
        // it broke while it was idle, and that shows only now
        forget(up);
        return start(link(), command, ear);
      }
    } catch (OpenFailException e) {
      throw new HostUnreachable(
          "`" + target.name() + "` opens no more sessions on this connection",
          "raise `MaxSessions` in its sshd_config; one per user is needed, and one more");
    } catch (IOException e) {
      throw new HostUnreachable(
          "the connection to `" + target.name() + "` broke: " + NetworkTrouble.plain(e),
          "run it again when the host is back");
    }
  }

  private static Channel start(Link link, String command, Channel.Ear ear) throws IOException {
    SessionEar session = new SessionEar(link.connection(), ear);
    session.open();
    session.run(command);
    return new SshChannel(link, session);
  }

  @Override
  public String host() {
    return target.name();
  }

  @Override
  public String user() {
    return target.user();
  }

  @Override
  public Reach.Line dial(String address, int port, Duration timeout) throws IOException {
    return Tunnel.line(link(), address, port, timeout);
  }

  @Override
  public void close() {
    shells.close();
    Optional<Link> open;
    synchronized (this) {
      closed = true;
      open = link;
      link = Optional.empty();
    }
    open.ifPresent(Link::close);
  }
}
