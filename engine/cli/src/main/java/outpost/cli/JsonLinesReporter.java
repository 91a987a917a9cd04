package outpost.cli;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import outpost.api.Change;
import outpost.core.event.Event;
import outpost.core.event.Masker;
import outpost.core.event.Outcome;
import outpost.core.event.Recap;
import outpost.core.event.Reporter;
import outpost.core.event.TaskInfo;

/**
 * Tells a run to machines: one JSON object per event and line, the recap last. {@code
 * docs/events.md} is the promise about keys and their meaning: keys may be added, none goes or
 * changes.
 */
final class JsonLinesReporter implements Reporter, Event.Teller {
  private final PrintStream out;
  private final Masker masker;
  private final InstantSource clock;
  private boolean check;

  /**
   * @param out in UTF-8, whatever the locale: JSON has no other encoding
   */
  JsonLinesReporter(PrintStream out, Masker masker, InstantSource clock) {
    this.out = out;
    this.masker = masker;
    this.clock = clock;
  }

  @Override
  public synchronized void on(Event event) {
    event.tell(this);
  }

  @Override
  public void runStarted(Event.RunStarted event) {
    check = event.check();
    Map<String, Object> line = line("run");
    line.put("version", event.version());
    line.put("playbook", event.playbook());
    line.put("inventories", event.inventories());
    line.put("inventory_from", event.chosen());
    line.put("check", event.check());
    line.put("diff", event.diff());
    line.put("forks", event.forks());
    write(line);
  }

  @Override
  public void playStarted(Event.PlayStarted event) {
    Map<String, Object> line = line("play");
    line.put("name", event.name());
    line.put("hosts", event.hosts());
    write(line);
  }

  @Override
  public void batchStarted(Event.BatchStarted event) {
    Map<String, Object> line = line("batch");
    line.put("number", event.number());
    line.put("of", event.of());
    line.put("hosts", event.hosts());
    write(line);
  }

  @Override
  public void taskStarted(Event.TaskStarted event) {
    Map<String, Object> line = line("task");
    line.put("task", task(event.task()));
    line.put("hosts", event.hosts());
    write(line);
  }

  @Override
  public void waiting(Event.Waiting event) {
    Map<String, Object> line = line("waiting");
    line.put("task", task(event.task()));
    line.put("host", event.host());
    line.put("what", event.what());
    line.put("since", seconds(event.since()));
    write(line);
  }

  @Override
  public void itemEnded(Event.ItemEnded event) {
    Map<String, Object> line = line("item");
    line.put("task", task(event.task()));
    line.put("host", event.host());
    line.put("item", event.outcome().hidden() ? "***" : event.label());
    line.putAll(outcome(event.outcome()));
    write(line);
  }

  @Override
  public void taskEnded(Event.TaskEnded event) {
    Map<String, Object> line = line("result");
    line.put("task", task(event.task()));
    line.put("host", event.host());
    line.put("delegate", event.delegate());
    line.putAll(outcome(event.outcome()));
    line.put("trips", event.trips());
    write(line);
  }

  @Override
  public void rescued(Event.Rescued event) {
    Map<String, Object> line = line("rescued");
    line.put("task", task(event.task()));
    line.put("host", event.host());
    write(line);
  }

  @Override
  public void included(Event.Included event) {
    Map<String, Object> line = line("included");
    line.put("task", task(event.task()));
    line.put("what", event.what());
    line.put("hosts", event.hosts());
    write(line);
  }

  @Override
  public void aborted(Event.Aborted event) {
    Map<String, Object> line = line("aborted");
    line.put("hosts", event.hosts());
    line.put("reason", event.reason());
    write(line);
  }

  @Override
  public void warned(Event.Warned event) {
    Map<String, Object> line = line("warning");
    line.put("message", event.message());
    write(line);
  }

  @Override
  public void runEnded(Event.RunEnded event) {
    Recap recap = event.recap();
    Map<String, Object> line = line("recap");
    Map<String, Object> hosts = new LinkedHashMap<>();
    recap.hosts().forEach((host, counts) -> hosts.put(host, counts(counts)));
    line.put("hosts", hosts);
    line.put("check", check);
    line.put("aborted", recap.aborted());
    line.put("slowest", recap.slowest().stream().map(JsonLinesReporter::slow).toList());
    line.put("took", seconds(recap.took()));
    if (!recap.stats().isEmpty()) {
      Map<String, Object> stats = new LinkedHashMap<>();
      stats.put("run", new Json.Foreign(recap.stats().run()));
      stats.put("hosts", new Json.Foreign(recap.stats().hosts()));
      line.put("stats", stats);
    }
    write(line);
  }

  private static Map<String, Object> slow(Recap.Slow slow) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("task", slow.task());
    map.put("took", seconds(slow.took()));
    return map;
  }

  private Map<String, Object> counts(Recap.Counts counts) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("ok", counts.ok());
    map.put("changed", counts.changed());
    map.put("failed", counts.failed());
    map.put("skipped", counts.skipped());
    map.put("unreachable", counts.unreachable());
    map.put("rescued", counts.rescued());
    map.put("ignored", counts.ignored());
    map.put("trips", counts.trips());
    if (check) map.put("unknown", counts.unknown());
    return map;
  }

  private static Map<String, Object> task(TaskInfo task) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", task.name());
    map.put("module", task.module());
    map.put("handler", task.handler());
    map.put("role", task.role());
    map.put("file", task.place().source().name());
    map.put("line", task.place().line());
    map.put("column", task.place().column());
    return map;
  }

  /** Returns the keys of an outcome. */
  static Map<String, Object> outcome(Outcome outcome) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("status", outcome.status().name().toLowerCase(Locale.ROOT));
    map.put("ignored", outcome.ignored());
    map.put("hidden", outcome.hidden());
    map.put("took", seconds(outcome.took()));
    if (outcome.hidden()) return map;
    map.put("message", outcome.message());
    map.put("hints", outcome.hints());
    map.put("details", outcome.details());
    map.put("notes", outcome.notes());
    map.put("changes", outcome.changes().stream().map(JsonLinesReporter::change).toList());
    map.put("diffs", outcome.diffs().stream().map(JsonLinesReporter::diff).toList());
    map.put("output", outcome.output().map(JsonLinesReporter::output));
    map.put("result", new Json.Foreign(outcome.result()));
    return map;
  }

  private static Map<String, Object> change(Outcome.Changed change) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("what", change.what());
    map.put("from", change.from());
    map.put("to", change.to());
    return map;
  }

  private static Map<String, Object> diff(Change.Diff diff) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", diff.name());
    map.put("before", diff.hidden() ? null : diff.before());
    map.put("after", diff.hidden() ? null : diff.after());
    return map;
  }

  private static Map<String, Object> output(Outcome.Output output) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("rc", output.rc());
    map.put("stdout", output.stdout());
    map.put("stderr", output.stderr());
    return map;
  }

  private static BigDecimal seconds(Duration time) {
    return BigDecimal.valueOf(time.toMillis(), 3);
  }

  private static Map<String, Object> line(String event) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("event", event);
    return line;
  }

  private void write(Map<String, Object> line) {
    line.put("time", clock.instant().toString());
    out.print(Json.of(line, masker) + "\n");
    out.flush();
  }
}
