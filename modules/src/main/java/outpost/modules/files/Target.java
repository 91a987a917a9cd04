package outpost.modules.files;

import java.util.Optional;

/**
 * What is on a host where a {@link FileEdit} is to work. A file that is not there, in a directory
 * that is, answers nothing at all.
 *
 * @param path where links lead, if the path that the task names is one
 * @param is the file, as {@link Inode#LINE} tells it
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
    return is.map(Inode::of);
  }
}
