package outpost.core.connect.ssh;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.SocketFactory;
import jdk.net.ExtendedSocketOptions;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.SSHClient;
import outpost.core.connect.HostUnreachable;

/** Makes {@link Link}s. Safe for several threads. */
final class Dialer {
  private final Config config;
  private final ScheduledExecutorService timer;
  private final Authenticator authenticator = new Authenticator();
  private final Map<Path, KnownHosts> knownHosts = new ConcurrentHashMap<>();

  Dialer(Config config, ScheduledExecutorService timer) {
    this.config = config;
    this.timer = timer;
  }

  /**
   * Connects and logs in.
   *
   * @param through the server to go through
   * @throws HostUnreachable if that fails
   */
  Link dial(Target target, Optional<Link> through) {
    long deadline = System.nanoTime() + target.timeout().toNanos();
    for (int attempt = 0; ; attempt++) {
      try {
        return new Call(target, through, deadline).make();
      } catch (Busy e) {
        // sshd drops connections at random while too many are logging in (MaxStartups)
        long pause = ThreadLocalRandom.current().nextLong(100L << attempt, 200L << attempt);
        if (attempt == 5 || System.nanoTime() + pause * 1_000_000 > deadline) throw e.unreachable;
        pause(pause, e.unreachable);
      }
    }
  }

  private static void pause(long millis, HostUnreachable instead) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw instead;
    }
  }

  /** The server hung up before it said what it is. */
  private static final class Busy extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient HostUnreachable unreachable;

    private Busy(HostUnreachable unreachable) {
      this.unreachable = unreachable;
    }
  }

  /** One attempt. */
  private final class Call {
    private final Target target;
    private final Optional<Link> through;
    private final long deadline;
    private final HostKeyJudge judge;
    private final SSHClient client = new SSHClient(config);
    private Closeable wire = () -> {};
    private boolean reached;

    private Call(Target target, Optional<Link> through, long deadline) {
      this.target = target;
      this.through = through;
      this.deadline = deadline;
      this.judge =
          new HostKeyJudge(
              target,
              target.knownHosts().stream()
                  .map(file -> knownHosts.computeIfAbsent(file, KnownHosts::new))
                  .toList());
    }

    private Link make() throws Busy {
      boolean made = false;
      try (Deadline late =
          new Deadline(timer, Duration.ofNanos(deadline - System.nanoTime()), this::hangUp)) {
        try {
          client.addHostKeyVerifier(judge);
          client.getTransport().setTimeoutMs((int) left().toMillis());
          client.getConnection().setTimeoutMs((int) target.timeout().toMillis());
          if (through.isPresent()) tunnel(through.get());
          else connect();
          authenticator.logIn(client, target);
          made = true;
          return new Link(client, wire, timer);
        } catch (IOException e) {
          HostUnreachable failure = Failure.of(e, target, judge, client, reached, late.isOver());
          boolean silent = Failure.server(client) == null;
          if (silent && !late.isOver() && Failure.isHangUp(e)) throw new Busy(failure);
          throw failure;
        }
      } finally {
        if (!made) hangUp();
      }
    }

    private synchronized void hangUp() {
      Link.shut(wire);
    }

    private synchronized void wire(Closeable opened) {
      wire = opened;
    }

    private Duration left() throws SocketTimeoutException {
      Duration left = Duration.ofNanos(deadline - System.nanoTime());
      if (left.toMillis() <= 0) throw new SocketTimeoutException("timed out");
      return left;
    }

    private void connect() throws IOException {
      Socket socket = socket();
      reached = true;
      client.setSocketFactory(new Opened(socket));
      client.connect(target.address(), target.port());
    }

    private void tunnel(Link hop) throws IOException {
      Tunnel tunnel = Tunnel.open(hop, target.address(), target.port(), left(), Duration.ZERO);
      wire(tunnel::hangUp);
      reached = true;
      client.connectVia(tunnel);
    }

    /** Tries every address of the name; the last one's failure is reported. */
    private Socket socket() throws IOException {
      IOException last = new IOException("no address");
      for (InetAddress address : InetAddress.getAllByName(target.address())) {
        Socket socket = new Socket();
        wire(socket);
        try {
          socket.setTcpNoDelay(true);
          socket.setKeepAlive(true);
          // the kernel keeps idle connections alive in firewalls' tables, at no thread's cost
          option(socket, ExtendedSocketOptions.TCP_KEEPIDLE, 30);
          option(socket, ExtendedSocketOptions.TCP_KEEPINTERVAL, 15);
          option(socket, ExtendedSocketOptions.TCP_KEEPCOUNT, 4);
          socket.connect(new InetSocketAddress(address, target.port()), (int) left().toMillis());
          return socket;
        } catch (IOException e) {
          last = e;
          socket.close();
        }
      }
      throw last;
    }

    private static <T> void option(Socket socket, SocketOption<T> option, T value)
        throws IOException {
      if (socket.supportedOptions().contains(option)) socket.setOption(option, value);
    }
  }

  /** Gives sshj a socket that is connected. */
  private static final class Opened extends SocketFactory {
    private final Socket socket;

    private Opened(Socket socket) {
      this.socket = socket;
    }

    @Override
    public Socket createSocket() {
      return socket;
    }

    @Override
    public Socket createSocket(String host, int port) {
      return socket;
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
      return socket;
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      return socket;
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort) {
      return socket;
    }
  }
}
