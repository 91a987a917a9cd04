package outpost.core.connect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The text of one exchange: scripts in their groups under one mark, as a line that the {@link Loop}
 * evaluates.
 *
 * @param line the line to send; ends with a newline
 * @param body what follows it where the line would be slow to read: {@code read} takes one byte per
 *     system call
 */
record Frame(String line, String body) {
  /** A longer frame is cheaper to read by {@code head}, at one process. */
  private static final int LINE = 2048;

  /** Larger input is sent when it is asked for: bytes that are not text take five in a line. */
  static final int INLINE = 16 * 1024;

  /**
   * @param inline whether the shell's {@code printf} is built in
   * @param unpacks whether the host has gzip
   */
  static Frame of(
      String token, String mark, List<List<Request>> groups, boolean inline, boolean unpacks) {
    StringBuilder text = new StringBuilder("_m ").append(mark);
    Glances glances = Glances.of(groups);
    for (int i = 0; i < groups.size(); i++) {
      int end = i;
      while (end < groups.size() && isSimple(groups.get(end))) end++;
      if (end - i > 1) {
        text.append(glances.reading()).append("; _y ").append(mark);
        for (List<Request> group : groups.subList(i, end)) {
          Request request = group.get(0);
          text.append(" '").append(glances.numbers(request)).append("' ");
          text.append(Loop.word(request.text()));
        }
        i = end - 1;
        continue;
      }
      text.append("; _g=0");
      for (Request request : groups.get(i)) {
        text.append(glances.before(request));
        boolean asked = isAskedFor(request, inline);
        boolean carried = !asked && request.stdin().length() > 0;
        Input sent = asked ? sent(request, unpacks) : request.stdin();
        String ask = sent == request.stdin() ? "; _p " : "; _z ";
        text.append(asked ? ask : carried ? "; _i " : "; _s ").append(mark).append(' ');
        text.append(Loop.word(request.text()));
        if (asked) text.append(' ').append(sent.length());
        if (carried) escape(text.append(' '), bytes(request.stdin()));
      }
    }
    text.append("; : ").append(mark);
    if (text.length() < LINE) return new Frame(token + text + "\n", "");
    int length = text.toString().getBytes(StandardCharsets.UTF_8).length;
    return new Frame(token + "_f " + mark + " " + length + "\n", text.toString());
  }

  private static boolean isSimple(List<Request> group) {
    return group.size() == 1 && group.get(0).simple() && group.get(0).stdin().length() == 0;
  }

  static boolean isAskedFor(Request request, boolean inline) {
    return request.stdin().length() > (inline ? INLINE : 0);
  }

  /** Returns what is sent when it is asked for. */
  static Input sent(Request request, boolean unpacks) {
    return unpacks ? request.stdin().packed().orElse(request.stdin()) : request.stdin();
  }

  private static byte[] bytes(Input input) {
    try (InputStream in = input.open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Appends a word that {@code printf %b} turns into the bytes. */
  private static void escape(StringBuilder line, byte[] bytes) {
    line.append('\'');
    for (byte b : bytes) {
      if (b >= ' ' && b < 0x7f && b != '\'' && b != '\\') line.append((char) b);
      else if (b == '\\') line.append("\\\\");
      else if (b == '\n') line.append("\\n");
      else line.append(String.format("\\0%03o", b & 0xff));
    }
    line.append('\'');
  }
}
