package outpost.cli;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import outpost.core.event.Event;

/** Follows one task on many hosts, with a live line while it is under way. */
abstract sealed class SingleTaskReporter implements LiveReporter, Event.Teller
    permits ExecReporter, OneLineReporter {
  final Screen screen;
  final InstantSource clock;
  final List<TaskProgress> open = new ArrayList<>();
  private final LiveLine live;

  SingleTaskReporter(Screen screen, InstantSource clock) {
    this.screen = screen;
    this.clock = clock;
    this.live = new LiveLine(screen, clock);
  }

  @Override
  public final synchronized void on(Event event) {
    event.tell(this);
    live.draw("", open);
  }

  @Override
  public final synchronized <T> T still(Supplier<T> work) {
    screen.live("");
    return work.get();
  }

  @Override
  public final synchronized void tick() {
    live.draw("", open);
  }

  @Override
  public void taskStarted(Event.TaskStarted event) {
    if (open.isEmpty()) open.add(new TaskProgress(event.task(), clock.instant()));
    open.get(0).starts(event.hosts());
  }
}
