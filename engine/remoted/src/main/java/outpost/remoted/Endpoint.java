package outpost.remoted;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a pacemaker_remoted listens, in the words of the person who configured it. */
public record Endpoint(String host, int port) {

  /** The port unless {@code PCMK_remote_port} says otherwise ({@code lib/lrmd/lrmd_client.c}). */
  public static final int DEFAULT_PORT = 3121;

  private static final Pattern ADDRESS =
      Pattern.compile("[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(?:\\[([^\\]\\s]+)]|([^:\\[\\]\\s]+))(?::(\\d{1,5}))?");

  public Endpoint {
    if (host.isBlank()) {
      throw new IllegalArgumentException("an endpoint needs a host");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("no port " + port + ": ports are 1 to 65535");
    }
  }

  public static Endpoint of(String host) {
    return new Endpoint(host, DEFAULT_PORT);
  }

  /**
   * Reads {@code host}, {@code host:port}, {@code [address]:port} or an IPv6 address alone; empty
   * if it is none of these.
   */
  public static Optional<Endpoint> in(String text) {
    Matcher bare = ADDRESS.matcher(text);
    if (bare.matches()) {
      return Optional.of(of(text));
    }
    Matcher parts = HOST_AND_PORT.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
    int port = parts.group(3) == null ? DEFAULT_PORT : Integer.parseInt(parts.group(3));
    return port < 1 || port > 65535 ? Optional.empty() : Optional.of(new Endpoint(host, port));
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
