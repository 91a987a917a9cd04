package outpost.remoted;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.bouncycastle.tls.TlsServerProtocol;
import outpost.remoted.RemotedServer.Fault;

/** One client of a {@link RemotedServer}, from its completed handshake on. */
final class ServerClient {
  private final Line line;
  private final TlsServerProtocol tls;
  private final Wire wire;
  private final FaultySender sender;
  private final Executor executor;
  private final Set<Fault> faults;
  private final Consumer<Element> everybody;
  private final String id = UUID.randomUUID().toString();

  /** What is told after the reply that is being prepared. */
  private final Deque<Runnable> afterwards = new ArrayDeque<>();

  private volatile boolean named;

  ServerClient(
      Line line,
      TlsServerProtocol tls,
      Executor executor,
      Set<Fault> faults,
      Consumer<Element> everybody) {
    this.line = line;
    this.tls = tls;
    this.wire = new Wire(tls.getInputStream(), OutputStream.nullOutputStream());
    this.sender = new FaultySender(tls.getOutputStream(), faults);
    this.executor = executor;
    this.faults = faults;
    this.everybody = everybody;
  }

  /** Only clients with a name are notified of anything. */
  boolean named() {
    return named;
  }

  /** Answers requests until the client leaves. */
  void serve() throws IOException {
    try {
      while (true) {
        Element request = wire.receive();
        if (request.name().equals(Lrmd.COMMAND)) {
          answer(request);
        }
      }
    } catch (Wire.Ended e) {
      tls.close();
    }
  }

  boolean notify(Element notice) {
    try {
      sender.send(notice.with(Lrmd.MESSAGE_ID, 0).with(Lrmd.MESSAGE_TYPE, "notify"));
      return true;
    } catch (IOException e) {
      return false; // it has left: its own thread finds out
    }
  }

  /** Ends the connection without a word. */
  void cut() {
    Deadline.close(line);
  }

  private void answer(Element request) throws IOException {
    named |= request.get(Lrmd.CLIENT_NAME).isPresent();
    int callId = executor.nextCall();
    Optional<Element> reply = reply(request, callId);
    if (reply.isEmpty()) {
      return;
    }
    if (faults.contains(Fault.NOTIFIES_FIRST)) {
      runAfterwards();
    }
    if (faults.contains(Fault.CHATTERS)) {
      chatter(callId);
    }
    sender.send(
        reply
            .get()
            .with(Lrmd.MESSAGE_ID, request.get(Lrmd.MESSAGE_ID).orElse("0"))
            .with(Lrmd.MESSAGE_TYPE, "reply"));
    runAfterwards();
  }

  private void chatter(int callId) throws IOException {
    sender.send(Element.named(Lrmd.IPC_PROXY).with(Lrmd.MESSAGE_ID, 0));
    sender.send(reply(callId, Lrmd.EINVAL).with(Lrmd.MESSAGE_ID, 0));
    notify(Notices.done(Lrmd.POKE, -callId, Element.named(Lrmd.RESOURCE)));
    notify(Notices.done(Lrmd.RESOURCE_REGISTER, callId, Element.named(Lrmd.RESOURCE)));
  }

  private void runAfterwards() {
    while (!afterwards.isEmpty()) {
      afterwards.remove().run();
    }
  }

  /** Prepares the reply; empty for none. */
  private Optional<Element> reply(Element request, int callId) throws IOException {
    String operation = request.get(Lrmd.OPERATION).orElse("");
    if (operation.equals(Lrmd.REGISTER)) {
      return register(request, callId);
    }
    if (faults.contains(Fault.FROZEN)) {
      return Optional.empty();
    }
    if (faults.contains(Fault.DIES)) {
      cut();
      throw new IOException("cut");
    }
    if (faults.contains(Fault.LEAVES)) {
      tls.close();
      throw new IOException("left");
    }
    if (faults.contains(Fault.OPERATIONS_UNKNOWN)) {
      return Optional.of(reply(callId, Lrmd.EOPNOTSUPP));
    }
    Element data =
        request
            .child(Lrmd.CALLDATA)
            .flatMap(calldata -> calldata.children().stream().findFirst())
            .orElse(Element.named(Lrmd.RESOURCE));
    int options = request.number(Lrmd.CALL_OPTIONS).orElse(0);
    return switch (operation) {
      case Lrmd.POKE -> Optional.of(announced(operation, callId, data));
      case Lrmd.RESOURCE_INFO -> Optional.of(info(callId, data));
      case Lrmd.RESOURCE_REGISTER -> Optional.of(add(callId, data, options));
      case Lrmd.RESOURCE_UNREGISTER -> Optional.of(remove(callId, data));
      case Lrmd.EXEC -> Optional.of(exec(callId, data, options));
      case Lrmd.CANCEL -> Optional.of(cancel(callId, data));
      case Lrmd.GET_RECURRING -> Optional.of(recurring(callId, data));
      case "lrmd_check" -> Optional.empty(); // the one request that is never answered
      default -> Optional.of(reply(callId, Lrmd.EOPNOTSUPP));
    };
  }

