package outpost.core.connect.local;

import java.util.Map;
import outpost.core.connect.Connection;
import outpost.core.connect.Connections;
import outpost.core.connect.Login;

/** Opens connections to the control node itself. */
public final class LocalConnections implements Connections {
  private final Map<String, String> environment;

  /**
   * @param environment of every shell
   */
  public LocalConnections(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Connection open(Login login) {
    return new LocalConnection(login.name(), environment);
  }

  @Override
  public void close() {}
}
