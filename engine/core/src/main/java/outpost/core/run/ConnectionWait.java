package outpost.core.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import outpost.api.Script;
import outpost.core.event.Event;
import outpost.core.event.Outcome;
import outpost.core.event.Status;
import outpost.core.event.TaskInfo;
import outpost.core.program.Use;
import outpost.core.template.Scope;
import outpost.core.template.Template;

/** Waits until a host answers on a new connection. */
final class ConnectionWait {
  private static final Duration TIMEOUT = Duration.ofSeconds(600);
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration SLEEP = Duration.ofSeconds(1);

  private static final Script ANSWER = Script.raw("exit 0");

  private final Session session;
  private final TaskInfo info;
  private final String host;
  private final Map<String, Template> args;
  private final Target target;
  private final Scope scope;

  ConnectionWait(
      Session session,
      TaskInfo info,
      String host,
      Use.WaitForConnection wait,
      Target target,
      Scope scope) {
    this.session = session;
    this.info = info;
    this.host = host;
    this.args = wait.args();
    this.target = target;
    this.scope = scope;
  }

  Outcome run() {
    if (session.check()) return Outcome.of(Status.SKIPPED, "a check waits for nothing");
    Instant start = session.clock().instant();
    Keywords.sleep(time("delay", Duration.ZERO));
    Duration timeout = time("timeout", TIMEOUT);
    Duration sleep = time("sleep", SLEEP);
    target.link().reset();
    Duration connect = time("connect_timeout", CONNECT);
    Instant end = session.clock().instant().plus(timeout);
    while (true) {
      Optional<String> silence = target.silence(ANSWER, connect, target.timeout());
      Duration elapsed = Duration.between(start, session.clock().instant());
      Map<String, Object> result = Map.of("elapsed", elapsed.toSeconds());
      if (silence.isEmpty()) return Outcome.of(Status.OK, "").withResult(result);
      if (!session.clock().instant().plus(sleep).isBefore(end)) {
        String message = "no answer after " + elapsed.toSeconds() + " s: " + silence.get();
        return Outcome.of(Status.FAILED, message).withResult(result);
      }
      session.tell(new Event.Waiting(info, host, silence.get(), elapsed));
      Keywords.sleep(sleep);
    }
  }

  private Duration time(String name, Duration otherwise) {
    return Optional.ofNullable(args.get(name))
        .map(t -> Keywords.seconds(t, scope))
        .orElse(otherwise);
  }
}
