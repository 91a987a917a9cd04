package outpost.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import outpost.core.event.Event;
import outpost.core.event.Masker;
import outpost.core.event.Outcome;
import outpost.core.event.Status;
import outpost.core.event.TaskInfo;

/**
 * Tells a run to people: failures at once, then each task with its hosts folded by what became of
 * them; on a terminal the last line shows what is under way. Guarded by this: events and ticks may
 * come from different threads.
 */
final class ConsoleReporter implements LiveReporter, Event.Teller {
  /** Where there is no live line, so long may nothing be said while something is under way. */
  private static final Duration SILENCE = Duration.ofSeconds(10);

  private final Screen screen;
  private final Masker masker;
  private final InstantSource clock;
  private final int verbosity;
  private final OutcomeText text;
  private final LiveLine live;
  private final List<TaskProgress> open = new ArrayList<>();
  private final Map<TaskInfo, List<String>> rescued = new LinkedHashMap<>();

  private String batch = "";
  private boolean check;
  private Instant spoke = Instant.EPOCH;

  ConsoleReporter(Screen screen, Masker masker, InstantSource clock, int verbosity) {
    this.screen = screen;
    this.masker = masker;
    this.clock = clock;
    this.verbosity = verbosity;
    this.text = new OutcomeText(screen, masker, verbosity);
    this.live = new LiveLine(screen, clock);
  }

  @Override
  public synchronized void on(Event event) {
    if (!(event instanceof Event.Rescued)) tellRescued();
    event.tell(this);
    live.draw(batch, open);
  }

  @Override
  public synchronized <T> T still(Supplier<T> work) {
    screen.live("");
    return work.get();
  }

  @Override
  public synchronized void tick() {
    boolean silent = !screen.isLive() && !open.isEmpty();
    if (silent && since(spoke).compareTo(SILENCE) >= 0) underWay();
    live.draw(batch, open);
  }

  @Override
  public void runStarted(Event.RunStarted event) {
    check = event.check();
    say(
        screen.paint(Style.BOLD, "outpost")
            + " "
            + event.version()
            + " · "
            + Text.line(event.playbook())
            + (check ? " · " + screen.paint(Style.YELLOW, "check mode: nothing is changed") : ""));
    String inventories =
        event.inventories().stream().map(Text::line).collect(Collectors.joining(", "));
    say("inventory " + inventories + event.chosen().map(ConsoleReporter::chosen).orElse(""));
  }

  private static String chosen(String how) {
    return how.startsWith("$")
        ? " (from " + how + ", as no -i is given)"
        : " (of the working directory, as no -i is given)";
  }

  @Override
  public void playStarted(Event.PlayStarted event) {
    closeAll();
    batch = "";
    screen.gap();
    say(
        screen.paint(Style.BOLD, "play " + Text.line(event.name()))
            + " · "
            + (event.hosts().isEmpty() ? "no hosts" : Text.names(event.hosts())));
  }

  @Override
  public void batchStarted(Event.BatchStarted event) {
    closeAll();
    batch = event.of() > 1 ? "batch " + event.number() + "/" + event.of() + " " : "";
    if (event.of() == 1) return;
    screen.gap();
    say("batch " + event.number() + " of " + event.of() + " · " + Text.names(event.hosts()));
  }

  @Override
  public void taskStarted(Event.TaskStarted event) {
    progress(event.task()).starts(event.hosts());
  }

  @Override
  public void waiting(Event.Waiting event) {
    progress(event.task())
        .waits(
            event.host(),
            new TaskProgress.Wait(event.what(), clock.instant().minus(event.since())));
  }

  @Override
  public void itemEnded(Event.ItemEnded event) {
    TaskProgress progress = progress(event.task());
    Outcome outcome = event.outcome();
    String label = outcome.hidden() ? "(hidden)" : Text.line(masker.mask(event.label()));
    if (outcome.isFatal()) {
      progress.itemFailed(event.host());
      card(text.failure(event.task(), event.host(), label, outcome));
      return;
    }
    boolean quiet = outcome.status() == Status.OK || outcome.status() == Status.SKIPPED;
    List<String> body = text.body(event.task(), outcome);
    if (quiet && !outcome.ignored() && verbosity == 0 && body.isEmpty()) return;
    List<String> lines = new ArrayList<>();
    String word = screen.paint(OutcomeText.style(outcome), OutcomeText.word(outcome));
    lines.add("item " + label + ": " + word);
    for (String line : body) lines.add("  " + line);
    progress.item(event.host(), lines);
  }

  @Override
  public void taskEnded(Event.TaskEnded event) {
    TaskProgress progress = progress(event.task());
    Outcome outcome = event.outcome();
    String host = Text.line(OutcomeText.host(event));
    if (outcome.isFatal()) failed(progress, event, host);
    else progress.ends(event.host(), host, TaskProgress.Ended.of(outcome, body(progress, event)));
    if (progress.isDone()) close(progress);
  }

  private List<String> body(TaskProgress progress, Event.TaskEnded event) {
    List<String> lines = new ArrayList<>(progress.items(event.host()));
    // the items have told the changes already
    if (lines.isEmpty()) lines.addAll(text.body(event.task(), event.outcome()));
    if (verbosity > 1) lines.add("took " + Text.time(event.outcome().took()));
    return lines;
  }

