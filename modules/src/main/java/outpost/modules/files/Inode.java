package outpost.modules.files;

import static outpost.api.Script.sh;

import java.util.Optional;
import outpost.api.Plan;
import outpost.api.Script;

/**
 * What is at a path.
 *
 * @param raw st_mode in hexadecimal: the kind of file and its permissions
 * @param target where a symbolic link points
 * @param id device and inode number
 */
record Inode(
    String raw,
    String uid,
    String gid,
    String owner,
    String group,
    long size,
    String id,
    Optional<String> target) {

  /** Tells all of a file but where it points in one line, which {@link #of} reads. */
  static final String LINE = "%f %u %g %s %d:%i %U:%G";

  /** Reads what stat(1) says by {@link #LINE}; names of groups may hold blanks. */
  static Inode of(String line) {
    String[] parts = line.split(" ", 6);
    String[] names = parts[5].split(":", 2);
    return new Inode(
        parts[0],
        parts[1],
        parts[2],
        names[0],
        names[1],
        Long.parseLong(parts[3]),
        parts[4],
        Optional.empty());
  }

  /** Defines {@code look KEY PATH}, and {@code look KEY PATH -L} to see what a link points to. */
  static final Script LOOK =
      sh(
          """
          look() {
            [ -e "$2" ] || [ -h "$2" ] || return 0
            if [ -h "$2" ] && [ -z "$3" ]; then readlink -n -- "$2" | blob "$1.target"; fi
            stat ${3:+"$3"} -c "$1.raw=%f
          $1.uid=%u
          $1.gid=%g
          $1.owner=%U
          $1.group=%G
          $1.size=%s
          $1.id=%d:%i" -- "$2"
          }""");

  int mode() {
    return Integer.parseInt(raw, 16) & 07777;
  }

  Kind kind() {
    return Kind.of(Integer.parseInt(raw, 16));
  }

  boolean is(Kind kind) {
    return kind() == kind;
  }

  /** Adds what `register` gets under Ansible's names. */
  void tell(Plan.Builder plan) {
    plan.result("state", kind().toString())
        .result("mode", Mode.show(mode()))
        .result("uid", Long.parseLong(uid))
        .result("gid", Long.parseLong(gid))
        .result("owner", owner)
        .result("group", group)
        .result("size", size);
  }

  /** The kinds of files, by the highest four bits of st_mode. */
  enum Kind {
    FILE(0100000),
    DIRECTORY(0040000),
    LINK(0120000),
    OTHER(0);

    private final int bits;

    Kind(int bits) {
      this.bits = bits;
    }

    static Kind of(int raw) {
      for (Kind kind : values()) {
        if (kind.bits == (raw & 0170000)) return kind;
      }
      return OTHER;
    }

    @Override
    public String toString() {
      return switch (this) {
        case FILE -> "file";
        case DIRECTORY -> "directory";
        case LINK -> "link";
        case OTHER -> "special file";
      };
    }
  }
}
