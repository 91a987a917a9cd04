package outpost.remoted;

import java.time.Duration;

/**
 * How long a peer may take.
 *
 * @param handshake for all of a TLS handshake; the daemon itself gives up after 10 s ({@code
 *     daemons/execd/remoted_tls.c})
 * @param reply from a request to its reply
 */
public record Limits(Duration handshake, Duration reply) {

  /** What Pacemaker's own client allows ({@code lib/lrmd/lrmd_client.c}). */
  public static final Limits USUAL = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(10));
}