  private Optional<Element> register(Element request, int callId) {
    if (faults.contains(Fault.NO_REGISTER_REPLY)) {
      return Optional.empty();
    }
    String version = request.get(Lrmd.PROTOCOL_VERSION).orElse("");
    if (faults.contains(Fault.VERSION_REFUSED) || !version.matches("[1-9]\\d*(\\.\\d+)?")) {
      return Optional.of(reply(callId, Lrmd.EPROTO));
    }
    if (faults.contains(Fault.REGISTRATION_REFUSED)) {
      return Optional.of(reply(callId, -13));
    }
    return Optional.of(
        reply(callId, 0)
            .with(
                Lrmd.OPERATION,
                faults.contains(Fault.REGISTERS_OTHERWISE) ? Lrmd.POKE : Lrmd.REGISTER)
            .with(Lrmd.CLIENT_ID, id)
            .with(Lrmd.PROTOCOL_VERSION, Lrmd.VERSION)
            .with(Lrmd.UPTIME, 25));
  }

  private static Element reply(int callId, int rc) {
    return Element.named(Lrmd.REPLY)
        .with(Lrmd.ORIGIN, "process_lrmd_message")
        .with(Lrmd.RC, rc)
        .with(Lrmd.CALL_ID, callId);
  }

  /** A reply of 0 that everybody hears of. */
  private Element announced(String operation, int callId, Element data) {
    afterwards.add(() -> everybody.accept(Notices.done(operation, callId, data)));
    return reply(callId, 0);
  }

  private Element info(int callId, Element data) {
    return executor
        .resource(data.get(Lrmd.RESOURCE_ID).orElse(""))
        .map(
            resource -> {
              Element told = reply(callId, 0);
              for (var attribute : resource.element().attributes().entrySet()) {
                told = told.with(attribute.getKey(), attribute.getValue());
              }
              return told;
            })
        .orElse(reply(callId, Lrmd.ENODEV));
  }

  private Element add(int callId, Element data, int options) {
    Resource.in(data).ifPresent(resource -> executor.add(resource, options == Lrmd.DROP_RECURRING));
    return announced(Lrmd.RESOURCE_REGISTER, callId, data);
  }

  private Element remove(int callId, Element data) {
    Optional<String> resource = data.get(Lrmd.RESOURCE_ID);
    if (resource.isEmpty()) {
      return reply(callId, Lrmd.ENODEV);
    }
    executor.remove(resource.get());
    return announced(Lrmd.RESOURCE_UNREGISTER, callId, data);
  }

  private Element exec(int callId, Element data, int options) {
    Optional<Resource> resource = executor.resource(data.get(Lrmd.RESOURCE_ID).orElse(""));
    if (resource.isEmpty()) {
      return reply(callId, Lrmd.ENODEV);
    }
    boolean changesOnly = (options & 4) != 0;
    Consumer<Element> listener = (options & Lrmd.ONLY_TO_US) != 0 ? this::notify : everybody;
    afterwards.add(() -> executor.run(callId, resource.get(), data, changesOnly, listener));
    return reply(callId, callId);
  }

  private Element cancel(int callId, Element data) {
    if (data.get(Lrmd.ACTION).isEmpty() || data.get(Lrmd.INTERVAL).isEmpty()) {
      return reply(callId, Lrmd.EINVAL);
    }
    if (executor.resource(data.get(Lrmd.RESOURCE_ID).orElse("")).isEmpty()) {
      return reply(callId, Lrmd.ENODEV);
    }
    return reply(callId, executor.cancel(data) ? 0 : Lrmd.EOPNOTSUPP);
  }

  private Element recurring(int callId, Element data) {
    Element told = reply(callId, 0);
    for (Element resource : executor.repeated(data.get(Lrmd.RESOURCE_ID))) {
      told = told.with(resource);
    }
    return told;
  }
}
