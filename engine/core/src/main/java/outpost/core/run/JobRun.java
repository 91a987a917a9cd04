package outpost.core.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.core.connect.Reply;
import outpost.core.event.Outcome;
import outpost.core.event.Status;
import outpost.core.language.Keyword;
import outpost.core.program.Step;
import outpost.core.program.Use;
import outpost.core.template.Scope;

/** Looks at a job that a task left to itself, or forgets it. */
final class JobRun {
  private final Session session;
  private final Step step;
  private final HostState host;
  private final Optional<String> delegate;

  JobRun(Session session, Step step, HostState host, Optional<String> delegate) {
    this.session = session;
    this.step = step;
    this.host = host;
    this.delegate = delegate;
  }

  Outcome run(Use.AsyncStatus use, Scope scope) {
    Object given = use.jid().evaluate(scope);
    String id = session.used(given);
    String mode = use.mode().map(m -> String.valueOf(m.evaluate(scope))).orElse("status");
    if (!id.matches(Job.ID)) {
      return Outcome.of(Status.FAILED, "`" + given + "` is not the name of a job")
          .withHints(List.of("give it the `ansible_job_id` that the task with `async` registered"));
    }
    if (!List.of("status", "cleanup").contains(mode)) {
      return Outcome.of(Status.FAILED, "`mode` cannot be `" + mode + "`")
          .withHints(List.of("it is one of: status, cleanup"));
    }
    StepTargets targets = new StepTargets(session, step.settings(), scope);
    Target here = targets.of(delegate.orElse(host.name()));
    Job job = new Job(here, id);
    try {
      Job.Look look = job.look();
      return mode.equals("status") ? status(job, look, here) : cleanup(job, look, here, scope);
    } catch (ScriptFailed e) {
      return Outcome.of(Status.FAILED, e.getMessage()).withDetails(e.details());
    }
  }

  private Outcome status(Job job, Job.Look look, Target here) {
    return switch (look.state()) {
      case UNKNOWN -> unknown(job, here);
      case RUNNING ->
          Outcome.of(Status.OK, "").withResult(Results.ofJob(job.id(), false, look.folder()));
      case LOST ->
          Outcome.of(Status.FAILED, new Detached.JobLost().getMessage())
              .withResult(Results.ofJob(job.id(), true, look.folder()));
      case DONE -> done(job, look, look.reply().orElseThrow());
    };
  }

  private static Outcome done(Job job, Job.Look look, Reply reply) {
    Map<String, Object> result = Results.ofJob(job.id(), true, look.folder());
    Results.addOutput(result, reply);
    Outcome outcome =
        Outcome.of(Status.CHANGED, "")
            .withOutput(new Outcome.Output(reply.status(), reply.out(), reply.err()))
            .withResult(result);
    if (reply.ok()) return outcome;
    if (look.limit().isPresent()) {
      String message = Results.addTimeout(result, look.limit().get());
      return outcome.with(Status.FAILED, message).withResult(result);
    }
    ScriptFailed failure = ScriptFailed.of("job " + job.id(), reply);
    return outcome.with(Status.FAILED, failure.getMessage()).withDetails(failure.details());
  }

  private static Outcome unknown(Job job, Target here) {
    String whose = here.become().user().map(user -> " of `" + user + "`").orElse("");
    return Outcome.of(Status.FAILED, "there is no job `" + job.id() + "`" + whose + " there")
        .withHints(
            List.of(
                "look for it as the user and on the host that started it; one that was cleaned up"
                    + " is gone"))
        .withResult(Results.ofJob(job.id(), true, ""));
  }

  private Outcome cleanup(Job job, Job.Look look, Target here, Scope scope) {
    if (look.state() == Job.State.UNKNOWN) return unknown(job, here);
    if (look.state() == Job.State.RUNNING) {
      return Outcome.of(Status.FAILED, "job `" + job.id() + "` still runs")
          .withHints(List.of("wait for it first: `until: r.finished`"));
    }
    boolean check =
        Keywords.truth(step.settings(), Keyword.CHECK_MODE, scope).orElse(session.check());
    if (!check) job.forget();
    Map<String, Object> result = new LinkedHashMap<>(Map.of("ansible_job_id", job.id()));
    result.put("erased", look.folder());
    return Outcome.of(Status.OK, "").withResult(result);
  }
}
