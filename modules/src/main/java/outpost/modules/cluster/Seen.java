package outpost.modules.cluster;

import java.util.Optional;

/**
 * What came of talking to a node's pacemaker_remote from a cluster node.
 *
 * @param cause the kind of outcome; empty if it was not tried
 * @param sentence what is the matter
 * @param hint what to do
 * @param protocol the executor's protocol, where it was registered with
 */
record Seen(
    Optional<String> cause,
    Optional<String> sentence,
    Optional<String> hint,
    Optional<String> protocol) {

  static final Seen NOTHING =
      new Seen(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  boolean good() {
    return cause.equals(Optional.of("key-right")) || cause.equals(Optional.of("registered"));
  }
}
