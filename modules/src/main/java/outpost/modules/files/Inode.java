package outpost.modules.files;

import java.util.Optional;
import outpost.api.Plan;

/**
 * What is at a path, as a script's function {@code inode} answers.
 *
 * @param is st_mode in hexadecimal (the kind of file and its permissions), uid, gid, size, device
 *     and inode number, names of owner and group
 * @param target where a symbolic link points
 */
record Inode(String is, Optional<String> target) {

  private String part(int number) {
    return is.split(" ", 6)[number];
  }

  String uid() {
    return part(1);
  }

  String gid() {
    return part(2);
  }

  long size() {
    return Long.parseLong(part(3));
  }

  /** Returns the device and the inode number. */
  String id() {
    return part(4);
  }

  String owner() {
    return part(5).split(":", 2)[0];
  }

  /** Returns the name of the group, which may hold blanks. */
  String group() {
    return part(5).split(":", 2)[1];
  }

  private int raw() {
    return Integer.parseInt(part(0), 16);
  }

  int mode() {
    return raw() & 07777;
  }

  Kind kind() {
    return Kind.of(raw());
  }

  boolean is(Kind kind) {
    return kind() == kind;
  }

  /** Adds what `register` gets under Ansible's names. */
  void tell(Plan.Builder plan) {
    plan.result("state", kind().toString())
        .result("mode", Mode.show(mode()))
        .result("uid", Long.parseLong(uid()))
        .result("gid", Long.parseLong(gid()))
        .result("owner", owner())
        .result("group", group())
        .result("size", size());
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
