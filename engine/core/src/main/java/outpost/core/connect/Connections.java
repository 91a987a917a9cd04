package outpost.core.connect;

/** Opens connections. */
public interface Connections extends AutoCloseable {

  /**
   * Connects and logs in.
   *
   * @throws HostUnreachable if that cannot be done
   */
  Connection open(Login login);

  @Override
  void close();
}
