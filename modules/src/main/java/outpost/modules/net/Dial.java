package outpost.modules.net;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import outpost.api.BadArg;
import outpost.api.Reach;
import outpost.api.Reading;

/**
 * A connection that is tried to find out what is at a port, as seen from a task's host.
 *
 * @param timeout how long the connection, and what is to be said on it, may take
 * @param said what whoever answers must say
 */
record Dial(String host, int port, Duration timeout, Optional<Pattern> said) implements Reading {
  /** As much as is read in search of a text. */
  private static final int MOST = 1 << 20;

  /**
   * What came of it.
   *
   * @param said why the connection could not be made
   * @param untold whether that says nothing about the port
   * @param matches whether what was read holds what is searched
   */
  public record Result(
      boolean open, Optional<String> said, Optional<Boolean> untold, Optional<Boolean> matches) {}

  @Override
  public Map<String, String> take(Reach reach) {
    Map<String, String> answers = new LinkedHashMap<>();
    try (Reach.Line line = reach.dial("", host, port, timeout)) {
      answers.put("open", "yes");
      if (said.isPresent()) answers.put("matches", hears(line, said.get()) ? "yes" : "no");
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage());
      answers.putIfAbsent("open", "no");
      answers.put("said", why);
      boolean untold = why.contains("may not forward") || why.contains("connection to the host");
      answers.put("untold", untold ? "yes" : "no");
    }
    return answers;
  }

  /**
   * Reads what somebody is to say.
   *
   * @throws BadArg if it is no regular expression
   */
  static Pattern pattern(String regex) {
    try {
      return Pattern.compile(regex, Pattern.MULTILINE);
    } catch (PatternSyntaxException e) {
      throw new BadArg(
          "searchRegex", "`" + regex + "` is no regular expression", e.getDescription());
    }
  }

  /** Reads until the text comes, nothing more comes, or time is over. */
  private boolean hears(Reach.Line line, Pattern wanted) throws IOException {
    StringBuilder heard = new StringBuilder();
    byte[] bytes = new byte[8192];
    Instant end = Instant.now().plus(timeout);
    try {
      while (heard.length() < MOST && Instant.now().isBefore(end)) {
        int count = line.in().read(bytes);
        if (count < 0) return false;
        heard.append(new String(bytes, 0, count, StandardCharsets.ISO_8859_1));
        if (wanted.matcher(heard).find()) return true;
      }
    } catch (SocketTimeoutException e) {
      return false; // it says something else, or nothing
    }
    return false;
  }
}
