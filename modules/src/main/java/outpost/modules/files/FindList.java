package outpost.modules.files;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a host says of the files below a path.
 *
 * @param lines what stat(1) says of each, by its path
 * @param holding the files that hold what is looked for
 * @param sums checksums by path
 */
record FindList(Map<String, List<String>> lines, Set<String> holding, Map<String, String> sums) {
  /** No path holds two slashes in a row, so that it ends there, whatever else it holds. */
  private static final String END = "//\n";

  private static final int FIELDS = 16;

  static FindList of(Find.Tree tree) {
    Map<String, List<String>> lines = new TreeMap<>();
    for (String line : text(tree.files()).split(END)) {
      List<String> fields = List.of(line.split("\\|", FIELDS));
      if (fields.size() == FIELDS) lines.put(fields.get(FIELDS - 1), fields);
    }
    Map<String, String> sums = new HashMap<>();
    for (String line : text(tree.sums()).split(END)) {
      int bar = line.indexOf('|');
      if (bar > 0) sums.put(line.substring(bar + 1), line.substring(0, bar));
    }
    return new FindList(lines, Set.of(distinct(text(tree.holding()).split("\0"))), sums);
  }

  private static String[] distinct(String[] all) {
    return java.util.Arrays.stream(all).distinct().toArray(String[]::new);
  }

  private static String text(Optional<byte[]> bytes) {
    return bytes.map(Encoding.UTF_8::text).orElse("");
  }

  int size() {
    return lines.size();
  }

  List<Map<String, Object>> fitting(FindFilter filter, long now, boolean contents) {
    List<Map<String, Object>> all = new ArrayList<>();
    lines.forEach(
        (path, fields) -> {
          int raw = Integer.parseInt(fields.get(0), 16);
          if (filter.fits(path, raw, number(fields, 4), time(fields, filter.stamp()), now)
              && (!contents || holding.contains(path))) {
            all.add(told(path, raw, fields));
          }
        });
    return all;
  }

  private static long time(List<String> fields, FindFilter.Stamp stamp) {
    return switch (stamp) {
      case ATIME -> number(fields, 7);
      case MTIME -> number(fields, 8);
      case CTIME -> number(fields, 9);
    };
  }

  private static long number(List<String> fields, int at) {
    return Long.parseLong(fields.get(at));
  }

  private Map<String, Object> told(String path, int raw, List<String> fields) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("path", path);
    one.put("mode", Mode.show(raw & 07777));
    Seen.kind(raw, one);
    one.put("uid", number(fields, 2));
    one.put("gid", number(fields, 3));
    one.put("size", number(fields, 4));
    one.put("inode", number(fields, 5));
    one.put("dev", number(fields, 6));
    one.put("nlink", number(fields, 1));
    one.put("atime", Seen.time(number(fields, 7), fields.get(10)));
    one.put("mtime", Seen.time(number(fields, 8), fields.get(11)));
    one.put("ctime", Seen.time(number(fields, 9), fields.get(12)));
    one.put("gr_name", known(fields.get(14)));
    one.put("pw_name", known(fields.get(13)));
    Seen.permissions(raw, one);
    Optional.ofNullable(sums.get(path)).ifPresent(sum -> one.put("checksum", sum));
    return one;
  }

  private static String known(String name) {
    return name.equals("UNKNOWN") ? "" : name;
  }
}
