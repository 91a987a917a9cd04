package outpost.core.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import outpost.api.Probe;
import outpost.api.Reach;
import outpost.api.Script;
import outpost.core.catalog.Answers;
import outpost.core.connect.BecomeFailed;
import outpost.core.connect.HostUnreachable;
import outpost.core.connect.Reply;
import outpost.core.connect.Request;

/** Asks all that a probe asks, wherever that is read, and puts the answers together. */
final class Prober {

  private final String host;
  private final Target here;
  private final Targets targets;
  private final Workers workers;
  private final Payloads payloads;
  private final Lookahead ahead;

  /**
   * @param host that the task is for, wherever it runs
   */
  Prober(String host, Target here, Targets targets, Workers workers, Lookahead ahead) {
    this.host = host;
    this.here = here;
    this.targets = targets;
    this.workers = workers;
    this.ahead = ahead;
    this.payloads = new Payloads(targets, secret -> {}); // what a task's arguments hold is masked
  }

  /**
   * Asks everything for the first time: what was foreseen is not asked of the host again.
   *
   * @throws ScriptFailed if the probe's own script fails
   * @throws HostUnreachable if the task's host cannot be reached
   */
  Answers first(Probe<?> probe) {
    Answers own =
        probe
            .script()
            .map(
                script -> {
                  Request question = here.request(script, payloads.of(script));
                  return answers(script, ahead.answer(here, question, probe.pace().isPresent()));
                })
            .orElseGet(Answers::new);
    return complete(probe, own);
  }

  /**
   * Asks everything.
   *
   * @throws ScriptFailed if the probe's own script fails
   * @throws HostUnreachable if the task's host cannot be reached
   */
  Answers read(Probe<?> probe) {
    Answers own =
        probe
            .script()
            .map(script -> answers(script, here.ask(script, payloads.of(script))))
            .orElseGet(Answers::new);
    return complete(probe, own);
  }

  /** Returns the request for the part of a probe that its task's host answers. */
  List<Request> request(Probe<?> probe) {
    return probe.script().map(script -> here.request(script, payloads.of(script))).stream()
        .toList();
  }

  /** Reads the host's own answers, come with an apply trip. */
  Answers answers(Probe<?> probe, List<Reply> replies) {
    return probe.script().map(script -> answers(script, replies.get(0))).orElseGet(Answers::new);
  }

  /** Asks the parts of a probe that are read elsewhere, and adds them to the host's own answers. */
  Answers complete(Probe<?> probe, Answers own) {
    Map<String, List<Probe.Elsewhere>> byHost = new LinkedHashMap<>();
    for (Probe.Elsewhere part : probe.elsewhere()) {
      byHost.computeIfAbsent(part.host(), h -> new ArrayList<>()).add(part);
    }
    List<Callable<Runnable>> questions = new ArrayList<>();
    byHost.forEach((host, parts) -> questions.add(() -> elsewhere(host, parts, own)));
    workers.all(questions).forEach(Runnable::run);
    Reach reach = reach();
    for (Probe.Local local : probe.local()) {
      Answers part = own.part(local.key());
      local.reading().take(reach).forEach(part::add);
    }
    return own;
  }

  /** Returns the hosts as the control node reaches them for this task. */
  Reach reach() {
    return new HostsReach(host, here, targets, payloads);
  }

  private Runnable elsewhere(String host, List<Probe.Elsewhere> parts, Answers into) {
    try {
      Target target = targets.of(host);
      List<List<Request>> groups =
          parts.stream()
              .map(p -> List.of(target.request(p.script(), payloads.of(p.script()))))
              .toList();
      List<List<Reply>> replies = target.read(groups);
      return () -> {
        for (int i = 0; i < parts.size(); i++) {
          Answers answers = answers(parts.get(i).script(), replies.get(i).get(0));
          into.part(parts.get(i).key()).merge(answers);
        }
      };
    } catch (HostUnreachable | BecomeFailed e) {
      return () -> parts.forEach(p -> into.part(p.key()).add("unreachable", e.getMessage()));
    }
  }

  private static Answers answers(Script script, Reply reply) {
    if (!reply.ok()) throw new ScriptFailed("reading the host", script.text(), reply);
    return Answers.parse(reply.stdout());
  }
}
