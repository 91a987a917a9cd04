package outpost.modules.files;

import static outpost.api.Script.sh;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Plan;
import outpost.api.Script;

/** The times of a file that a task wants: arguments of the module file. */
public record Times(
    @Arg(
            "The time of the last change: `now`, `preserve`, or one in the form of"
                + " `modification_time_format`, as the host's clock tells it; by default `now` for"
                + " `touch`, else `preserve`.")
        Optional<String> modificationTime,
    @Arg(value = "How `modification_time` is written, as of strftime.", def = Times.FORMAT)
        String modificationTimeFormat,
    @Arg("The time of the last access, in the same way.") Optional<String> accessTime,
    @Arg(value = "How `access_time` is written, as of strftime.", def = Times.FORMAT)
        String accessTimeFormat) {
  static final String FORMAT = "%Y%m%d%H%M.%S";

  private static final Map<Character, String> PARTS =
      Map.of(
          'Y', "\\d{4}", 'm', "\\d\\d", 'd', "\\d\\d", 'H', "\\d\\d", 'M', "\\d\\d", 'S', "\\d\\d");

  public Times {
    stamp("modificationTime", modificationTime, modificationTimeFormat);
    stamp("accessTime", accessTime, accessTimeFormat);
  }

  /** The times that a file has, as {@link #FORMAT} writes them, if they are wanted. */
  public record Seen(Optional<String> changed, Optional<String> accessed) {}

  boolean isEmpty() {
    return modificationTime.isEmpty() && accessTime.isEmpty();
  }

  /** Returns a time as touch(1) takes it; empty for {@code now} and {@code preserve}. */
  private static Optional<String> stamp(String arg, Optional<String> given, String format) {
    if (given.isEmpty() || given.get().equals("now") || given.get().equals("preserve")) {
      return Optional.empty();
    }
    StringBuilder regex = new StringBuilder();
    StringBuilder order = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      boolean part = format.charAt(i) == '%' && i + 1 < format.length();
      char c = part ? format.charAt(++i) : format.charAt(i);
      if (part && c != '%' && !PARTS.containsKey(c)) {
        throw new BadArg(
            arg + "Format", "`%" + c + "` is not supported", "write it of %Y %m %d %H %M and %S");
      }
      boolean literal = !part || c == '%';
      regex.append(literal ? Pattern.quote(String.valueOf(c)) : "(" + PARTS.get(c) + ")");
      if (!literal) order.append(c);
    }
    Matcher matcher = Pattern.compile(regex.toString()).matcher(given.get());
    if (!matcher.matches()) {
      throw new BadArg(
          arg, "`" + given.get() + "` is no time as `" + format + "`", "or write `preserve`");
    }
    StringBuilder stamp = new StringBuilder();
    for (char c : "YmdHMS".toCharArray()) {
      int at = order.indexOf(String.valueOf(c));
      if (at < 0 && "Ymd".indexOf(c) >= 0) {
        throw new BadArg(arg + "Format", "`" + format + "` names no day", "add %Y, %m and %d");
      }
      stamp.append(c == 'S' ? "." : "").append(at < 0 ? "00" : matcher.group(at + 1));
    }
    return Optional.of(stamp.toString());
  }

  private Optional<String> changed() {
    return stamp("modificationTime", modificationTime, modificationTimeFormat);
  }

  private Optional<String> accessed() {
    return stamp("accessTime", accessTime, accessTimeFormat);
  }

  /** Asks for the times of {@code $p}, where they are to be compared. */
  Optional<Script> question(String key) {
    if (changed().isEmpty() && accessed().isEmpty()) return Optional.empty();
    return Optional.of(
        sh(
            """
            if [ -e "$p" ]; then
              emit {} "$(date -d "@$(stat -L -c %Y -- "$p")" {})"
              emit {} "$(date -d "@$(stat -L -c %X -- "$p")" {})"
            fi\
            """,
            key + ".changed", "+" + FORMAT, key + ".accessed", "+" + FORMAT));
  }

  /** Holds the times to those that were written out, and sets those to now that are to be so. */
  void hold(Seen seen, String path, boolean touch, Plan.Builder plan) {
    changed().ifPresent(to -> hold("modification time", seen.changed(), to, "-m", path, plan));
    accessed().ifPresent(to -> hold("access time", seen.accessed(), to, "-a", path, plan));
    boolean change = isNow(modificationTime, touch);
    boolean access = isNow(accessTime, touch);
    String which = change && access ? "-am" : change ? "-m" : "-a";
    plan.act("touch", change || access, sh("touch -c {} -- {}", which, path));
  }

  private static boolean isNow(Optional<String> given, boolean touch) {
    return given.map("now"::equals).orElse(touch);
  }

  private static void hold(
      String what, Optional<String> is, String to, String flag, String path, Plan.Builder plan) {
    if (!is.equals(Optional.of(to))) {
      plan.change(what, is.orElse("absent"), to, sh("touch -c {} -t {} -- {}", flag, to, path));
    }
  }

  /** Holds a file that is made just before to the times that were written out. */
  void holdNew(String path, Plan.Builder plan) {
    Seen none = new Seen(Optional.empty(), Optional.empty());
    changed().ifPresent(to -> hold("modification time", none.changed(), to, "-m", path, plan));
    accessed().ifPresent(to -> hold("access time", none.accessed(), to, "-a", path, plan));
  }
}
