package outpost.remoted;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * Tells why a line could not be opened, by the exception's type, or by the system's words where a
 * tunnel reports only those: {@code strerror(3)} and {@code gai_strerror(3)} as sshd passes them on
 * (OpenSSH, {@code channels.c}).
 */
final class DialFailure {
  private DialFailure() {}

  static Diagnosis of(Endpoint at, IOException failure) {
    String words = String.valueOf(failure.getMessage());
    return new Diagnosis(at, cause(failure, words.toLowerCase(Locale.ROOT)), Printable.of(words));
  }

  private static Cause cause(IOException failure, String words) {
    if (failure instanceof UnknownHostException
        || words.contains("not known")
        || words.contains("name resolution")
        || words.contains("no address associated")) {
      return Cause.NAME_UNKNOWN;
    }
    if (words.contains("refused")) {
      return Cause.REFUSED;
    }
    if (failure instanceof NoRouteToHostException
        || words.contains("no route to host")
        || words.contains("unreachable")) {
      return Cause.NO_ROUTE;
    }
    if (failure instanceof SocketTimeoutException || words.contains("timed out")) {
      return Cause.DROPPED;
    }
    if (words.contains("reset")) { // by then it was open: a proxy with nothing behind it
      return Cause.CLOSED_SILENTLY;
    }
    if (failure instanceof InterruptedIOException) {
      return Cause.INTERRUPTED;
    }
    return words.contains("prohibited") ? Cause.TUNNEL_PROHIBITED : Cause.NOT_DIALLED;
  }
}
