package outpost.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;

/** Draws what is under way as the last line of a terminal. Guarded by its owner. */
final class LiveLine {
  private static final String SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
  private static final Duration SPIN = Duration.ofMillis(100);

  private final Screen screen;
  private final InstantSource clock;

  LiveLine(Screen screen, InstantSource clock) {
    this.screen = screen;
    this.clock = clock;
  }

  /**
   * @param before stands in front of the oldest task
   */
  void draw(String before, Collection<TaskProgress> open) {
    if (open.isEmpty() || !screen.isLive()) {
      screen.live("");
      return;
    }
    TaskProgress oldest = open.iterator().next();
    long turn = since(oldest.started()).dividedBy(SPIN);
    String more = open.size() > 1 ? " (and " + Text.count(open.size() - 1, "more task") + ")" : "";
    String spinner = String.valueOf(SPINNER.charAt((int) (turn % SPINNER.length())));
    screen.live(screen.paint(Style.CYAN, spinner) + " " + before + state(oldest) + more);
  }

  /** Returns what is under way: {@code Start it 1/4 hosts · node2: online, 12 s}. */
  String state(TaskProgress progress) {
    String counted =
        Text.line(progress.task().title())
            + "  "
            + progress.hostsDone()
            + "/"
            + Text.count(progress.hosts(), "host");
    return counted
        + progress.waits().entrySet().stream()
            .min(Map.Entry.comparingByValue((a, b) -> a.since().compareTo(b.since())))
            .map(
                e ->
                    " · %s: %s, %s"
                        .formatted(
                            e.getKey(),
                            Text.line(e.getValue().what()),
                            seconds(e.getValue().since())))
            .orElseGet(
                () ->
                    " · "
                        + (progress.hostsDone() > 0 ? Text.names(progress.pending()) + ", " : "")
                        + seconds(progress.started()));
  }

  private String seconds(Instant since) {
    long seconds = since(since).toSeconds();
    return seconds < 60 ? seconds + " s" : Text.time(Duration.ofSeconds(seconds));
  }

  private Duration since(Instant then) {
    return Duration.between(then, clock.instant());
  }
}
