package outpost.core.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import outpost.api.Script;
import outpost.core.connect.BecomeFailed;
import outpost.core.connect.HostUnreachable;
import outpost.core.connect.Reply;
import outpost.core.event.Event;
import outpost.core.event.Outcome;
import outpost.core.event.Status;
import outpost.core.event.TaskInfo;
import outpost.core.facts.Facts;
import outpost.core.facts.Group;
import outpost.core.program.BoundPlay;
import outpost.core.program.Step;
import outpost.core.template.Scope;

/** Reads the facts of hosts, once in a run, where a play's expressions refer to them. */
final class FactsRun {
  private final Session session;
  private final TaskInfo info;

  FactsRun(Session session, BoundPlay play) {
    this.session = session;
    this.info = new TaskInfo("Gathering facts", "setup", false, play.place());
  }

  TaskInfo info() {
    return info;
  }

  /** Reads them, and returns what became of each host. */
  List<Outcome> gather(List<HostState> hosts) {
    session.tell(new Event.TaskStarted(info, hosts.stream().map(HostState::name).toList()));
    List<Callable<Outcome>> jobs = new ArrayList<>();
    for (HostState host : hosts) jobs.add(() -> gather(host));
    return session.workers().hosts(jobs);
  }

  private Outcome gather(HostState host) {
    Instant start = session.clock().instant();
    Outcome outcome = read(host);
    outcome = outcome.ended(false, false, Duration.between(start, session.clock().instant()));
    session.tell(new Event.TaskEnded(info, host.name(), Optional.empty(), outcome));
    return outcome;
  }

  private Outcome read(HostState host) {
    Scope scope = session.variables().ofHost(host.name(), session::live);
    try {
      Target target = new StepTargets(session, Step.Settings.NONE, scope).of(host.name());
      String script = Facts.script(Group.all(), Facts.Options.DEFAULT);
      Reply reply = target.ask(Script.raw(script), new byte[0]); // our own text, no words
      if (!reply.ok()) {
        ScriptFailed failure = new ScriptFailed("reading facts", "the facts script", reply);
        return Outcome.of(Status.FAILED, failure.getMessage()).withDetails(failure.details());
      }
      Map<String, Object> facts = Facts.parse(Group.all(), reply.stdout());
      host.facts(facts);
      return Outcome.of(Status.OK, "");
    } catch (HostUnreachable e) {
      return Outcome.of(Status.UNREACHABLE, e.getMessage()).withHints(List.of(e.hint()));
    } catch (BecomeFailed e) {
      return Outcome.of(Status.FAILED, e.getMessage()).withHints(List.of(e.hint()));
    }
  }
}
