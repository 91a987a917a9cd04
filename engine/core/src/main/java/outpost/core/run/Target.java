package outpost.core.run;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import outpost.api.Script;
import outpost.core.connect.Become;
import outpost.core.connect.Reply;
import outpost.core.connect.Request;

/**
 * Where and as whom a task's scripts run.
 *
 * @param environment variables that scripts see
 * @param timeout for each script
 */
record Target(
    Link link,
    Become become,
    Map<String, String> environment,
    Duration timeout,
    AtomicInteger trips) {

  /** Makes one round trip; see {@link outpost.core.connect.Shell#exchange}. */
  List<List<Reply>> exchange(List<List<Request>> groups) {
    trips.incrementAndGet();
    return link.shell(become).exchange(groups);
  }

  /** Makes one round trip for one script. */
  Reply ask(Script script, byte[] stdin) {
    return exchange(List.of(List.of(request(script, stdin)))).get(0).get(0);
  }

  Request request(Script script, byte[] stdin) {
    String exports =
        environment.entrySet().stream()
            .map(e -> "export " + e.getKey() + "=" + Script.quote(e.getValue()) + "\n")
            .collect(Collectors.joining());
    return new Request(exports + script.text(), stdin, timeout);
  }
}
