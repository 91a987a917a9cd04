package outpost.modules.files;

import static outpost.api.Script.sh;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import outpost.api.Script;

/**
 * All that stat(1) and its like tell of a file, and the names under which playbooks know it.
 *
 * @param raw st_mode in hexadecimal
 * @param major of a device, in hexadecimal
 * @param atimes the time with its fraction, where stat tells one
 * @param attributes what lsattr says: version and letters
 */
record Seen(
    String raw,
    long uid,
    long gid,
    String owner,
    String group,
    long size,
    long inode,
    long dev,
    long nlink,
    long blocks,
    long blockSize,
    String major,
    String minor,
    long atime,
    long mtime,
    long ctime,
    String atimes,
    String mtimes,
    String ctimes,
    Optional<String> source,
    Optional<String> target,
    boolean readable,
    boolean writeable,
    boolean executable,
    Optional<String> checksum,
    Optional<List<String>> mime,
    Optional<List<String>> attributes) {

  /** Looks at {@code $f}, through a link if {@code $l} is set. */
  static final Script LOOK =
      sh(
          """
          stat ${l:+"$l"} -c 'stat.raw=%f
          stat.uid=%u
          stat.gid=%g
          stat.owner=%U
          stat.group=%G
          stat.size=%s
          stat.inode=%i
          stat.dev=%d
          stat.nlink=%h
          stat.blocks=%b
          stat.block_size=%o
          stat.major=%t
          stat.minor=%T
          stat.atime=%X
          stat.mtime=%Y
          stat.ctime=%Z
          stat.atimes=%x
          stat.mtimes=%y
          stat.ctimes=%z' -- "$f" || exit
          if [ -z "$l" ] && [ -h "$f" ]; then
            readlink -n -- "$f" | blob stat.target
            emit stat.source "$(readlink -f -- "$f")"
          fi
          if [ -r "$f" ]; then emit stat.readable yes; else emit stat.readable no; fi
          if [ -w "$f" ]; then emit stat.writeable yes; else emit stat.writeable no; fi
          if [ -x "$f" ]; then emit stat.executable yes; else emit stat.executable no; fi\
          """);

  private static final Pattern FRACTION = Pattern.compile(":\\d\\d(\\.\\d+)");

  /** The letters of lsattr(1), and what Ansible calls them. */
  private static final Map<Character, String> ATTRIBUTES =
      Map.ofEntries(
          Map.entry('A', "noatime"),
          Map.entry('a', "append"),
          Map.entry('c', "compressed"),
          Map.entry('C', "nocow"),
          Map.entry('d', "nodump"),
          Map.entry('D', "dirsync"),
          Map.entry('e', "extents"),
          Map.entry('E', "encrypted"),
          Map.entry('h', "blocksize"),
          Map.entry('i', "immutable"),
          Map.entry('I', "indexed"),
          Map.entry('j', "journalled"),
          Map.entry('N', "inline"),
          Map.entry('s', "zero"),
          Map.entry('S', "synchronous"),
          Map.entry('t', "notail"),
          Map.entry('T', "blockroot"),
          Map.entry('u', "undelete"),
          Map.entry('X', "compressedraw"),
          Map.entry('Z', "compresseddirty"));

  private static final List<String> PERMISSIONS =
      List.of("xoth", "woth", "roth", "xgrp", "wgrp", "rgrp", "xusr", "wusr", "rusr");

  Map<String, Object> told(String path) {
    int mode = Integer.parseInt(raw, 16);
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("exists", true);
    all.put("path", path);
    all.put("mode", Mode.show(mode & 07777));
    kind(mode, all);
    all.put("uid", uid);
    all.put("gid", gid);
    if (!owner.equals("UNKNOWN")) all.put("pw_name", owner);
    if (!group.equals("UNKNOWN")) all.put("gr_name", group);
    all.put("size", size);
    all.put("inode", inode);
    all.put("dev", dev);
    all.put("nlink", nlink);
    all.put("blocks", blocks);
    all.put("block_size", blockSize);
    all.put("device_type", device());
    all.put("atime", time(atime, atimes));
    all.put("mtime", time(mtime, mtimes));
    all.put("ctime", time(ctime, ctimes));
    permissions(mode, all);
    all.put("readable", readable);
    all.put("writeable", writeable);
    all.put("executable", executable);
    source.ifPresent(to -> all.put("lnk_source", to));
    target.ifPresent(to -> all.put("lnk_target", to));
    checksum.ifPresent(sum -> all.put("checksum", sum));
    mime.ifPresent(words -> mime(words, all));
    attributes.ifPresent(words -> attributes(words, all));
    return all;
  }

  static void permissions(int mode, Map<String, Object> all) {
    for (int i = 0; i < PERMISSIONS.size(); i++) all.put(PERMISSIONS.get(i), is(mode, 1 << i));
    all.put("isuid", is(mode, 04000));
    all.put("isgid", is(mode, 02000));
  }

  static void kind(int mode, Map<String, Object> all) {
    int kind = mode & 0170000;
    all.put("isreg", kind == 0100000);
    all.put("isdir", kind == 0040000);
    all.put("islnk", kind == 0120000);
    all.put("ischr", kind == 0020000);
    all.put("isblk", kind == 0060000);
    all.put("isfifo", kind == 0010000);
    all.put("issock", kind == 0140000);
  }

  private static boolean is(int mode, int bit) {
    return (mode & bit) != 0;
  }

  /** The number of a device as makedev(3) puts it together. */
  private long device() {
    long high = Long.parseLong(major, 16);
    long low = Long.parseLong(minor, 16);
    return (low & 0xff) | (high & 0xfff) << 8 | (low & ~0xffL) << 12 | (high & ~0xfffL) << 32;
  }

  static BigDecimal time(long seconds, String written) {
    Matcher fraction = FRACTION.matcher(written);
    BigDecimal whole = BigDecimal.valueOf(seconds);
    return fraction.find() ? whole.add(new BigDecimal("0" + fraction.group(1))) : whole;
  }

  private static void mime(List<String> words, Map<String, Object> all) {
    boolean told = words.size() == 2 && words.get(1).startsWith("charset=");
    all.put("mimetype", told ? words.get(0).replaceFirst(";$", "") : "unknown");
    all.put("charset", told ? words.get(1).substring("charset=".length()) : "unknown");
  }

  private static void attributes(List<String> words, Map<String, Object> all) {
    if (words.size() < 2) return;
    String letters = words.get(1).replace("-", "");
    List<String> names = new ArrayList<>();
    for (char letter : letters.toCharArray()) {
      if (ATTRIBUTES.containsKey(letter)) names.add(ATTRIBUTES.get(letter));
    }
    all.put("version", words.get(0));
    all.put("attr_flags", letters);
    all.put("attributes", List.copyOf(names));
  }
}
