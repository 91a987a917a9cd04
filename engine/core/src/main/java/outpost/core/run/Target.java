package outpost.core.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import outpost.api.Glance;
import outpost.api.Script;
import outpost.core.connect.AnswerLost;
import outpost.core.connect.Become;
import outpost.core.connect.BecomeFailed;
import outpost.core.connect.Connection;
import outpost.core.connect.HostUnreachable;
import outpost.core.connect.Input;
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

  private static final int READS = 4;

  /**
   * Makes a round trip that may change the host; see {@link outpost.core.connect.Shell#exchange}.
   *
   * @param groups the first one changes it; what others ask may be found out together
   * @param ahead questions of coming tasks, asked after all of it
   */
  List<List<Reply>> change(List<List<Request>> groups, List<Foreseen.Question> ahead) {
    Foreseen foreseen = link.foreseen();
    long mark = foreseen.drop();
    try {
      List<List<Reply>> replies = trip(with(firstAlone(groups), ahead));
      foreseen.renew(mark, become, ahead, replies.subList(groups.size(), replies.size()));
      return replies.subList(0, groups.size());
    } catch (AnswerLost e) {
      foreseen.drop();
      throw e;
    }
  }

  /** Asks one question that changes nothing, and those of coming tasks; see {@link #read}. */
  Reply ask(Request question, List<Foreseen.Question> ahead) {
    long mark = link.foreseen().changes();
    List<List<Reply>> replies = read(with(List.of(List.of(question)), ahead));
    link.foreseen().keep(mark, become, ahead, replies.subList(1, replies.size()));
    return replies.get(0).get(0);
  }

  /** What changes take along of questions must not be read before them. */
  private static List<List<Request>> firstAlone(List<List<Request>> groups) {
    List<List<Request>> all = new ArrayList<>(groups);
    all.set(0, groups.get(0).stream().map(Request::alone).toList());
    return all;
  }

  private static List<List<Request>> with(
      List<List<Request>> groups, List<Foreseen.Question> ahead) {
    List<List<Request>> all = new ArrayList<>(groups);
    for (Foreseen.Question question : ahead) {
      all.add(List.of(question.request().ahead()));
    }
    return all;
  }

  private List<List<Reply>> trip(List<List<Request>> groups) {
    trips.incrementAndGet();
    return link.shell(become).exchange(groups);
  }

  /**
   * Makes a round trip that changes nothing, so that it can be made again when the connection
   * breaks under it.
   *
   * @throws HostUnreachable if it breaks each time
   */
  List<List<Reply>> read(List<List<Request>> groups) {
    for (int attempt = 1; ; attempt++) {
      try {
        return trip(groups);
      } catch (AnswerLost e) {
        link.reset();
        if (attempt == READS) throw new HostUnreachable(e.getMessage(), "run it again");
      }
    }
  }

  /** Makes one round trip for one script that changes nothing; see {@link #read}. */
  Reply ask(Script script, Input stdin) {
    return read(List.of(List.of(request(script, stdin)))).get(0).get(0);
  }

  /**
   * Asks a script on a connection of its own; returns why it does not succeed, empty if it does.
   *
   * @param connect how long the connection may take to come about
   * @param limit how long the script may take
   */
  Optional<String> silence(Script script, Duration connect, Duration limit) {
    try (Connection connection = link.another(connect)) {
      Request request = request(script, Input.of(new byte[0])).within(limit);
      Reply reply = connection.shell(become).exchange(List.of(List.of(request))).get(0).get(0);
      return reply.ok() ? Optional.empty() : Optional.of(complaint(reply));
    } catch (HostUnreachable | BecomeFailed | AnswerLost e) {
      return Optional.of(e.getMessage());
    }
  }

  private static String complaint(Reply reply) {
    if (reply.fate() == Reply.Fate.TIMED_OUT) return "its shell does not answer in time";
    return reply.err().isBlank()
        ? "its shell ends with " + reply.status()
        : reply.err().strip().lines().reduce((first, last) -> last).orElseThrow();
  }

  Request request(Script script, Input stdin) {
    // programs may be others where the task has an environment
    List<Glance> glances = environment.isEmpty() ? script.glances() : List.of();
    boolean simple = script.isSimple() && environment.isEmpty();
    return new Request(text(script), stdin, timeout, simple, glances);
  }

  /** Returns a script's text, behind the variables that it sees. */
  String text(Script script) {
    String exports =
        environment.entrySet().stream()
            .map(e -> "export " + e.getKey() + "=" + Script.quote(e.getValue()) + "\n")
            .collect(Collectors.joining());
    return exports + script.text();
  }
}
