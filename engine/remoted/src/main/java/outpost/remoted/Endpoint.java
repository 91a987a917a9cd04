package outpost.remoted;

/** Where a pacemaker_remoted listens, in the words of the person who configured it. */
public record Endpoint(String host, int port) {

  /** The port unless {@code PCMK_remote_port} says otherwise ({@code lib/lrmd/lrmd_client.c}). */
  public static final int DEFAULT_PORT = 3121;

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

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
