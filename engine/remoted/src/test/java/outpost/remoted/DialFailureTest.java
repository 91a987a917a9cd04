package outpost.remoted;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialFailureTest {
  private static final Endpoint AT = new Endpoint("db1", 3121);

  private static Cause cause(IOException failure) {
    return DialFailure.of(AT, failure).cause();
  }

  @Test
  void knowsJavasExceptionsWhateverTheySay() {
    assertEquals(Cause.NAME_UNKNOWN, cause(new UnknownHostException("db1")));
    assertEquals(Cause.NO_ROUTE, cause(new NoRouteToHostException("?")));
    assertEquals(Cause.DROPPED, cause(new SocketTimeoutException("?")));
    assertEquals(Cause.REFUSED, cause(new ConnectException("Connection refused")));
    assertEquals(Cause.INTERRUPTED, cause(new InterruptedIOException("interrupted")));
    assertEquals(Cause.NOT_DIALLED, cause(new ConnectException()));
  }

  @ParameterizedTest
  @CsvSource({
    "'open failed: Connection refused', REFUSED",
    "'open failed: No route to host', NO_ROUTE",
    "'open failed: Network is unreachable', NO_ROUTE",
    "'open failed: Host is unreachable', NO_ROUTE",
    "'open failed: Connection timed out', DROPPED",
    "'open failed: Name or service not known', NAME_UNKNOWN",
    "'open failed: Temporary failure in name resolution', NAME_UNKNOWN",
    "'open failed: No address associated with hostname', NAME_UNKNOWN",
    "'open failed: administratively prohibited', TUNNEL_PROHIBITED",
    "'Connection reset by peer', CLOSED_SILENTLY",
    "'Too many open files', NOT_DIALLED"
  })
  void knowsTheSystemsWordsOutOfATunnel(String words, Cause cause) {
    assertEquals(cause, cause(new IOException(words)));
  }

  @Test
  void passesOnWordsItDoesNotKnowOnOneLine() {
    Diagnosis diagnosis = DialFailure.of(AT, new IOException("Too many\nopen files"));
    assertEquals("no connection to port 3121 on `db1`: Too many.open files", diagnosis.sentence());
  }
}
