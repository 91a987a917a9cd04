package outpost.core.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import outpost.core.connect.HostUnreachable;
import outpost.core.connect.Reply;
import outpost.core.connect.Request;

/**
 * How a task that goes on by itself is waited for.
 *
 * @param limit when it is ended
 * @param poll how often it is looked at; zero is not to wait for it
 */
record Detached(Duration limit, Duration poll, TaskRun.Waiting waiting, Clock clock) {
  /** How long after its limit a job that nobody could look at is given up. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  private static final Duration FIRST = Duration.ofSeconds(1);

  /**
   * What came of it.
   *
   * @param output what it printed, if it was waited for
   */
  record Ended(Optional<Reply> output, Map<String, Object> results) {}

  /**
   * Starts a script, and waits for its end unless it is not to be waited for.
   *
   * @throws ScriptFailed if it cannot be started, or ended without a result
   * @throws HostUnreachable if the host stays away until the script's time is over
   */
  Ended run(Target here, Request request) {
    Job job = Job.fresh(here);
    job.start(request, limit);
    if (poll.isZero() || poll.isNegative()) {
      return new Ended(Optional.empty(), Results.ofJob(job.id(), false, job.look().folder()));
    }
    Job.Look end = await(here, job);
    job.forget();
    return new Ended(end.reply(), Results.ofJob(job.id(), true, end.folder()));
  }

  private Job.Look await(Target here, Job job) {
    Instant start = clock.instant();
    Duration pause = FIRST;
    while (true) {
      pause = pause.compareTo(poll) < 0 ? pause : poll;
      Keywords.sleep(pause);
      pause = pause.multipliedBy(2);
      Duration since = Duration.between(start, clock.instant());
      try {
        Job.Look look = job.look();
        if (look.state() == Job.State.DONE) return look;
        if (look.state() != Job.State.RUNNING) throw new JobLost();
        waiting.on("it runs as job " + job.id(), since);
      } catch (HostUnreachable e) {
        if (since.compareTo(limit.plus(GRACE)) > 0) throw e;
        here.link().reset();
        waiting.on("it runs as job " + job.id() + ", and its host is away", since);
      }
    }
  }

  /** A job ended without a result. */
  static final class JobLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JobLost() {
      super("it ended without a result: something killed it, or the host was restarted");
    }
  }
}
