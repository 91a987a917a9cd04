package outpost.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Compares two texts line by line and tells the difference in the unified format, as {@code diff
 * -u} does (Myers, "An O(ND) Difference Algorithm", 1986).
 */
final class UnifiedDiff {
  private static final int AROUND = 3;

  /**
   * Beyond so many edits the texts have too little in common for a minimal answer to be worth it.
   */
  private static final int MOST_EDITS = 1500;

  private static final String NO_NEWLINE = "\\ No newline at end of file";

  private final List<String> before;
  private final List<String> after;

  private UnifiedDiff(List<String> before, List<String> after) {
    this.before = before;
    this.after = after;
  }

  /** One line of the whole comparison: common, only before, or only after. */
  private record Edit(char sign, String text) {}

  /** Returns the lines of the difference without the two lines of file names; none if equal. */
  static List<String> lines(String before, String after) {
    if (before.equals(after)) return List.of();
    return new UnifiedDiff(split(before), split(after)).hunks();
  }

  /** Keeps each line's end, so that a missing last one is a difference. */
  private static List<String> split(String text) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end + 1;
      lines.add(text.substring(start, end));
      start = end;
    }
    return lines;
  }

  private List<String> hunks() {
    List<Edit> edits = edits();
    List<String> out = new ArrayList<>();
    int line = 0;
    while (line < edits.size()) {
      if (edits.get(line).sign == ' ') {
        line++;
        continue;
      }
      int from = Math.max(0, line - AROUND);
      int last = line; // the last change that still belongs to this hunk
      for (int i = line; i < edits.size() && i <= last + 2 * AROUND + 1; i++) {
        if (edits.get(i).sign != ' ') last = i;
      }
      int to = Math.min(edits.size(), last + 1 + AROUND);
      hunk(edits, from, to, out);
      line = to;
    }
    return out;
  }

  private static void hunk(List<Edit> edits, int from, int to, List<String> out) {
    List<Edit> ahead = edits.subList(0, from);
    List<Edit> shown = edits.subList(from, to);
    out.add("@@ -" + range(ahead, shown, '+') + " +" + range(ahead, shown, '-') + " @@");
    for (Edit edit : shown) {
      boolean ended = edit.text.endsWith("\n");
      out.add(edit.sign + (ended ? edit.text.substring(0, edit.text.length() - 1) : edit.text));
      if (!ended) out.add(NO_NEWLINE);
    }
  }

  /** Returns first line and length of a hunk on the side that has no lines of the other sign. */
  private static String range(List<Edit> ahead, List<Edit> shown, char other) {
    long start = ahead.stream().filter(e -> e.sign != other).count();
    long length = shown.stream().filter(e -> e.sign != other).count();
    if (length == 0) return start + ",0";
    return length == 1 ? Long.toString(start + 1) : (start + 1) + "," + length;
  }

  private List<Edit> edits() {
    int head = 0;
    while (head < Math.min(before.size(), after.size())
        && before.get(head).equals(after.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < Math.min(before.size(), after.size()) - head
        && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
      tail++;
    }
    List<Edit> edits = new ArrayList<>();
    for (String text : before.subList(0, head)) edits.add(new Edit(' ', text));
    edits.addAll(
        middle(
            before.subList(head, before.size() - tail), after.subList(head, after.size() - tail)));
    for (String text : before.subList(before.size() - tail, before.size())) {
      edits.add(new Edit(' ', text));
    }
    return edits;
  }

  private static List<Edit> middle(List<String> a, List<String> b) {
    List<int[]> trace = new ArrayList<>();
    int most = Math.min(a.size() + b.size(), MOST_EDITS);
    int[] reach = new int[2 * most + 3];
    int zero = most + 1;
    for (int d = 0; d <= most; d++) {
      trace.add(reach.clone());
      for (int k = -d; k <= d; k += 2) {
        boolean down = k == -d || k != d && reach[zero + k - 1] < reach[zero + k + 1];
        int x = down ? reach[zero + k + 1] : reach[zero + k - 1] + 1;
        while (x < a.size() && x - k < b.size() && a.get(x).equals(b.get(x - k))) x++;
        reach[zero + k] = x;
        if (x >= a.size() && x - k >= b.size()) return path(a, b, trace, zero);
      }
    }
    List<Edit> replaced = new ArrayList<>();
    for (String text : a) replaced.add(new Edit('-', text));
    for (String text : b) replaced.add(new Edit('+', text));
    return replaced;
  }

  private static List<Edit> path(List<String> a, List<String> b, List<int[]> trace, int zero) {
    List<Edit> path = new ArrayList<>();
    int x = a.size();
    int y = b.size();
    for (int d = trace.size() - 1; d >= 0; d--) {
      int[] reach = trace.get(d);
      int k = x - y;
      boolean down = k == -d || k != d && reach[zero + k - 1] < reach[zero + k + 1];
      int fromK = down ? k + 1 : k - 1;
      int fromX = d == 0 ? 0 : reach[zero + fromK];
      int fromY = d == 0 ? 0 : fromX - fromK;
      while (x > fromX && y > fromY) {
        path.add(new Edit(' ', a.get(--x)));
        y--;
      }
      if (d == 0) break;
      if (down) path.add(new Edit('+', b.get(--y)));
      else path.add(new Edit('-', a.get(--x)));
    }
    Collections.reverse(path);
    return path;
  }
}
