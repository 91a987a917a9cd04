package outpost.core.run;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import outpost.core.connect.Reply;

/** A script of a module failed on a host, or what the control node does itself. */
final class ScriptFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final Pattern SAYS_SOMETHING = Pattern.compile("[\\p{L}\\p{N}]");

  private final transient List<String> details;
  private final boolean timedOut;

  /**
   * @param doing what was under way: {@code reading the host}, {@code making mode: 0644 -> 0600}
   */
  ScriptFailed(String doing, String script, Reply reply) {
    this(List.of("while " + doing), script, reply);
  }

  /** The control node could not do its own part. */
  ScriptFailed(String doing, String why) {
    super(why);
    timedOut = false;
    details = List.of("while " + doing);
  }

  private ScriptFailed(List<String> doing, String script, Reply reply) {
    super(cause(reply));
    timedOut = reply.fate() == Reply.Fate.TIMED_OUT;
    details = new ArrayList<>(doing);
    details.add("ran     " + firstLines(script));
    details.add(fate(reply));
  }

  /** Returns the failure of what a user runs: there is no more to it. */
  static ScriptFailed of(String command, Reply reply) {
    return new ScriptFailed(List.of(), command, reply);
  }

  List<String> details() {
    return List.copyOf(details);
  }

  /** Whether it was ended because it took too long. */
  boolean timedOut() {
    return timedOut;
  }

  private static String cause(Reply reply) {
    if (reply.fate() == Reply.Fate.TIMED_OUT) return "took too long and was killed";
    List<String> lines =
        reply.err().lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    if (lines.isEmpty()) return "exit status " + reply.status();
    String last = lines.get(lines.size() - 1);
    // what ends with a mark below a place begins with what is wrong there
    return SAYS_SOMETHING.matcher(last).find() ? last : lines.get(0);
  }

  private static String fate(Reply reply) {
    if (reply.fate() == Reply.Fate.TIMED_OUT) return "killed after its time was over";
    String err = reply.err().strip();
    return "exit " + reply.status() + (err.isEmpty() ? "" : ", " + err.replace("\n", "\n   "));
  }

  private static String firstLines(String script) {
    String text = script.strip();
    String[] lines = text.split("\n");
    return lines.length <= 4
        ? text.replace("\n", "\n           ")
        : lines[0] + "\n           … (" + lines.length + " lines)";
  }
}
