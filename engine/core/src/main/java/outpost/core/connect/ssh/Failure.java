package outpost.core.connect.ssh;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.Optional;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.channel.OpenFailException;
import outpost.core.connect.HostUnreachable;
import outpost.core.connect.NetworkTrouble;

/** Why a login failed, in one sentence, from what sshj threw. */
final class Failure {
  private Failure() {}

  /**
   * @param reached whether there was a TCP connection
   * @param late whether the time was over
   */
  static HostUnreachable of(
      IOException e,
      Target target,
      HostKeyJudge judge,
      SSHClient client,
      boolean reached,
      boolean late) {
    if (judge.refusal().isPresent()) return judge.refusal().get();
    Optional<OpenFailException> refused = find(e, OpenFailException.class);
    if (refused.isPresent()) {
      NetworkTrouble trouble = tunnel(refused.get(), target.address(), target.port());
      return unreachable(target, trouble);
    }
    String server = server(client);
    String said = said(e);
    if (late || said.contains("imeout") || said.contains("timed out")) {
      if (!reached) {
        return unreachable(
            target,
            new NetworkTrouble(
                where(target) + " does not answer: timed out" + time(target),
                "see whether the host is up and whether a firewall drops the port"));
      }
      if (server == null) {
        return unreachable(
            target,
            new NetworkTrouble(
                "no SSH server answered on " + where(target) + time(target),
                "see what listens there; `ansible_timeout` sets the time"));
      }
      return unreachable(
          target,
          new NetworkTrouble(
              "its SSH server did not finish the login" + time(target),
              "see its load and its log; `ansible_timeout` sets the time"));
    }
    if (said.contains("Unable to reach a settlement")) {
      return unreachable(
          target,
          new NetworkTrouble(
              "its SSH server (" + server + ") shares no algorithm with us: " + settle(said),
              "update its SSH server, or let it offer what OpenSSH offers by default"));
    }
    if (server == null && isHangUp(e)) {
      return unreachable(
          target,
          new NetworkTrouble(
              where(target) + " closed the connection before an SSH server answered",
              "see whether an SSH server listens there, and its `MaxStartups`"));
    }
    if (server == null && said.contains("identif")) {
      return unreachable(
          target,
          new NetworkTrouble(where(target) + " does not speak SSH", "correct `ansible_port`"));
    }
    if (server != null) {
      return unreachable(
          target,
          new NetworkTrouble(
              "the connection broke during the login: " + NetworkTrouble.plain(root(e)),
              "see the log of its SSH server"));
    }
    return unreachable(target, NetworkTrouble.of(root(e), target.address(), target.port()));
  }

  /** Explains a refused direct-tcpip channel by what sshd says in its reasons. */
  static NetworkTrouble tunnel(OpenFailException e, String address, int port) {
    String target = "`" + address + "` port " + port;
    String said = String.valueOf(e.getMessage());
    if (e.getReason() == OpenFailException.Reason.ADMINISTRATIVELY_PROHIBITED) {
      return new NetworkTrouble(
          "the SSH server may not forward to " + target,
          "set `AllowTcpForwarding yes` in its sshd_config, and see `PermitOpen`");
    }
    if (said.contains("refused")) {
      return new NetworkTrouble(
          target + " refused the connection", "see whether a server listens there");
    }
    if (said.contains("timed out")) {
      return new NetworkTrouble(
          target + " does not answer: timed out", "see whether a firewall drops the port");
    }
    if (said.contains("o route")) {
      return new NetworkTrouble(
          target + " has no route, or a firewall rejects it",
          "see whether that host is up and its firewall opens the port");
    }
    if (said.contains("not known") || said.contains("resolve")) {
      return new NetworkTrouble(
          "the name `" + address + "` does not resolve there", "correct the name");
    }
    return new NetworkTrouble(
        target + " cannot be reached from there: " + NetworkTrouble.plain(e),
        "try it by hand from that host");
  }

  /** Returns what the server said it is; null before it did. */
  static String server(SSHClient client) {
    try {
      return client.getTransport().getServerVersion();
    } catch (StringIndexOutOfBoundsException e) {
      return null; // sshj cuts off the first characters without a look
    }
  }

  static boolean isHangUp(IOException e) {
    String said = said(e);
    return find(e, EOFException.class).isPresent()
        || find(e, SocketException.class).filter(s -> said(s).contains("eset")).isPresent()
        || said.contains("EOF")
        || said.contains("closed connection during identification");
  }

  private static HostUnreachable unreachable(Target target, NetworkTrouble trouble) {
    String cause = trouble.cause();
    String name = "`" + target.name() + "`";
    return new HostUnreachable(cause.contains(name) ? cause : name + ": " + cause, trouble.hint());
  }

  private static String time(Target target) {
    return " after " + target.timeout().toSeconds() + " s";
  }

  private static String where(Target target) {
    return "`" + target.address() + "` port " + target.port();
  }

  private static String settle(String said) {
    return said.replaceFirst("(?s).*settlement: *", "").strip();
  }

  private static String said(Throwable e) {
    StringBuilder all = new StringBuilder();
    for (Throwable t = e; t != null; t = t.getCause()) all.append(t.getMessage()).append('\n');
    return all.toString();
  }

  private static IOException root(IOException e) {
    IOException root = e;
    for (Throwable t = e; t != null; t = t.getCause()) if (t instanceof IOException io) root = io;
    return root;
  }

  private static <T extends Throwable> Optional<T> find(Throwable e, Class<T> type) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (type.isInstance(t)) return Optional.of(type.cast(t));
    }
    return Optional.empty();
  }
}
