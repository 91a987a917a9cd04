package outpost.modules.files;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a file is to hold, and how the change is told.
 *
 * @param what the thing in the file that changes, in the field's words
 * @param from what it is like now, short, never a secret; empty for the content's checksum
 * @param to what it is to be like
 * @param hidden whether the content is shown in no diff, nor its checksum
 */
public record Revision(
    byte[] content, String what, Optional<String> from, Optional<String> to, boolean hidden) {

  public static Revision of(byte[] content) {
    return new Revision(content, "content", Optional.empty(), Optional.empty(), false);
  }

  public static Revision of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static final int LONG = 72;

  /** Returns this, told in these words, as far as they are no secret, and not all of long ones. */
  public Revision told(String what, String from, String to) {
    return new Revision(content, what, Optional.of(brief(from)), Optional.of(brief(to)), hidden);
  }

  private static String brief(String text) {
    String line = text.strip().replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= LONG ? line : line.substring(0, LONG) + "…";
  }

  /** Returns this, of which nothing is shown if it is a secret. */
  public Revision hidden(boolean secret) {
    return new Revision(content, what, from, to, secret);
  }
}
