package outpost.modules.files;

import static outpost.api.Script.sh;

import java.util.Optional;
import outpost.api.Script;

/**
 * What is on a host where a {@link FileEdit} is to work. A file that is not there, in a directory
 * that is, answers nothing at all.
 *
 * @param path where links lead, if the path that the task names is one
 * @param is the file, as {@link Inode#is} tells it
 * @param bytes what it holds
 * @param trouble why it cannot be edited
 * @param stamp what tells a backup's name from others, if one is wanted
 */
public record Target(
    Optional<String> path,
    Optional<String> is,
    Optional<byte[]> bytes,
    Optional<Trouble> trouble,
    Optional<String> stamp,
    Attributes.Host host) {

  /** As much as one answer of a host may hold, written in base64. */
  static final int MOST = 11 << 20;

  /** Tells what is at {@code $p} below the key {@code $k}. */
  private static final String LOOK =
      """
      d=${p%/*}; inode "$k" "$p" && if ! [ -e "$p" ]; then
        [ -h "$p" ] || [ -d "${d:-/}" ] || emit "$k.trouble" no_folder
      elif ! [ -f "$p" ]; then emit "$k.trouble" no_file
      elif ! [ -r "$p" ]; then emit "$k.trouble" unreadable
      elif size=${is#* * * } size=${size%% *} && [ "$size" -gt {} ]; then emit "$k.trouble" large
      else content "$k.bytes" "$p" "$size"; fi\
      """;

  /** Asks for the file {@code $p}; the answers fill a component {@code key}. */
  static Script question(String key) {
    return sh("k={}\n" + LOOK, key, MOST);
  }

  /** Asks for all files that are the shell's words; they fill a map {@code key}, by numbers. */
  public static Script each(String key) {
    return sh(
        "n=0\nfor p; do\nk={}.$n; n=$((n + 1)); emit \"$k.path\" \"$p\"\n"
            + LOOK
            + " || exit\ndone",
        key,
        MOST);
  }

  /** Why a file cannot be edited. */
  public enum Trouble {
    NO_FOLDER,
    NO_FILE,
    UNREADABLE,
    LARGE
  }

  /** Whether the file is there. */
  public boolean exists() {
    return is.isPresent();
  }

  /** Returns what it holds: nothing, if it is not there. */
  public byte[] content() {
    return bytes.orElseGet(() -> new byte[0]);
  }

  /** Returns what it holds as text, in the encoding in which it can be read byte for byte. */
  public String text() {
    return encoding().text(content());
  }

  public Encoding encoding() {
    return Encoding.of(content());
  }

  Optional<Inode> inode() {
    return is.map(line -> new Inode(line, Optional.empty()));
  }
}
