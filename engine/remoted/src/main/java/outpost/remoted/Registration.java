package outpost.remoted;

import java.time.Duration;
import java.util.Optional;

/**
 * What the daemon said when it took us on ({@code process_lrmd_signon()} in {@code
 * daemons/execd/execd_commands.c}).
 *
 * @param protocolVersion the daemon's own: 1.1 from Pacemaker 1.1.15, 1.2 from 2.1.8
 * @param uptime since the daemon was started; told from 2.1.6 on
 * @param startState the state the node asks to join in, {@code PCMK_node_start_state}; from 2.1.7
 *     on
 */
public record Registration(
    String clientId,
    String protocolVersion,
    Optional<Duration> uptime,
    Optional<String> startState) {

  static Registration in(Element reply, String clientId) {
    return new Registration(
        clientId,
        reply.get(Lrmd.PROTOCOL_VERSION).orElse("of an unknown version"),
        reply.number(Lrmd.UPTIME).stream().mapToObj(Duration::ofSeconds).findFirst(),
        reply.get(Lrmd.START_STATE));
  }
}
