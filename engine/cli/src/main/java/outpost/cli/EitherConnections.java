package outpost.cli;

import java.nio.file.Path;
import java.util.Map;
import outpost.core.connect.Connection;
import outpost.core.connect.Connections;
import outpost.core.connect.Login;
import outpost.core.connect.local.LocalConnections;
import outpost.core.connect.ssh.SshConnections;

/**
 * Connects by SSH, or to the control node itself. SSH is set up when the first host needs it. Safe
 * for several threads.
 */
final class EitherConnections implements Connections {
  private final Map<String, String> environment;
  private final LocalConnections local;
  private SshConnections ssh;

  EitherConnections(Map<String, String> environment) {
    this.environment = environment;
    this.local = new LocalConnections(environment);
  }

  @Override
  public Connection open(Login login) {
    return login.local() ? local.open(login) : ssh().open(login);
  }

  private synchronized SshConnections ssh() {
    if (ssh == null) {
      Path home = Path.of(System.getProperty("user.home"));
      ssh = new SshConnections(home, System.getProperty("user.name"), environment);
    }
    return ssh;
  }

  @Override
  public synchronized void close() {
    if (ssh != null) ssh.close();
    local.close();
  }
}
