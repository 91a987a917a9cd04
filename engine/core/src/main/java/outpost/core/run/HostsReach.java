package outpost.core.run;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import outpost.api.Reach;
import outpost.api.Script;
import outpost.core.connect.BecomeFailed;
import outpost.core.connect.HostUnreachable;

/**
 * The hosts as readings of the control node reach them.
 *
 * @param host that the task is for, wherever it runs
 * @param here where it runs: the host without a name
 */
record HostsReach(String host, Target here, Targets targets, Payloads payloads) implements Reach {
  @Override
  public Reply ask(String host, Script script) throws IOException {
    try {
      var reply = target(host).ask(script, payloads.of(script));
      return new Reply(reply.status(), reply.stdout(), reply.err());
    } catch (HostUnreachable | BecomeFailed e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public Line dial(String from, String address, int port, Duration timeout) throws IOException {
    try {
      return target(from).link().dial(address, port, timeout);
    } catch (HostUnreachable e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public Reply bridge(Function<String, List<String>> words) throws IOException {
    if (!here.link().host().equals(host)) {
      throw new IOException(
          "`delegate_to` leads to `" + here.link().host() + "`, and not to the control node");
    }
    try (Bridge bridge = new Bridge(here)) {
      return bridge.run(words);
    }
  }

  private Target target(String host) {
    return host.isEmpty() ? here : targets.of(host);
  }
}
