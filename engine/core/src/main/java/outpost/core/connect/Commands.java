package outpost.core.connect;

/** Starts commands on one host through the shell of the user who logged in. */
public interface Commands {

  /**
   * Starts a command, connecting first where the connection is down.
   *
   * @throws HostUnreachable if it cannot be started
   */
  Channel start(String command, Channel.Ear ear);

  /** Returns the host's name for messages. */
  String host();

  /** Returns the user who logs in. */
  String user();
}
