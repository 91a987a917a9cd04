package outpost.core.run;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import outpost.api.Reach;
import outpost.api.Script;
import outpost.core.connect.Become;
import outpost.core.connect.Connections;
import outpost.core.connect.HostUnreachable;
import outpost.core.connect.Login;
import outpost.core.event.Masker;
import outpost.core.program.Step;
import outpost.core.program.Variables;

/**
 * Reaches hosts of an inventory for a command that runs no playbook: logged in on as a run would.
 * Safe for use by several threads.
 */
public final class Outreach implements AutoCloseable {
  private final Variables variables;
  private final HostAccess.Defaults defaults;
  private final Masker masker;
  private final Fleet fleet;

  /**
   * @param defaults what the command line says of logins and users
   * @param masker learns the passwords
   */
  public Outreach(
      Variables variables, Connections connections, HostAccess.Defaults defaults, Masker masker) {
    this.variables = variables;
    this.defaults = defaults;
    this.masker = masker;
    this.fleet = new Fleet(connections);
  }

  /** Returns where a host is connected to: its name where the inventory says nothing else. */
  public String address(String host) {
    return login(access(host)).address();
  }

  /**
   * Runs a read-only script on a host.
   *
   * @throws IOException if the host cannot be reached
   */
  public Reach.Reply ask(String host, Script script) throws IOException {
    return reach(host).ask("", script);
  }

  /** Opens a TCP connection as a host would: through its SSH connection. */
  public Reach.Line dial(String from, String address, int port, Duration timeout)
      throws IOException {
    return reach(from).dial("", address, port, timeout);
  }

  private HostsReach reach(String host) throws IOException {
    try {
      Targets targets = this::target;
      return new HostsReach(host, target(host), targets, new Payloads(targets, masker::add));
    } catch (HostUnreachable e) { // what is said of its login is wrong
      throw new IOException(e.getMessage(), e);
    }
  }

  private Target target(String host) {
    HostAccess access = access(host);
    Become become = access.become(Optional.empty(), Optional.empty(), defaults);
    become.password().ifPresent(masker::add);
    return new Target(
        fleet.link(login(access)), become, Map.of(), Step.TIMEOUT, new AtomicInteger());
  }

  private HostAccess access(String host) {
    HostAccess access =
        HostAccess.of(host, variables.ofHost(host, other -> Variables.Live.NONE), Map.of());
    Secrets.addAll(access.vars(), masker);
    return access;
  }

  private Login login(HostAccess access) {
    Login login = access.login(defaults);
    login.password().ifPresent(masker::add);
    return login;
  }

  @Override
  public void close() {
    fleet.close();
  }
}
