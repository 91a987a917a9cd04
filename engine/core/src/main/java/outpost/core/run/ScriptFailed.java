package outpost.core.run;

import java.util.ArrayList;
import java.util.List;
import outpost.core.connect.Reply;

/** A script of a module failed on a host, or what the control node does itself. */
final class ScriptFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;
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
    String last = "";
    for (String line : reply.err().strip().split("\n")) {
      if (!line.isBlank()) last = line.strip();
    }
    return last.isEmpty() ? "exit status " + reply.status() : last;
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
