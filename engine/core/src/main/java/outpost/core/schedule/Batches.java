package outpost.core.schedule;

import java.util.ArrayList;
import java.util.List;

/** Cuts a play's hosts into the batches that {@code serial} asks for. */
public final class Batches {
  private Batches() {}

  /** How many hosts a batch takes: a number, or a share of all hosts of the play. */
  public record Size(int amount, boolean percent) {
    /** All hosts at once. */
    public static final Size ALL = new Size(100, true);

    /** Returns the number of hosts: at least one; a share is rounded down. */
    int of(int hosts) {
      return Math.max(1, percent ? (int) ((long) hosts * amount / 100) : amount);
    }
  }

  /** Returns the batches in order; the last size repeats; no sizes make one batch of all. */
  public static List<List<String>> of(List<String> hosts, List<Size> sizes) {
    if (hosts.isEmpty()) return List.of();
    if (sizes.isEmpty()) return List.of(List.copyOf(hosts));
    List<List<String>> batches = new ArrayList<>();
    int from = 0;
    while (from < hosts.size()) {
      Size size = sizes.get(Math.min(batches.size(), sizes.size() - 1));
      int to = Math.min(hosts.size(), from + size.of(hosts.size()));
      batches.add(List.copyOf(hosts.subList(from, to)));
      from = to;
    }
    return batches;
  }
}
