package outpost.api;

/**
 * One thing that a script will most likely ask of the functions that are defined for it (see {@link
 * Script}). The engine finds out for many scripts at once, by one program for all, what they say in
 * advance. What is not said is found out when it is asked, so nothing but time hangs on it.
 *
 * @param of a path from the root, or a name
 */
public record Glance(What what, String of) {

  /** What there is to find out. */
  public enum What {
    /** What {@code inode} tells of a path. */
    INODE('i'),
    /** What {@code sha256} tells of a file. */
    SHA256('s'),
    /** What {@code content} tells of a file. */
    CONTENT('c'),
    /** What {@code user_id} tells of a name. */
    USER('u'),
    /** What {@code group_id} and {@code group_line} tell of a name. */
    GROUP('g');

    private final char letter;

    What(char letter) {
      this.letter = letter;
    }

    /** Whether one program finds it out for many at once. */
    public boolean isForMany() {
      return this == INODE || this == SHA256;
    }
  }

  /** Returns it in one word. */
  public String word() {
    return what.letter + of;
  }
}