  private void failed(TaskProgress progress, Event.TaskEnded event, String host) {
    if (progress.hasItemFailed(event.host())) {
      progress.done(event.host());
      return;
    }
    List<String> told = text.failure(event.task(), "", "", event.outcome());
    if (progress.fails(event.host(), told)) {
      card(text.failure(event.task(), host, "", event.outcome()));
    }
  }

  /** Several hosts are mostly rescued at the same time, and told of together. */
  @Override
  public void rescued(Event.Rescued event) {
    rescued.computeIfAbsent(event.task(), t -> new ArrayList<>()).add(Text.line(event.host()));
  }

  private void tellRescued() {
    if (rescued.isEmpty()) return;
    rescued.forEach(
        (task, hosts) ->
            say(
                screen.paint(Style.MAGENTA, "rescued:")
                    + " "
                    + Text.names(hosts)
                    + " · "
                    + text.named(task)));
    rescued.clear();
  }

  @Override
  public void included(Event.Included event) {
    say(
        screen.paint(Style.CYAN, "included:")
            + " "
            + Text.line(event.what())
            + " for "
            + (verbosity > 0 ? Text.names(event.hosts()) : Text.folded(event.hosts())));
  }

  @Override
  public void aborted(Event.Aborted event) {
    for (TaskProgress progress : List.copyOf(open)) {
      event.hosts().forEach(progress::done);
      if (progress.isDone()) close(progress);
    }
    if (event.hosts().isEmpty()) return;
    String word = screen.paint(Style.BOLD_RED, "stopped:");
    say(word + " " + Text.names(event.hosts()) + " · " + Text.line(event.reason()));
  }

  @Override
  public void warned(Event.Warned event) {
    List<String> lines = Text.lines(masker.mask(event.message()));
    for (int i = 0; i < lines.size(); i++) {
      say((i == 0 ? screen.paint(Style.YELLOW, "warning:") + " " : "         ") + lines.get(i));
    }
  }

  @Override
  public void runEnded(Event.RunEnded event) {
    closeAll();
    screen.live("");
    screen.gap();
    new RecapText(screen, check).lines(event.recap()).forEach(this::say);
  }

  private TaskProgress progress(TaskInfo task) {
    if (open.isEmpty()) spoke = clock.instant();
    for (TaskProgress progress : open) if (progress.isOf(task)) return progress;
    TaskProgress progress = new TaskProgress(task, clock.instant());
    open.add(progress);
    return progress;
  }

  private void closeAll() {
    List.copyOf(open).forEach(this::close);
  }

  private void close(TaskProgress progress) {
    open.remove(progress);
    for (List<String> hosts : progress.sharedFailures()) {
      List<String> others = hosts.subList(1, hosts.size());
      String word = screen.paint(Style.BOLD_RED, "failed:");
      say(word + " " + Text.names(others) + " · in the same way as " + hosts.get(0));
    }
    List<Map.Entry<TaskProgress.Ended, List<String>>> endings =
        progress.endings().stream().filter(e -> isTold(progress.task(), e.getKey())).toList();
    if (endings.isEmpty()) return;
    String head =
        screen.paint(Style.DIM, progress.task().handler() ? "handler" : "task")
            + " "
            + (verbosity > 0 ? text.named(progress.task()) : Text.line(progress.task().title()))
            + (verbosity > 1 ? screen.paint(Style.DIM, " at " + progress.task().place()) : "");
    if (endings.size() == 1 && endings.get(0).getKey().lines().isEmpty()) {
      say(head + " · " + ending(endings.get(0)));
      return;
    }
    say(head);
    for (Map.Entry<TaskProgress.Ended, List<String>> ending : endings) {
      say("  " + ending(ending));
      for (String line : ending.getKey().lines()) say("    " + line);
    }
  }

  /** What an include brings is told by itself. */
  private boolean isTold(TaskInfo task, TaskProgress.Ended ending) {
    if (verbosity > 0) return true;
    boolean includes =
        task.module().equals("include_tasks") || task.module().equals("include_role");
    return !ending.isSkipped() && !(includes && ending.isOk() && ending.lines().isEmpty());
  }

  private String ending(Map.Entry<TaskProgress.Ended, List<String>> ending) {
    TaskProgress.Ended how = ending.getKey();
    boolean fold = how.rank() >= 4 && how.lines().isEmpty() && verbosity == 0;
    return screen.paint(how.style(), how.word() + ":")
        + " "
        + (fold ? Text.folded(ending.getValue()) : Text.names(ending.getValue()));
  }

  private void card(List<String> lines) {
    screen.gap();
    lines.forEach(this::say);
    screen.gap();
  }

  private void say(String line) {
    screen.line(line);
    spoke = clock.instant();
  }

  private void underWay() {
    for (TaskProgress progress : open) {
      say(screen.paint(Style.DIM, "... " + batch + live.state(progress)));
    }
  }

  private Duration since(Instant then) {
    return Duration.between(then, clock.instant());
  }
}
