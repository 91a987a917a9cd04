package outpost.modules.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import outpost.api.BadArg;

/** Which files a task looks for. */
record FindFilter(
    List<String> globs,
    Predicate<String> name,
    Type type,
    boolean hidden,
    Optional<Long> age,
    Stamp stamp,
    Optional<Long> size) {

  /** What stat(1) is asked, a path at the end, which two slashes end. */
  static final String LINE = "%f|%h|%u|%g|%s|%i|%d|%X|%Y|%Z|%x|%y|%z|%U|%G|%n//";

  private static final Map<Character, Long> SECONDS =
      Map.of('s', 1L, 'm', 60L, 'h', 3600L, 'd', 86_400L, 'w', 604_800L);
  private static final Map<Character, Long> BYTES =
      Map.of('b', 1L, 'k', 1L << 10, 'm', 1L << 20, 'g', 1L << 30, 't', 1L << 40);

  /** What is looked for. */
  public enum Type {
    ANY,
    DIRECTORY,
    FILE,
    LINK
  }

  /** The time that an age is of. */
  public enum Stamp {
    ATIME,
    CTIME,
    MTIME
  }

  static FindFilter of(
      List<String> patterns,
      List<String> excludes,
      boolean regex,
      Type type,
      boolean hidden,
      Optional<String> age,
      Stamp stamp,
      Optional<String> size) {
    List<Predicate<String>> wanted = names("patterns", patterns, regex);
    List<Predicate<String>> unwanted = names("excludes", excludes, regex);
    Predicate<String> name =
        one ->
            (wanted.isEmpty() || wanted.stream().anyMatch(p -> p.test(one)))
                && unwanted.stream().noneMatch(p -> p.test(one));
    return new FindFilter(
        regex ? List.of() : patterns,
        name,
        type,
        hidden,
        age.map(text -> amount("age", text, SECONDS)),
        stamp,
        size.map(text -> amount("size", text, BYTES)));
  }

  private static List<Predicate<String>> names(String arg, List<String> patterns, boolean regex) {
    List<Predicate<String>> all = new ArrayList<>();
    for (String pattern : patterns) {
      if (regex) {
        PythonPattern expression = PythonPattern.of(arg, pattern);
        all.add(name -> expression.matcher(name).lookingAt());
      } else {
        all.add(glob(pattern).asMatchPredicate());
      }
    }
    return all;
  }

  /** As Python's fnmatch: a backslash is one, and a set that is not closed is a bracket. */
  private static Pattern glob(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      int close = c == '[' ? glob.indexOf(']', i + (glob.startsWith("[!", i) ? 3 : 2)) : -1;
      if (c == '*') {
        regex.append(".*");
      } else if (c == '?') {
        regex.append('.');
      } else if (close > 0) {
        String set = glob.substring(i + 1, close).replaceAll("[\\\\\\[\\]&^]", "\\\\$0");
        regex.append('[').append(set.startsWith("!") ? "^" + set.substring(1) : set).append(']');
        i = close;
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private static long amount(String arg, String text, Map<Character, Long> units) {
    Matcher matcher = Pattern.compile("(-?\\d{1,12})([a-z]?)").matcher(text.toLowerCase());
    boolean known =
        matcher.matches()
            && (matcher.group(2).isEmpty() || units.containsKey(matcher.group(2).charAt(0)));
    if (!known) {
      throw new BadArg(
          arg,
          "`" + text + "` is no " + arg,
          "write a number and one of "
              + String.join(", ", units.keySet().stream().sorted().map(String::valueOf).toList()));
    }
    long unit = matcher.group(2).isEmpty() ? 1 : units.get(matcher.group(2).charAt(0));
    return Long.parseLong(matcher.group(1)) * unit;
  }

  /** Returns words for find(1) by which it looks at no more files than it must. */
  List<String> names() {
    List<String> words = new ArrayList<>();
    for (String glob : globs) {
      words.add(words.isEmpty() ? "(" : "-o");
      words.addAll(List.of("-name", glob.replace("\\", "\\\\")));
    }
    if (!words.isEmpty()) words.add(")");
    return words;
  }

  boolean fits(String path, int raw, long bytes, long time, long now) {
    String base = path.substring(path.lastIndexOf('/') + 1);
    Inode.Kind kind = Inode.Kind.of(raw);
    boolean wanted =
        switch (type) {
          case ANY -> true;
          case DIRECTORY -> kind == Inode.Kind.DIRECTORY;
          case FILE -> kind == Inode.Kind.FILE;
          case LINK -> kind == Inode.Kind.LINK;
        };
    return wanted
        && (hidden || !base.startsWith("."))
        && name.test(base)
        && age.map(limit -> within(now - time, limit)).orElse(true)
        && (kind != Inode.Kind.FILE || size.map(limit -> within(bytes, limit)).orElse(true));
  }

  private static boolean within(long value, long limit) {
    return limit < 0 ? value <= -limit : value >= limit;
  }
}
