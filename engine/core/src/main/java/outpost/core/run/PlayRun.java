package outpost.core.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import outpost.core.event.Event;
import outpost.core.program.BoundPlay;
import outpost.core.program.Part;
import outpost.core.program.Stage;
import outpost.core.program.VarLevel;
import outpost.core.schedule.Batches;
import outpost.core.source.Diagnostic;
import outpost.core.source.Problems;
import outpost.core.template.EvaluationFailed;
import outpost.core.template.Scope;
import outpost.core.template.UnknownValue;

/** One play: its batches in order, and in a batch its sections, each followed by handlers. */
final class PlayRun {
  private final Session session;
  private final BoundPlay play;
  private final Tally tally;

  PlayRun(Session session, BoundPlay play, Tally tally) {
    this.session = session;
    this.play = play;
    this.tally = tally;
  }

  /** Runs it; false if no host of a batch was left, so that nothing may follow. */
  boolean run() {
    List<String> hosts = hosts().stream().filter(host -> !session.state(host).isGone()).toList();
    session.tell(new Event.PlayStarted(play.name(), hosts));
    hosts.forEach(tally::takesPart);
    hosts.forEach(host -> session.state(host).beginPlay());
    List<List<String>> batches = Batches.of(hosts, play.serial());
    PlayState state = new PlayState(session, play, hosts);
    for (int i = 0; i < batches.size(); i++) {
      if (batches.size() > 1) {
        session.tell(new Event.BatchStarted(i + 1, batches.size(), batches.get(i)));
      }
      Batch batch = new Batch(state, tally, batches.get(i).stream().map(session::state).toList());
      runBatch(batch, state);
      if (state.isOver()) return true;
      if (batch.isLost()) {
        batch.abort(hostsAfter(batches, i), "the batch before it failed");
        return false;
      }
    }
    return true;
  }

  /** Returns its hosts as the inventory now is. */
  private List<String> hosts() {
    Problems problems = new Problems();
    List<String> hosts = play.choice().select(session.variables().inventory(), problems);
    for (Diagnostic diagnostic : problems.all()) {
      session.tell(new Event.Warned(diagnostic.problem().message()));
    }
    return hosts;
  }

  private void runBatch(Batch batch, PlayState state) {
    new FactsRun(batch).atStart();
    readVarsFiles(batch, state);
    for (List<Part> section : play.sections()) {
      switch (play.strategy()) {
        case LINEAR -> Walk.together(batch, batch.hosts()).section(section);
        case FREE -> apart(batch, section, batch.hosts().size());
        case HOST_PINNED -> apart(batch, section, session.workers().forks());
      }
      batch.endSection();
    }
  }

  /** Lets every host go on as fast as it can. */
  private void apart(Batch batch, List<Part> section, int atATime) {
    List<Callable<Void>> walks = new ArrayList<>();
    for (HostState host : batch.hosts()) {
      walks.add(
          () -> {
            Walk.apart(batch, host).section(section);
            return null;
          });
    }
    if (!walks.isEmpty()) session.workers().all(walks, Math.max(1, atATime));
  }

  private void readVarsFiles(Batch batch, PlayState state) {
    if (play.varsFiles().isEmpty()) return;
    Set<String> references = new TreeSet<>();
    for (HostState host : batch.active()) {
      Stage stage = state.stage(batch);
      Scope scope =
          session
              .variables()
              .scope(host.name(), stage, Optional.empty(), Map.of(), Map.of(), session::live);
      Problems problems = new Problems();
      try {
        List<VarLevel> levels = play.varsFiles().read(scope, problems);
        if (!problems.hasErrors()) {
          state.files(host.name(), levels);
          levels.forEach(level -> references.addAll(level.references()));
          continue;
        }
      } catch (EvaluationFailed e) {
        problems.report(Diagnostic.Severity.ERROR, Optional.of(e.span()), e.problem());
      } catch (UnknownValue e) {
        problems.error("unknown-value", "which `vars_files` there are is not known");
      }
      batch.fail(host, "vars_files", play.place(), problems.all().get(0).problem());
    }
    new FactsRun(batch).also(references, batch.active(), false);
  }

  private static List<String> hostsAfter(List<List<String>> batches, int index) {
    return batches.subList(index + 1, batches.size()).stream().flatMap(List::stream).toList();
  }
}
