package outpost.remoted;

import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A full connection to a pacemaker_remoted, registered as a client.
 *
 * <p>It opens only to an {@link UnusedNode}. When the daemon tells of another new client, a cluster
 * has just connected: the session then ends itself at once, with {@link Cause#CLUSTER_CONNECTED}.
 * It also ends itself when an answer does not come in time. It never offers to be an IPC proxy,
 * which would take that part away from the cluster, and never touches the watchdog.
 *
 * <p>May be used by several threads; they wait for each other.
 */
public final class RemoteSession implements Closeable {

  private final Endpoint at;
  private final Conversation conversation;
  private final Limits limits;
  private Registration registration;

  private RemoteSession(Endpoint at, Handshake handshake, Limits limits) {
    this.at = at;
    this.conversation = new Conversation(at, handshake, limits);
    this.limits = limits;
  }

  /** Opens with the usual limits. */
  public static RemoteSession open(UnusedNode node, Dialer dialer, byte[] key)
      throws RemoteFailure {
    return open(node, dialer, Credential.of(key), Limits.USUAL, Clock.systemUTC());
  }

  /** Opens with the usual limits. */
  public static RemoteSession open(UnusedNode node, Dialer dialer, Credential with)
      throws RemoteFailure {
    return open(node, dialer, with, Limits.USUAL, Clock.systemUTC());
  }

  /**
   * Proves the key with a half handshake, then connects and registers. The caller may wipe the key
   * afterwards.
   *
   * @throws RemoteFailure with the diagnosis if any of that fails, or if the evidence that the node
   *     is unused has grown too old
   */
  public static RemoteSession open(
      UnusedNode node, Dialer dialer, Credential with, Limits limits, Clock clock)
      throws RemoteFailure {
    Endpoint at = node.endpoint();
    Diagnosis proof = new HalfHandshake(dialer, limits).prove(at, with);
    if (!proof.keyIsRight() && proof.cause() != Cause.KEY_UNPROVABLE) {
      throw new RemoteFailure(proof);
    }
    if (!node.freshAt(clock.instant())) {
      throw new RemoteFailure(new Diagnosis(at, Cause.EVIDENCE_STALE, ""));
    }
    RemoteSession session = new RemoteSession(at, connect(at, dialer, with, limits), limits);
    try {
      session.register();
    } catch (RemoteFailure e) {
      throw with.certificates().isPresent() ? refused(e) : e;
    }
    return session;
  }

  /** In TLS 1.3 a client has ended its handshake before the server judges its certificate. */
  private static RemoteFailure refused(RemoteFailure failure) {
    Diagnosis seen = failure.diagnosis();
    return seen.cause() == Cause.LINE_CLOSED || seen.cause() == Cause.DAEMON_GONE
        ? new RemoteFailure(new Diagnosis(seen.at(), Cause.CERTIFICATE_REFUSED, ""))
        : failure;
  }

  /**
   * Connects, registers, pokes and leaves: the proof that a cluster would get through.
   *
   * @return {@link Cause#REGISTERED}, or what went wrong
   */
  public static Diagnosis prove(UnusedNode node, Dialer dialer, byte[] key) {
    return prove(node, dialer, Credential.of(key), Limits.USUAL, Clock.systemUTC());
  }

  /** The same with another credential. */
  public static Diagnosis prove(UnusedNode node, Dialer dialer, Credential with) {
    return prove(node, dialer, with, Limits.USUAL, Clock.systemUTC());
  }

  /** The same with other limits. */
  public static Diagnosis prove(
      UnusedNode node, Dialer dialer, Credential with, Limits limits, Clock clock) {
    try (RemoteSession session = open(node, dialer, with, limits, clock)) {
      session.poke();
      return new Diagnosis(
          node.endpoint(), Cause.REGISTERED, session.registration().protocolVersion());
    } catch (RemoteFailure e) {
      return e.diagnosis();
    }
  }

  public Registration registration() {
    return registration;
  }

  /** Asks for a sign of life, and waits for the reply and for its notification. */
  public synchronized void poke() throws RemoteFailure {
    Element reply = ask(Lrmd.POKE, 0, Element.named(Lrmd.RESOURCE));
    conversation.await(Lrmd.POKE, reply.number(Lrmd.CALL_ID).orElse(0), limits.reply());
  }

  /** What the daemon knows by this id. */
  public synchronized Optional<Resource> resource(String id) throws RemoteFailure {
    Element reply = send(Lrmd.RESOURCE_INFO, 0, idOnly(id));
    if (reply.number(Lrmd.RC).orElse(0) == Lrmd.ENODEV) {
      return Optional.empty();
    }
    return Resource.in(accepted(Lrmd.RESOURCE_INFO, reply));
  }

  /** Makes a resource known; nothing is run, and nothing about it is checked. */
  public synchronized void register(Resource resource) throws RemoteFailure {
    ask(Lrmd.RESOURCE_REGISTER, Lrmd.DROP_RECURRING, resource.element());
  }

  /** Makes the daemon forget a resource, known or not. */
  public synchronized void unregister(String id) throws RemoteFailure {
    ask(Lrmd.RESOURCE_UNREGISTER, 0, idOnly(id));
  }

  /** Starts an operation, and returns its call id for {@link #result}. */
  public synchronized int start(Operation operation) throws RemoteFailure {
    return ask(Lrmd.EXEC, Lrmd.ONLY_TO_US, operation.element()).number(Lrmd.RC).orElse(0);
  }

  /**
   * Waits for the next result of an operation; one that recurs has many. When the limit is over the
   * session ends.
   */
  public synchronized Result result(int callId, Duration limit) throws RemoteFailure {
    return Result.in(conversation.await(Lrmd.EXEC, callId, limit));
  }

  /** Runs an operation and waits for its (first) result. */
  public synchronized Result run(Operation operation) throws RemoteFailure {
    return result(start(operation), operation.timeout().plus(limits.reply()));
  }

  /** Ends a recurring operation; false if there was none. */
  public synchronized boolean cancel(String id, String action, Duration interval)
      throws RemoteFailure {
    Element reply =
        send(
            Lrmd.CANCEL,
            0,
            idOnly(id).with(Lrmd.ACTION, action).with(Lrmd.INTERVAL, interval.toMillis()));
    if (reply.number(Lrmd.RC).orElse(0) == Lrmd.EOPNOTSUPP) {
      return false; // for this operation: nothing to cancel
    }
    accepted(Lrmd.CANCEL, reply);
    return true;
  }

  /** The recurring operations of all resources; Pacemaker 2.0 and later. */
  public synchronized List<Recurring> recurring() throws RemoteFailure {
    return ask(Lrmd.GET_RECURRING, 0, Element.named(Lrmd.RESOURCE)).children().stream()
        .flatMap(
            resource ->
                resource.children().stream()
                    .map(
                        operation ->
                            new Recurring(
                                resource.get(Lrmd.RESOURCE_ID).orElse(""),
                                operation.get(Lrmd.ACTION).orElse(""),
                                Duration.ofMillis(operation.number(Lrmd.INTERVAL).orElse(0)),
                                Duration.ofMillis(operation.number(Lrmd.TIMEOUT).orElse(0)))))
        .toList();
  }

  @Override
  public synchronized void close() {
    conversation.close();
  }

  private static Handshake connect(Endpoint at, Dialer dialer, Credential with, Limits limits)
      throws RemoteFailure {
    Handshake handshake;
    try {
      handshake = Handshake.full(dialer.dial(at), with, limits.handshake());
    } catch (IOException e) {
      throw new RemoteFailure(DialFailure.of(at, e));
    }
    if (!handshake.complete()) {
      throw new RemoteFailure(Verdict.onFull(at, handshake.sighting()));
    }
    return handshake;
  }

  private synchronized void register() throws RemoteFailure {
    Element reply =
        conversation.exchange(
            Cause.NO_REGISTER_REPLY,
            conversation
                .request(Lrmd.REGISTER)
                .with(Lrmd.CLIENT_NAME, "outpost") // without a name we would get no results
                .with(Lrmd.PROTOCOL_VERSION, Lrmd.VERSION));
    int rc = reply.number(Lrmd.RC).orElse(Lrmd.EPROTO);
    Optional<String> clientId = reply.get(Lrmd.CLIENT_ID);
    if (rc != 0) {
      throw conversation.fail(
          rc == Lrmd.EPROTO ? Cause.VERSION_REFUSED : Cause.REGISTRATION_REFUSED, Lrmd.errno(rc));
    }
    if (clientId.isEmpty() || !reply.get(Lrmd.OPERATION).equals(Optional.of(Lrmd.REGISTER))) {
      throw conversation.fail(
          Cause.NOT_PACEMAKER, "it answers the registration with something else");
    }
    registration = Registration.in(reply, clientId.get());
  }

  private static Element idOnly(String id) {
    return Element.named(Lrmd.RESOURCE).with(Lrmd.RESOURCE_ID, id);
  }

  /** Sends a request that must succeed, and returns its reply. */
  private Element ask(String operation, int options, Element data) throws RemoteFailure {
    return accepted(operation, send(operation, options, data));
  }

  private Element send(String operation, int options, Element data) throws RemoteFailure {
    return conversation.exchange(
        Cause.NO_REPLY,
        conversation
            .request(operation)
            .with(Lrmd.ASYNC_ID, registration.clientId())
            .with(Lrmd.TIMEOUT, data.number(Lrmd.TIMEOUT).orElse(0))
            .with(Lrmd.CALL_OPTIONS, options)
            .with(Element.named(Lrmd.CALLDATA).with(data)));
  }

  private Element accepted(String operation, Element reply) throws RemoteFailure {
    int rc = reply.number(Lrmd.RC).orElse(Lrmd.EPROTO);
    if (rc >= 0) {
      return reply;
    }
    // a refusal does not end the session
    throw rc == Lrmd.EOPNOTSUPP
        ? new RemoteFailure(new Diagnosis(at, Cause.OPERATION_UNKNOWN, operation))
        : new RemoteFailure(
            new Diagnosis(at, Cause.OPERATION_REFUSED, operation + ", " + Lrmd.errno(rc)));
  }
}
