package outpost.modules.files;

import static outpost.api.Script.sh;

import java.util.Optional;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Plan;
import outpost.api.Script;

/** Whose a file is to be, and what they may do with it: the arguments of all that writes files. */
public record Attributes(
    @Arg("The permissions, octal or symbolic; by default those that are there.")
        Optional<String> mode,
    @Arg("The user it belongs to, by name or number.") Optional<String> owner,
    @Arg("The group it belongs to, by name or number.") Optional<String> group,
    @Arg("The user of its SELinux context, or `_default` for the policy's.")
        Optional<String> seuser,
    @Arg("The role of its SELinux context, or `_default` for the policy's.")
        Optional<String> serole,
    @Arg("The type of its SELinux context, or `_default` for the policy's.")
        Optional<String> setype,
    @Arg("The level of its SELinux context, or `_default` for the policy's.")
        Optional<String> selevel,
    @Arg(
            value =
                "The letters of chattr(1) that it has; behind `+` or `-` those that it has or lacks"
                    + " beside others.",
            alias = {"attr"})
        Optional<String> attributes) {

  private static final String PRESERVE = "preserve";

  /** Takes permissions over, with an access list if there is one; busybox has no such cp. */
  private static final String LIKE_BEFORE =
      "cp --attributes-only --preserve=mode -- \"$p\" \"$t\" 2>/dev/null || ";

  /** Saves a program where both files are of the user that runs it, and of that one's group. */
  private static final String UNLESS_OURS =
      "{ [ -O \"$p\" ] && [ -G \"$p\" ] && [ -O \"$t\" ] && [ -G \"$t\" ]; } 2>/dev/null || ";

  public Attributes {
    if (mode.filter(PRESERVE::equals).isEmpty()) mode.ifPresent(Mode::of);
    new Owners(owner, group);
    new Context(seuser, serole, setype, selevel);
    attributes.ifPresent(Flags::of);
  }

  /** Has no wishes. */
  public static Attributes none() {
    return of(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Has no wishes but these. */
  public static Attributes of(
      Optional<String> mode, Optional<String> owner, Optional<String> group) {
    Optional<String> none = Optional.empty();
    return new Attributes(mode, owner, group, none, none, none, none, none);
  }

  /**
   * What a host says that bears on attributes.
   *
   * @param ids its numbers for names
   * @param se what bears on the SELinux context, if one is wanted
   * @param flags what lsattr(1) says of a file, if that is wanted
   */
  public record Host(Owners.Ids ids, Context.Seen se, Optional<String> flags) {}

  boolean preserve() {
    return mode.filter(PRESERVE::equals).isPresent();
  }

  Attributes withMode(Optional<String> other) {
    return new Attributes(other, owner, group, seuser, serole, setype, selevel, attributes);
  }

  /** Whether more than mode, owner and group is wanted. */
  boolean marks() {
    return !context().isEmpty() || attributes.isPresent();
  }

  /**
   * Refuses to take a mode over from a source.
   *
   * @throws BadArg if that is asked for
   */
  public void ownMode(String what) {
    if (preserve()) throw new BadArg("mode", what + " has no mode to preserve", "write it as 0644");
  }

  Optional<Mode> permissions() {
    return mode.map(Mode::of);
  }

  Owners owners() {
    return new Owners(owner, group);
  }

  Context context() {
    return new Context(seuser, serole, setype, selevel);
  }

  Optional<Flags> flags() {
    return attributes.map(Flags::of);
  }

  /**
   * Asks what {@link Host} holds of the file {@code $p}, or of what it points to with {@code -L}.
   */
  Script question(String key, String follow) {
    Script ask = owners().question(key);
    if (!context().isEmpty()) ask = ask.then(context().question(key, follow));
    return attributes.isEmpty() ? ask : ask.then(Flags.question(key));
  }

  /** Says so where a host cannot give a file these attributes. */
  void obstacle(Host host, boolean there, Plan.Builder plan) {
    owners().obstacle(host.ids(), plan);
    context().obstacle(host.se(), plan);
    if (there) flags().ifPresent(wanted -> wanted.obstacle(host.flags(), plan));
  }

  /** Holds what is at a path to these; a link is held to owner, group and context alone. */
  void hold(Inode is, Host host, String path, Plan.Builder plan) {
    boolean link = is.is(Inode.Kind.LINK);
    if (link && mode.isPresent()) {
      plan.block(
          "`" + path + "` is a link and has no mode", "drop `mode`, or name what it points to");
    }
    if (mode.isPresent() && !link) {
      int wanted = permissions().get().on(is.mode(), is.is(Inode.Kind.DIRECTORY));
      if (wanted != is.mode()) {
        String to = Mode.show(wanted);
        plan.change("mode", Mode.show(is.mode()), to, sh("chmod -- {} {}", "0" + to, path));
      }
    }
    owners().hold(is, host.ids(), path, link ? "chown -h" : "chown", plan);
    context().hold(host.se(), path, link ? "chcon -h" : "chcon", plan);
    if (!link) flags().ifPresent(wanted -> wanted.hold(host.flags(), path, plan));
  }

  /**
   * Returns how to dress a new file, named {@code $t}, that nobody else can open yet.
   *
   * @param open its permissions before the umask, where no mode is wanted
   * @param before what it takes the place of, and takes the attributes of that are not wanted
   */
  Script dress(int open, boolean folder, Host host, Optional<Inode> before) {
    String mode = before.filter(this::keepsMode).isPresent() ? LIKE_BEFORE : "";
    Script script = sh(mode + "chmod -- {} \"$t\"", bits(open, folder, before));
    Optional<String> uid = owners().uid(host.ids()).or(() -> before.map(Inode::uid));
    Optional<String> gid = owners().gid(host.ids()).or(() -> before.map(Inode::gid));
    String owner = uid.orElse("") + gid.map(id -> ":" + id).orElse("");
    if (!owner.isEmpty()) {
      boolean same = before.filter(is -> owner.equals(is.uid() + ":" + is.gid())).isPresent();
      script = sh((same ? UNLESS_OURS : "") + "chown -- {} \"$t\"", owner).then(script);
    }
    return context().isEmpty() ? script : script.then(context().dress(host.se()));
  }

  /** Whether a file's permissions stay as they are. */
  boolean keepsMode(Inode is) {
    return permissions().map(m -> m.on(is.mode(), false)).orElse(is.mode()) == is.mode();
  }

  /** Returns the permissions of something new, in five digits; see {@link #dress}. */
  String bits(int open, boolean folder, Optional<Inode> before) {
    int now = before.map(Inode::mode).orElse(open & ~Mode.UMASK);
    return "0" + Mode.show(permissions().map(m -> m.on(now, folder)).orElse(now));
  }

  /**
   * Returns how to give a new file what chattr(1) sets, which comes last: it may close the file.
   */
  Optional<Script> flagged(String path) {
    return flags().flatMap(Flags::dress).map(flag -> sh("p={}", path).then(flag));
  }
}
