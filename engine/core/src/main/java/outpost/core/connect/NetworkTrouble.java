package outpost.core.connect;

import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;

/** Why a TCP connection could not be made, in the words an administrator would use. */
public record NetworkTrouble(String cause, String hint) {

  public static NetworkTrouble of(Exception e, String address, int port) {
    String said = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    String target = "`" + address + "` port " + port;
    if (e instanceof UnknownHostException || e instanceof UnresolvedAddressException) {
      return new NetworkTrouble(
          "the name `" + address + "` does not resolve",
          "correct the name, or set `ansible_host` to the address");
    }
    if (e instanceof SocketTimeoutException || said.contains("timed out")) {
      return new NetworkTrouble(
          target + " does not answer: timed out",
          "see whether the host is up and a firewall drops the port");
    }
    if (said.contains("refused")) {
      return new NetworkTrouble(
          target + " refused the connection", "see whether a server listens there");
    }
    if (e instanceof NoRouteToHostException || said.contains("no route")) {
      return new NetworkTrouble(
          target + " has no route, or a firewall rejects it",
          "see whether the host is up and its firewall opens the port");
    }
    if (said.contains("unreachable")) {
      return new NetworkTrouble(
          "the network of `" + address + "` is unreachable", "see the routes of this machine");
    }
    if (said.contains("reset")) {
      return new NetworkTrouble(
          target + " reset the connection", "see what listens there and whether it accepts us");
    }
    return new NetworkTrouble(
        target + " cannot be reached: " + plain(e), "see whether the host is up");
  }

  /** Returns what an exception says without the names of Java classes. */
  public static String plain(Throwable e) {
    String said = e.getMessage();
    if (said == null || said.isBlank()) return "no reason was given";
    return said.replaceAll("(?:[a-z][a-z0-9_]*\\.)+[A-Z][A-Za-z0-9]*(?::\\s*)?", "").strip();
  }

  /** An exception with nothing but the cause. */
  public IOException exception() {
    return new IOException(cause);
  }
}
