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

  /** Returns this, told in these words. */
  public Revision told(String what, String from, String to) {
    return new Revision(content, what, Optional.of(from), Optional.of(to), hidden);
  }

  /** Returns this, of which nothing is shown if it is a secret. */
  public Revision hidden(boolean secret) {
    return new Revision(content, what, from, to, secret);
  }
}
