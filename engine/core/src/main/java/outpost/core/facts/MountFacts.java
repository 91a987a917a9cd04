package outpost.core.facts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is mounted, and how full it is. */
final class MountFacts {
  /** Blanks and backslashes in /proc/mounts, see getmntent(3). */
  private static final Pattern ESCAPE = Pattern.compile("\\\\([0-7]{3})");

  private MountFacts() {}

  static void read(Printed lines, Map<String, Object> facts) {
    Map<String, String> uuids = uuids(lines);
    Map<String, List<String>> sizes = new HashMap<>();
    for (String line : lines.all("mount_size")) {
      List<String> words = Printed.split(line);
      if (words.size() == 7) sizes.put(words.get(0), words.subList(1, 7));
    }
    List<String> binds = lines.all("bind");
    Map<String, Object> mounts = new LinkedHashMap<>(); // the last one at a place hides the others
    for (String line : lines.all("mount")) {
      String[] words = line.split(" ");
      if (words.length < 4) continue;
      Map<String, Object> mount = new LinkedHashMap<>();
      mount.put("mount", plain(words[1]));
      mount.put("device", plain(words[0]));
      mount.put("fstype", words[2]);
      mount.put("options", plain(words[3]) + (binds.contains(words[1]) ? ",bind" : ""));
      if (sizes.containsKey(words[1])) sizes(sizes.get(words[1]), mount);
      mount.put("uuid", uuids.getOrDefault(plain(words[0]), "N/A"));
      mounts.remove(words[1]);
      mounts.put(words[1], mount);
    }
    facts.put("mounts", List.copyOf(mounts.values()));
  }

  private static Map<String, String> uuids(Printed lines) {
    Map<String, String> uuids = new HashMap<>();
    for (String line : lines.all("lsblk")) {
      List<String> words = Printed.split(line);
      if (words.size() > 1) uuids.putIfAbsent(words.get(0), words.get(words.size() - 1));
    }
    lines
        .links("by_uuid")
        .forEach((uuid, target) -> uuids.putIfAbsent("/dev/" + Printed.base(target), uuid));
    return uuids;
  }

  /** Block size, fragment size, blocks, free ones for users, inodes, free inodes: statvfs(3). */
  private static void sizes(List<String> words, Map<String, Object> mount) {
    List<Long> n = words.stream().map(w -> Printed.number(w).orElse(0)).toList();
    mount.put("size_total", n.get(1) * n.get(2));
    mount.put("size_available", n.get(1) * n.get(3));
    mount.put("block_size", n.get(0));
    mount.put("block_total", n.get(2));
    mount.put("block_available", n.get(3));
    mount.put("block_used", n.get(2) - n.get(3));
    mount.put("inode_total", n.get(4));
    mount.put("inode_available", n.get(5));
    mount.put("inode_used", n.get(4) - n.get(5));
  }

  private static String plain(String text) {
    Matcher matcher = ESCAPE.matcher(text);
    List<String> parts = new ArrayList<>();
    int end = 0;
    while (matcher.find()) {
      parts.add(text.substring(end, matcher.start()));
      parts.add(String.valueOf((char) Integer.parseInt(matcher.group(1), 8)));
      end = matcher.end();
    }
    parts.add(text.substring(end));
    return String.join("", parts);
  }
}
