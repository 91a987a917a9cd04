package outpost.remoted;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsFatalAlert;

/** One TLS handshake on one line, as far as it was meant to go, and what it showed. */
final class Handshake {
  private static final Duration BANNER = Duration.ofSeconds(1);

  /** A ServerHello comes before any key is looked at. */
  private static final byte[] ANY_KEY = {1};

  private final TappedLine line;
  private final NotingClient client;
  private final TlsClientProtocol protocol;
  private final Sighting sighting;

  private Handshake(
      TappedLine line, NotingClient client, TlsClientProtocol protocol, Sighting sighting) {
    this.line = line;
    this.client = client;
    this.protocol = protocol;
    this.sighting = sighting;
  }

  /**
   * Goes as far as the server's Finished, and never sends its own: in TLS 1.3 the server has proven
   * by then that it knows the key (RFC 8446, 4.4.4), and does not yet consider us connected. Nor
   * has it seen our certificate then, which would follow: from 3.0.2 on even one that it refuses
   * counts as a new client ({@code lib/common/tls.c}).
   */
  static Sighting half(Line dialled, Credential with, Duration limit)
      throws InterruptedIOException {
    TappedLine line = new TappedLine(dialled);
    NotingClient client = client(with, ProtocolVersion.TLSv13.only());
    HalfProtocol protocol = new HalfProtocol(line, client);
    try {
      return run(line, client, protocol, limit);
    } finally {
      Deadline.close(line);
    }
  }

  /**
   * Goes as far as a TLS 1.2 ServerHello: shows whether the peer does TLS with shared keys at all,
   * whatever its key is.
   */
  static Sighting serverHello(Line dialled, Duration limit) throws InterruptedIOException {
    TappedLine line = new TappedLine(dialled);
    PskClient client = new PskClient(ANY_KEY, ProtocolVersion.TLSv12.only(), true);
    try {
      return run(line, client, new TlsClientProtocol(line.in(), line.out()), limit);
    } finally {
      Deadline.close(line);
    }
  }

  /** Connects in full. The line is left open if that worked. */
  static Handshake full(Line dialled, Credential with, Duration limit)
      throws InterruptedIOException {
    TappedLine line = new TappedLine(dialled);
    NotingClient client = client(with, ProtocolVersion.TLSv13.downTo(ProtocolVersion.TLSv12));
    TlsClientProtocol protocol = new TlsClientProtocol(line.in(), line.out());
    Sighting sighting = run(line, client, protocol, limit);
    Handshake handshake = new Handshake(line, client, protocol, sighting);
    if (!handshake.complete()) {
      Deadline.close(line);
    }
    return handshake;
  }

  /** Certificates came with Pacemaker 3, whose GnuTLS knows TLS 1.3. */
  private static NotingClient client(Credential with, ProtocolVersion[] versions) {
    return with.certificates().isPresent()
        ? new CertificateClient(with.certificates().get())
        : new PskClient(with.key(), versions, false);
  }

  boolean complete() {
    return client.complete() && !sighting.timedOut(); // when its time was over it was closed
  }

  Sighting sighting() {
    return sighting;
  }

  TappedLine line() {
    return line;
  }

  TlsClientProtocol protocol() {
    return protocol;
  }

  private static Sighting run(
      TappedLine line, NotingClient client, TlsClientProtocol protocol, Duration limit)
      throws InterruptedIOException {
    long start = System.nanoTime();
    boolean timedOut = false;
    try {
      Deadline.within(
          limit,
          line,
          () -> {
            protocol.connect(client);
            return null;
          });
    } catch (SocketTimeoutException e) {
      timedOut = true;
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      // what it means is in what the client and the line saw; BC's own words do not tell
    } finally {
      client.forget();
    }
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    if (!timedOut && Sighting.speaksOtherThanTls(line.head())) {
      hearOut(line);
    }
    return new Sighting(
        line.head(),
        timedOut,
        client.closeNotify(),
        client.refusal(),
        client.certificateShown(),
        client.sharedKeySuite(),
        client.proven(),
        elapsed,
        client.finding());
  }

  /** Lets a banner come in whole, so that it can be shown. */
  private static void hearOut(TappedLine line) {
    try {
      Deadline.within(
          BANNER,
          line,
          () -> {
            line.hearOut();
            return null;
          });
    } catch (IOException e) {
      // what came is shown
    }
  }

  /** Aborts between the server's Finished and whatever we would say next. */
  private static final class HalfProtocol extends TlsClientProtocol {
    private final NotingClient client;

    HalfProtocol(TappedLine line, NotingClient client) {
      super(line.in(), line.out());
      this.client = client;
    }

    @Override
    protected void receive13CertificateRequest(ByteArrayInputStream message, boolean empty)
        throws IOException {
      super.receive13CertificateRequest(message, empty);
      client.asked(certificateRequest);
    }

    @Override
    protected void receive13ServerFinished(ByteArrayInputStream message) throws IOException {
      super.receive13ServerFinished(message); // throws unless the server knows the key
      client.serverFinished();
      throw new TlsFatalAlert(AlertDescription.user_canceled);
    }
  }
}
