package outpost.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import outpost.core.event.Recap;

/** Draws the end of a run: a row per host that both people and {@code grep} can read. */
final class RecapText {
  private static final int SLOWEST = 3;
  private static final Set<String> RARE = Set.of("rescued", "ignored", "unknown");

  private final Screen screen;
  private final boolean check;

  RecapText(Screen screen, boolean check) {
    this.screen = screen;
    this.check = check;
  }

  private record Cell(String name, int count, Style style) {
    @Override
    public String toString() {
      return name + "=" + count;
    }
  }

  /** One of the cells of each row, and how wide it is drawn. */
  private record Column(int number, int width) {}

  List<String> lines(Recap recap) {
    List<String> lines = new ArrayList<>();
    lines.add(screen.paint(Style.BOLD, check ? "recap of the check" : "recap"));
    Map<String, List<Cell>> rows = new LinkedHashMap<>();
    recap.hosts().forEach((host, counts) -> rows.put(host, cells(counts)));
    List<Column> columns = columns(rows.values());
    int widest = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
    rows.forEach(
        (host, cells) -> {
          StringBuilder line = new StringBuilder("  " + pad(Text.line(host), widest));
          for (Column column : columns) line.append("  ").append(shown(cells, column));
          String reason = recap.aborted().get(host);
          if (reason != null) line.append("  (").append(Text.line(reason)).append(')');
          lines.add(line.toString().stripTrailing());
        });
    lines.add(verdict(recap));
    recap.stats().run().forEach((name, value) -> lines.add(stat(name, value)));
    recap
        .stats()
        .hosts()
        .forEach((host, of) -> of.forEach((name, v) -> lines.add(stat(host + " " + name, v))));
    if (!recap.slowest().isEmpty()) {
      lines.add(
          screen.paint(
              Style.DIM,
              "slowest: "
                  + recap.slowest().stream()
                      .limit(SLOWEST)
                      .map(slow -> Text.line(slow.task()) + " " + Text.time(slow.took()))
                      .collect(Collectors.joining(", "))));
    }
    return lines;
  }

  private String stat(String name, Object value) {
    return Text.line("  " + name + ": " + Json.of(value, screen::masked));
  }

  private List<Cell> cells(Recap.Counts counts) {
    return List.of(
        new Cell("ok", counts.ok(), Style.GREEN),
        new Cell("changed", counts.changed(), Style.YELLOW),
        new Cell("failed", counts.failed(), Style.BOLD_RED),
        new Cell("skipped", counts.skipped(), Style.CYAN),
        new Cell("unreachable", counts.unreachable(), Style.BOLD_RED),
        new Cell("rescued", counts.rescued(), Style.MAGENTA),
        new Cell("ignored", counts.ignored(), Style.MAGENTA),
        new Cell("unknown", counts.unknown(), Style.MAGENTA),
        new Cell("trips", counts.trips(), Style.BOLD));
  }

  /** Returns the columns in order; the rarer ones only where any host has them. */
  private static List<Column> columns(Collection<List<Cell>> rows) {
    List<Column> columns = new ArrayList<>();
    for (int n = 0; n < (rows.isEmpty() ? 0 : rows.iterator().next().size()); n++) {
      boolean shown = false;
      int width = 0;
      for (List<Cell> cells : rows) {
        Cell cell = cells.get(n);
        shown |= cell.count > 0 || !RARE.contains(cell.name);
        width = Math.max(width, cell.toString().length());
      }
      if (shown) columns.add(new Column(n, width));
    }
    return columns;
  }

  private String shown(List<Cell> cells, Column column) {
    Cell cell = cells.get(column.number);
    boolean last = column.number == cells.size() - 1;
    String padded = last ? cell.toString() : pad(cell.toString(), column.width);
    return screen.paint(cell.count > 0 ? cell.style : Style.DIM, padded);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private String verdict(Recap recap) {
    int hosts = recap.hosts().size();
    if (hosts == 0) return "no host took part, " + Text.time(recap.took());
    long failed = recap.hosts().values().stream().filter(c -> c.failed() > 0).count();
    long lost = recap.hosts().values().stream().filter(c -> c.unreachable() > 0).count();
    long changed = recap.hosts().values().stream().filter(c -> c.changed() > 0).count();
    int trips = recap.hosts().values().stream().mapToInt(Recap.Counts::trips).sum();
    List<String> parts = new ArrayList<>();
    if (failed > 0)
      parts.add(screen.paint(Style.BOLD_RED, failed + " of " + all(hosts) + " failed"));
    if (lost > 0)
      parts.add(screen.paint(Style.BOLD_RED, lost + " of " + all(hosts) + " unreachable"));
    int stopped = recap.aborted().size();
    if (stopped > 0)
      parts.add(screen.paint(Style.BOLD_RED, stopped + " of " + all(hosts) + " stopped"));
    if (changed > 0) {
      String word = check ? " would change" : " changed";
      parts.add(screen.paint(Style.YELLOW, changed + " of " + all(hosts) + word));
    } else if (parts.isEmpty()) {
      parts.add(screen.paint(Style.GREEN, "nothing to change on " + all(hosts)));
    }
    parts.add(Text.count(trips, "trip"));
    parts.add(Text.time(recap.took()));
    return String.join(", ", parts);
  }

  private static String all(int hosts) {
    return Text.count(hosts, "host");
  }
}
