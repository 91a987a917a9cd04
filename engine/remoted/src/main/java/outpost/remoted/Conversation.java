package outpost.remoted;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import org.bouncycastle.tls.TlsClientProtocol;

/**
 * Requests and their replies over one connection, with notifications in between; ends itself when
 * it cannot go on, and when another client connects. One thread at a time may use it.
 */
final class Conversation implements Closeable {
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  /** Notifications kept until asked for; more than that nobody waits for. */
  private static final int KEPT = 256;

  private final Endpoint at;
  private final TappedLine line;
  private final TlsClientProtocol tls;
  private final Wire wire;
  private final Limits limits;
  private final Deque<Element> heard = new ArrayDeque<>();
  private int asked;
  private boolean closed;

  Conversation(Endpoint at, Handshake handshake, Limits limits) {
    this.at = at;
    this.line = handshake.line();
    this.tls = handshake.protocol();
    this.wire = new Wire(tls.getInputStream(), tls.getOutputStream());
    this.limits = limits;
  }

  /** A request with the next id, to be completed. */
  Element request(String operation) {
    asked++;
    return Element.named(Lrmd.COMMAND)
        .with(Lrmd.MESSAGE_ID, asked)
        .with(Lrmd.MESSAGE_TYPE, "request")
        .with(Lrmd.TYPE, "lrmd") // without it 3.0.2 and later ignore the request
        .with(Lrmd.OPERATION, operation);
  }

  /** Sends a request and waits for the reply with its id; what else comes is kept. */
  Element exchange(Cause late, Element request) throws RemoteFailure {
    String operation = request.get(Lrmd.OPERATION).orElseThrow();
    String id = request.get(Lrmd.MESSAGE_ID).orElseThrow();
    return within(
        limits.reply(),
        late,
        operation,
        () -> {
          wire.send(request);
          while (true) {
            Element message = wire.receive();
            if (message.name().equals(Lrmd.REPLY)
                && message.get(Lrmd.MESSAGE_ID).equals(Optional.of(id))) {
              return message;
            }
            hear(message);
          }
        });
  }

  /** Waits for the notification of a call, which may have come already. */
  Element await(String operation, int callId, Duration limit) throws RemoteFailure {
    return within(
        limit,
        Cause.NO_REPLY,
        operation,
        () -> {
          while (true) {
            for (Iterator<Element> each = heard.iterator(); each.hasNext(); ) {
              Element message = each.next();
              if (message.get(Lrmd.OPERATION).equals(Optional.of(operation))
                  && message.number(Lrmd.CALL_ID).orElse(-1) == callId) {
                each.remove();
                return message;
              }
            }
            hear(wire.receive());
          }
        });
  }

  /** Replies nobody waits for any more and proxy traffic are dropped. */
  private void hear(Element message) throws IOException {
    if (!message.name().equals(Lrmd.NOTIFY)) {
      return;
    }
    if (message.get(Lrmd.OPERATION).equals(Optional.of(Lrmd.NEW_CLIENT))) {
      throw new RemoteFailure(new Diagnosis(at, Cause.CLUSTER_CONNECTED, ""));
    }
    heard.add(message);
    if (heard.size() > KEPT) {
      heard.remove();
    }
  }

  private <T> T within(Duration limit, Cause late, String operation, Deadline.Work<T> work)
      throws RemoteFailure {
    if (closed) {
      throw new IllegalStateException("the session has ended");
    }
    try {
      return Deadline.within(limit, line, work);
    } catch (RemoteFailure e) {
      close();
      throw e;
    } catch (BadFrame e) {
      close();
      throw new RemoteFailure(e.at(at));
    } catch (SocketTimeoutException e) {
      throw fail(late, operation);
    } catch (InterruptedIOException e) {
      throw fail(Cause.INTERRUPTED, "");
    } catch (Wire.Ended e) {
      throw fail(Cause.LINE_CLOSED, "");
    } catch (IOException e) {
      // without close_notify: a daemon that ends does not say so (BC: TlsNoCloseNotifyException)
      throw fail(Cause.DAEMON_GONE, "");
    }
  }

  /** Ends the conversation; the failure says why. */
  RemoteFailure fail(Cause cause, String detail) {
    close();
    return new RemoteFailure(new Diagnosis(at, cause, detail));
  }

  /** Says goodbye, as far as the peer still listens, and closes the line. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      Deadline.within(
          FAREWELL,
          line,
          () -> {
            tls.close();
            return null;
          });
    } catch (IOException e) {
      // the line is closed in any case
    }
    Deadline.close(line);
  }
}
