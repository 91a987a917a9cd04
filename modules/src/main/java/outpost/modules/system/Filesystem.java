package outpost.modules.system;

import static outpost.api.Script.sh;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;
import outpost.api.Words;

/** Makes a file system on a device, lets it grow with the device, or wipes it away. */
@Doc("Makes file systems on devices, and never over one that is there unless `force` says so.")
public final class Filesystem implements Module<Filesystem.Args, Filesystem.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg(value = "The device, from the root.", alias = "device") String dev,
      @Arg(value = "The kind of file system.", alias = "type") Optional<Type> fstype,
      @Arg(value = "Whether there is one of this kind, or none.", def = "present") State state,
      @Arg(value = "Whether another one that is there is written over.", def = "false")
          boolean force,
      @Arg(value = "Whether it grows as large as the device.", def = "false") boolean resizefs,
      @Arg(value = "Further options of mkfs.", def = "\"\"") String opts) {
    public Args {
      if (!dev.startsWith("/")) {
        throw new BadArg("dev", "`" + dev + "` is not a whole path", "begin it with a slash");
      }
      if (fstype.isEmpty() && state == State.PRESENT) {
        throw new BadArg("fstype", "no kind of file system is named", "such as `fstype: xfs`");
      }
      if (resizefs && fstype.filter(Type::grows).isEmpty()) {
        throw new BadArg("resizefs", "only ext and xfs can be made to grow", "drop `resizefs`");
      }
      if (Words.of(opts).isEmpty()) {
        throw new BadArg("opts", "a quotation mark is not closed", "close it, or escape it");
      }
    }

    List<String> options() {
      return Words.of(opts).orElseThrow();
    }
  }

  /** The kinds, by the names that mkfs(8) has for them, and how it is made to ask nothing. */
  public enum Type {
    EXT2("-F"),
    EXT3("-F"),
    EXT4("-F"),
    XFS("-f"),
    BTRFS("-f"),
    F2FS("-f"),
    VFAT(""),
    SWAP("-f"),
    LVM("-ff");

    private final String force;

    Type(String force) {
      this.force = force;
    }

    boolean isExt() {
      return this == EXT2 || this == EXT3 || this == EXT4;
    }

    boolean grows() {
      return isExt() || this == XFS;
    }

    /** As blkid(8) calls it. */
    String signature() {
      return this == LVM ? "LVM2_member" : name().toLowerCase(Locale.ROOT);
    }

    String tool() {
      if (this == SWAP) return "mkswap";
      return this == LVM ? "pvcreate" : "mkfs." + name().toLowerCase(Locale.ROOT);
    }

    List<String> command() {
      List<String> words = new ArrayList<>(List.of(tool()));
      if (!force.isEmpty()) words.add(force);
      if (this == LVM) words.add("--yes");
      return words;
    }
  }

  /** Whether there is one. */
  public enum State {
    PRESENT,
    ABSENT
  }

  /**
   * What is on the host.
   *
   * @param there whether the device is there
   * @param tool whether such a file system can be made
   * @param type the kind of what is on it
   * @param size the device's size in bytes
   * @param used how much of it the file system takes
   * @param mounted where it is mounted
   */
  public record Found(
      boolean there,
      boolean tool,
      Optional<String> type,
      Optional<Long> size,
      Optional<Long> used,
      Optional<String> mounted) {}

  /** A file that is no device has a size as well. The sizes are dumpe2fs' and xfs_info's. */
  @Override
  public Probe<Found> probe(Args want) {
    Script ask =
        sh(
            """
            dev={}
            if command -v {} >/dev/null; then emit tool yes; else emit tool no; fi
            [ -e "$dev" ] || { emit there no; exit 0; }
            emit there yes
            emit type "$(blkid -c /dev/null -p -o value -s TYPE -- "$dev" 2>/dev/null)\"\
            """,
            want.dev(),
            want.fstype().map(Type::tool).orElse("wipefs"));
    if (!want.resizefs()) return Probe.of(Found.class, ask);
    Script used =
        want.fstype().orElseThrow().isExt()
            ? sh(
                """
                emit used "$(dumpe2fs -h -- "$dev" 2>/dev/null | awk -F': *' '
                  $1 == "Block count" { count = $2 } $1 == "Block size" { size = $2 }
                  END { if (size) printf "%d\\n", count * size }')\"\
                """)
            : sh(
                """
                emit used "$(xfs_info "$dev" 2>/dev/null | sed -n \\
                  's/^data .*bsize=\\([0-9]*\\) *blocks=\\([0-9]*\\),.*/\\1 \\2/p' |
                  awk '{ printf "%d\\n", $1 * $2 }')\"\
                """);
    Script more =
        sh(
            """
            emit size "$(blockdev --getsize64 "$dev" 2>/dev/null || stat -L -c %s -- "$dev")"
            emit mounted "$(findmnt -n -o TARGET --source "$dev" | head -n 1)\"\
            """);
    return Probe.of(Found.class, ask.then(used).then(more));
  }

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan = Plan.builder();
    String dev = want.dev();
    if (want.state() == State.ABSENT) {
      if (found.type().isPresent()) {
        plan.change(
            "file system", found.type().get(), "none", sh("wipefs -a -- {} >/dev/null", dev));
      }
      return plan.build();
    }
    Type type = want.fstype().orElseThrow();
    if (!found.there()) {
      plan.block("there is no `" + dev + "` on this host", "name another device");
    } else if (!found.tool()) {
      plan.block("this host has no " + type.tool(), "install the package that brings it");
    } else if (!found.type().equals(Optional.of(type.signature()))) {
      if (found.type().isPresent() && !want.force()) {
        plan.block(
            "`" + dev + "` holds " + found.type().get(),
            "if nothing on it is needed any more, say `force: true`");
      }
      Script make = sh("{} {} -- {} >/dev/null", type.command(), want.options(), dev);
      plan.change("file system", found.type().orElse("none"), type.signature(), make);
    } else if (want.resizefs() && found.size().isPresent() && found.used().isPresent()) {
      grow(plan, want, found, type);
    }
    return plan.build();
  }

  /** A file system takes whole blocks: less than some of them is no room to grow. */
  private static void grow(Plan.Builder plan, Args want, Found found, Type type) {
    long room = found.size().get() - found.used().get();
    if (room < 64 * 1024) return;
    if (!type.isExt() && found.mounted().isEmpty()) {
      plan.block("xfs grows only while it is mounted", "mount it with the module mount first");
    }
    Script fix =
        type.isExt()
            ? sh("resize2fs {} >/dev/null", want.dev())
            : sh("xfs_growfs {} >/dev/null", found.mounted().orElse("-"));
    plan.change("size", String.valueOf(found.used().get()), "all of the device", fix);
  }
}
