package outpost.modules.files;

import static outpost.api.Script.sh;

import java.util.Optional;
import outpost.api.Plan;
import outpost.api.Script;

/** Owner, group and permissions as a task wants them. */
record Attributes(Optional<Mode> mode, Owners owners) {

  static Attributes of(Optional<String> mode, Optional<String> owner, Optional<String> group) {
    return new Attributes(mode.map(Mode::of), new Owners(owner, group));
  }

  /** What a host says that bears on attributes: its numbers for names, and the umask in octal. */
  record Host(Owners.Ids ids, String umask) {
    int mask() {
      return Integer.parseInt(umask, 8);
    }
  }

  /** Asks what {@link Host} holds. */
  Script question() {
    return sh("emit host.umask \"$(umask)\"").then(owners.question());
  }

  /** Holds what is at a path to these; a link is held to owner and group alone. */
  void hold(Inode is, Host host, String path, Plan.Builder plan) {
    boolean link = is.is(Inode.Kind.LINK);
    if (link && mode.isPresent()) {
      plan.block(
          "`" + path + "` is a link and has no mode", "drop `mode`, or name what it points to");
    }
    if (mode.isPresent() && !link) {
      int wanted = mode.get().on(is.mode(), is.is(Inode.Kind.DIRECTORY), host.mask());
      if (wanted != is.mode()) {
        String to = Mode.show(wanted);
        plan.change("mode", Mode.show(is.mode()), to, sh("chmod -- {} {}", "0" + to, path));
      }
    }
    owners.hold(is, host.ids(), path, link ? "chown -h" : "chown", plan);
  }

  /**
   * Returns how to dress a new file, named {@code $t}, that nobody else can open yet.
   *
   * @param open its permissions before the umask, where no mode is wanted
   * @param before what it takes the place of, and takes the attributes of that are not wanted
   */
  Script dress(int open, boolean folder, Host host, Optional<Inode> before) {
    int now = before.map(Inode::mode).orElse(open & ~host.mask());
    int bits = mode.map(m -> m.on(now, folder, host.mask())).orElse(now);
    Script chmod = sh("chmod -- {} \"$t\"", "0" + Mode.show(bits));
    Optional<String> uid = owners.uid(host.ids()).or(() -> before.map(Inode::uid));
    Optional<String> gid = owners.gid(host.ids()).or(() -> before.map(Inode::gid));
    String owner = uid.orElse("") + gid.map(id -> ":" + id).orElse("");
    return owner.isEmpty() ? chmod : sh("chown -- {} \"$t\"", owner).then(chmod);
  }
}
