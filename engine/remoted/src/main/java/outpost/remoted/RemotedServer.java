package outpost.remoted;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.bouncycastle.tls.TlsServerProtocol;

/**
 * A small pacemaker_remoted: what a cluster, or our own client, meets on a node, without the node.
 *
 * <p>It does what {@code daemons/execd} does as far as it can be seen on the wire, its effect on
 * other clients included: whoever completes a TLS handshake is announced to all that have a name.
 * It can be told to misbehave in the ways that real daemons do.
 */
public final class RemotedServer implements Closeable {

  /** A way to misbehave. */
  public enum Fault {
    /** Does not know TLS 1.3. */
    NO_TLS13,
    /** Does TLS, and then nothing. */
    NO_REGISTER_REPLY,
    /** Answers a registration with EPROTO, as to a protocol version that is too old. */
    VERSION_REFUSED,
    /** Answers a registration with EACCES, as to a client that is not allowed. */
    REGISTRATION_REFUSED,
    /** Answers a registration with something else. */
    REGISTERS_OTHERWISE,
    /** Answers everything but a registration with EOPNOTSUPP. */
    OPERATIONS_UNKNOWN,
    /** Answers registrations, and then nothing more. */
    FROZEN,
    /** Puts an attribute that is not escaped into its notifications, as 2.1.7 and older do. */
    UNESCAPED,
    /** Notifies before it replies. */
    NOTIFIES_FIRST,
    /**
     * Says what nobody waits for before it replies: proxy traffic, a late reply, a notification.
     */
    CHATTERS,
    /** Writes header and payload as one TLS record. */
    ONE_RECORD,
    /** Ends without {@code close_notify} when it should reply, as a daemon that is stopped. */
    DIES,
    /** Says {@code close_notify} when it should reply. */
    LEAVES,
    /** Replies with a header that announces 2 GiB. */
    OVERSIZED,
    /** Replies with a wrong magic. */
    BAD_MAGIC,
    /** Replies with what is no XML. */
    NO_XML,
    /** Replies with XML of another protocol. */
    OTHER_XML
  }

  private final ServerSocket socket;
  private final Door door;
  private final Set<Fault> faults;
  private final Executor executor;
  private final Thread acceptor = daemon(this::accept, "remoted");
  private final List<ServerClient> clients = new CopyOnWriteArrayList<>();
  private final AtomicInteger handshakes = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger announced = new AtomicInteger();

  private RemotedServer(ServerSocket socket, Door door, Agents agents, Set<Fault> faults) {
    this.socket = socket;
    this.door = door;
    this.faults = faults;
    this.executor = new Executor(agents);
  }

  /**
   * Listens.
   *
   * @param key asked for at each handshake; empty as if the key file were missing
   */
  public static RemotedServer listen(
      InetSocketAddress address, Supplier<Optional<byte[]>> key, Agents agents, Fault... faults)
      throws IOException {
    boolean tls13 = !List.of(faults).contains(Fault.NO_TLS13);
    return listen(address, line -> PskServer.accept(line, key, tls13), agents, faults);
  }

  /** Listens as a daemon that is set to X.509. */
  public static RemotedServer listen(
      InetSocketAddress address, Certificates certificates, Agents agents, Fault... faults)
      throws IOException {
    return listen(address, line -> CertificateServer.accept(line, certificates), agents, faults);
  }

  /** Does a handshake with a client. */
  private interface Door {
    TlsServerProtocol open(Line line) throws IOException;
  }

  private static RemotedServer listen(
      InetSocketAddress address, Door door, Agents agents, Fault... faults) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(address, 10); // the daemon's own backlog
    Set<Fault> chosen = EnumSet.noneOf(Fault.class);
    chosen.addAll(List.of(faults));
    RemotedServer server = new RemotedServer(socket, door, agents, chosen);
    server.acceptor.start();
    return server;
  }

  /** Agents that remember whether a {@code Dummy} was started, and know nothing else. */
  public static Agents dummies() {
    return new DummyAgents();
  }

  public Endpoint endpoint() {
    return new Endpoint(socket.getInetAddress().getHostAddress(), socket.getLocalPort());
  }

  /** How many clients completed a TLS handshake. */
  public int handshakes() {
    return handshakes.get();
  }

  /** How many handshakes were begun and did not come to their end. */
  public int failedHandshakes() {
    return failed.get();
  }

  /** How many times a client was told of a new one: what a cluster takes for a takeover. */
  public int announced() {
    return announced.get();
  }

  /** How many clients are connected, past their handshake. */
  public int connected() {
    return clients.size();
  }

  /** Stops as the daemon does: without a word to its clients. */
  @Override
  public void close() throws IOException {
    socket.close();
    awaitAcceptor();
    clients.forEach(ServerClient::cut);
    executor.close();
  }

  /** Waits for the kernel to free the port: it listens until a call of accept has returned. */
  private void awaitAcceptor() {
    try {
      acceptor.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket accepted = socket.accept();
        daemon(() -> serve(accepted), "remoted client").start();
      } catch (IOException e) {
        // closed, or a client that was gone before it was accepted
      }
    }
  }

  private void serve(Socket accepted) {
    try (Socket open = accepted) {
      if (socket.isClosed()) return; // accepted while it was being closed
      open.setTcpNoDelay(true);
      Line line = Line.of(open.getInputStream(), open.getOutputStream(), open);
      serve(new ServerClient(line, handshake(line), executor, faults, this::tellAll));
    } catch (IOException e) {
      // this client's end
    }
  }

  private TlsServerProtocol handshake(Line line) throws IOException {
    try {
      return door.open(line);
    } catch (IOException e) {
      failed.incrementAndGet();
      throw e;
    }
  }

  private void serve(ServerClient client) throws IOException {
    arrived(client);
    try {
      client.serve();
    } finally {
      clients.remove(client);
      executor.left(clients.isEmpty());
    }
  }

  /** The moment that decides: the handshake is complete, and nothing was asked yet. */
  private void arrived(ServerClient client) {
    handshakes.incrementAndGet();
    for (ServerClient other : clients) {
      if (other.named() && other.notify(Notices.newClient())) {
        announced.incrementAndGet();
      }
    }
    clients.add(client);
  }

  private void tellAll(Element notice) {
    clients.stream().filter(ServerClient::named).forEach(client -> client.notify(notice));
  }

  static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
