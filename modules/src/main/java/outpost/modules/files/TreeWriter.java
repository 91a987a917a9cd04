package outpost.modules.files;

import static outpost.api.Script.sh;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import outpost.api.Payload;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;

/**
 * Brings a directory of a host to hold what one of the control node holds.
 *
 * <p>One script tells what all files are like; another one takes all that differ as one stream.
 *
 * @param place where to
 * @param folders the permissions of directories that are made
 */
record TreeWriter(
    Tree tree,
    String place,
    Attributes attributes,
    Optional<String> folders,
    boolean force,
    boolean backup)
    implements TreeParcel.Source<Tree.Entry> {

  /**
   * What is there.
   *
   * @param way what is no directory, where one is wanted
   * @param inside whether it would be copied into itself
   * @param unread why part of what is to be copied cannot be listed
   * @param names of what is to be copied, if that is on the host as well
   * @param from what that is like
   * @param stamp for the names of backups
   */
  record Found(
      Optional<String> way,
      Optional<Boolean> inside,
      Optional<String> unread,
      Optional<byte[]> names,
      Optional<Census> from,
      Optional<Census> there,
      Optional<String> lacks,
      String stamp) {

    /** Says so where a directory can be neither found nor made. */
    void obstacle(Plan.Builder plan) {
      way.ifPresent(path -> plan.block("`" + path + "` is no directory", "name another path"));
    }
  }

  static final Script STAMP = sh("emit tree.stamp \"$(date +%Y-%m-%d@%H:%M:%S)\"");

  Probe<Writer.Found> probe() {
    List<String> names = tree.entries().stream().map(Tree.Entry::name).toList();
    Script ask =
        sh("p={}; emit path \"$p\"", place)
            .then(STAMP)
            .then(attributes.question("host", ""))
            .then(Census.TAKE)
            .then(
                sh(
                    """
                    if ! command -v tar >/dev/null; then emit tree.lacks tar; fi
                    if ! [ -d "$p" ]; then
                      if [ -e "$p" ] || [ -h "$p" ]; then emit tree.way "$p"; fi
                      emit directory no; exit 0
                    fi
                    emit directory yes
                    w=$(mktemp -d) || exit
                    trap 'rm -rf -- "$w"' EXIT
                    cat >"$w/all" && cd "$p" && census tree.there ''"""));
    Payload all = new Payload.Bytes(Census.listed(names, charset()));
    return Probe.of(Writer.Found.class, ask.stdin(all));
  }

  Plan plan(Writer.Found found) {
    Plan.Builder plan = Plan.builder().result("dest", place);
    attributes.obstacle(found.host(), false, plan);
    Found there = found.tree().orElseThrow();
    if (there.lacks().isPresent()) {
      plan.block("no tar on this host", "install it with the module package first");
    }
    there.obstacle(plan);
    TreeParcel<Tree.Entry> parcel = new TreeParcel<>(this, found.host());
    parcel.hold(tree.entries(), there.there(), plan);
    if (plan.build().obstacle().isPresent()) return plan.build();
    Script make =
        found.directory() ? sh(":") : Directory.make(place, folder(Optional.empty()), found.host());
    parcel.tell(plan, make, tree.root().getFileName().toString(), there.stamp());
    return plan.build();
  }

  @Override
  public Charset charset() {
    return StandardCharsets.UTF_8;
  }

  @Override
  public Census.Seat seat(
      Tree.Entry entry, Optional<Census.Seat> now, boolean same, Attributes.Host host) {
    boolean folder = entry.kind() == Inode.Kind.DIRECTORY;
    if (folder && now.isPresent()) return now.get();
    Attributes wanted = folder ? folder(Optional.of(entry)) : attributes;
    int is = now.map(Census.Seat::mode).orElse((folder ? 0777 : 0666) & ~Mode.UMASK);
    int mode =
        wanted.preserve()
            ? Permissions.of(entry.path())
            : wanted.permissions().map(m -> m.on(is, folder)).orElse(is);
    if (entry.kind() == Inode.Kind.LINK) mode = is;
    return Census.Seat.of(mode, attributes.owners(), host.ids(), now);
  }

  /** Returns what a directory that is made gets; the entry is empty for the place itself. */
  private Attributes folder(Optional<Tree.Entry> entry) {
    Optional<String> mode =
        folders.filter("preserve"::equals).isPresent() && entry.isEmpty()
            ? Optional.empty()
            : folders;
    return Attributes.of(mode, attributes.owner(), attributes.group());
  }

  @Override
  public Script fill(List<TreeParcel.Staged<Tree.Entry>> files, List<String> steps) {
    TarStream stream = new TarStream();
    for (TreeParcel.Staged<Tree.Entry> one : files) {
      Tree.Entry entry = one.entry();
      Census.Seat seat = one.seat();
      if (entry.kind() == Inode.Kind.LINK) {
        stream.link(one.name(), seat.uid(), seat.gid(), entry.target());
      } else {
        stream.file(one.name(), seat.mode(), seat.uid(), seat.gid(), entry.path(), entry.size());
      }
    }
    stream.file("steps", Census.listed(steps, charset()));
    return sh("tar -x -p -m -f - -C \"$s\"").stdin(stream.end());
  }
}
