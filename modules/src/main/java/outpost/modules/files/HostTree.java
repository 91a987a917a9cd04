package outpost.modules.files;

import static outpost.api.Script.sh;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import outpost.api.Payload;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;

/**
 * Brings a directory of a host to hold what another one of it holds.
 *
 * <p>As Ansible's copy does it: what is copied anew has the permissions of what it is copied from,
 * and {@code mode} is that of the directory itself. On purpose otherwise: what lies beside the
 * copied files keeps its owner and group, all levels are looked at in each run, files are compared
 * by what they hold and never by their age, no name is left out, links on the host are replaced and
 * not written through, and {@code mode: preserve} and {@code directory_mode} are about all
 * directories and files, as the manual has it.
 *
 * @param written the directory to copy: without a slash at the end it is copied itself
 * @param dest where to
 * @param follow whether links stand for what they point to
 * @param folders the permissions of directories that are made, if others than they have there
 * @param one an argument that is given, though it is about one file
 */
record HostTree(
    String written,
    String dest,
    boolean follow,
    Attributes attributes,
    Optional<String> folders,
    boolean force,
    boolean backup,
    Optional<String> one)
    implements TreeParcel.Source<HostTree.Entry> {

  /** Names may be any bytes. */
  private static final Charset BYTES = StandardCharsets.ISO_8859_1;

  /** What is below the directory. */
  record Entry(String name, Census.Item is) implements TreeParcel.Entry {
    @Override
    public Inode.Kind kind() {
      return is.kind().orElse(Inode.Kind.OTHER);
    }

    @Override
    public String sum() {
      return is.sum();
    }

    @Override
    public String target() {
      return is.target();
    }
  }

  /** Whether the directory itself is copied, and not what is in it alone. */
  private boolean whole() {
    return !written.matches(".*/\\.{0,2}");
  }

  private String source() {
    return written.length() > 1 ? written.replaceFirst("/$", "") : written;
  }

  @Override
  public String place() {
    String plain = dest.endsWith("/") ? dest.substring(0, dest.length() - 1) : dest;
    if (!whole()) return plain.isEmpty() ? "/" : plain;
    return plain + written.substring(written.lastIndexOf('/'));
  }

  /** Asks for all if it is a directory, and as {@code other} does if it is none. */
  Probe<Writer.Found> probe(Probe<Writer.Found> other) {
    Script ask =
        TreeWriter.STAMP
            .then(attributes.question("host", ""))
            .then(Census.TAKE)
            .then(
                sh(
                    """
                    p={}; s={}; links={}; l={}
                    emit path "$p"; inode source "$s" -L || exit; t=$p
                    while ! [ -e "${t:-/}" ] && ! [ -h "$t" ]; do t=${t%/*}; done
                    if [ -d "${t:-/}" ]; then
                      a=$(cd -P "$s" && pwd -P) && b=$(cd -P "${t:-/}" && pwd -P) || exit
                      case ${b%/}/ in
                        "${a%/}/") [ -d "$p" ] || emit tree.inside yes ;;
                        "${a%/}"/*) emit tree.inside yes ;;
                      esac
                    else emit tree.way "$t"
                    fi
                    if [ -d "$p" ]; then inode file "$p" "$l" || exit; emit directory yes
                    else emit directory no; fi
                    w=$(mktemp -d) || exit
                    trap 'rm -rf -- "$w"' EXIT
                    cd "$s" || exit
                    # it goes round in circles on some hosts, but not beyond its first complaint
                    find ${links:+"$links"} . -name "${w##*/}" -prune -o ! -name . -print0 \
                      2>&1 >"$w/found" | head -n 1 >"$w/why"
                    if [ -s "$w/why" ]; then emit tree.unread "$(cat "$w/why")"; exit 0; fi
                    sort -z <"$w/found" >"$w/all" || exit
                    blob tree.names <"$w/all"; census tree.from "$links"
                    if [ -d "$p" ]; then cd "$p" && census tree.there ''; fi""",
                    place(), source(), follow ? "-L" : "", whole() ? "" : "-L"));
    String text = "if [ -d " + Script.quote(source()) + " ]; then\n" + ask.text() + "\nexit\nfi";
    return Probe.of(Writer.Found.class, Script.raw(text).then(other.script().orElseThrow()));
  }

  Plan plan(Writer.Found found) {
    Optional<Inode> root = found.file();
    String shown = whole() || root.isEmpty() ? place() : (place() + "/").replace("//", "/");
    Plan.Builder plan = Plan.builder().result("dest", shown).result("src", written);
    String only = "` is about one file, and `" + source() + "` is a directory";
    one.ifPresent(name -> plan.block("`" + name + only, "drop it"));
    attributes.obstacle(found.host(), false, plan);
    TreeWriter.Found tree = found.tree().orElseThrow();
    tree.obstacle(plan);
    tree.unread()
        .ifPresent(
            why ->
                plan.block(
                    "`" + source() + "` cannot be read: " + why,
                    "look at it, or have links copied by `local_follow: false`"));
    if (tree.inside().orElse(false)) {
      plan.block(
          "`" + place() + "` is in `" + source() + "`, which would be copied into itself",
          "name another path");
    }
    if (root.filter(is -> !is.is(Inode.Kind.DIRECTORY)).isPresent()) {
      plan.block(
          "`" + place() + "` is a link to a directory",
          "remove it, or name what it points to, with a slash at the end of `src`");
    }
    root.ifPresent(is -> is.tell(plan));
    if (root.isPresent() && !force) return plan.build();
    List<Entry> entries = entries(tree, plan);
    TreeParcel<Entry> parcel = new TreeParcel<>(this, found.host());
    if (plan.build().obstacle().isEmpty()) parcel.hold(entries, tree.there(), plan);
    if (plan.build().obstacle().isPresent()) return plan.build();
    Attributes wanted = root(found);
    root.ifPresentOrElse(
        is -> wanted.hold(is, found.host(), place(), plan),
        () -> plan.change("state", "absent", "directory", make(wanted, found.host())));
    parcel.tell(plan, sh(":"), written, tree.stamp());
    return plan.build();
  }

  private List<Entry> entries(TreeWriter.Found tree, Plan.Builder plan) {
    String names = tree.names().map(bytes -> new String(bytes, BYTES)).orElse("");
    Iterator<Census.Item> next =
        tree.from().map(from -> from.items(BYTES)).orElse(List.of()).iterator();
    List<Entry> entries = new ArrayList<>();
    for (String name : names.split("\0")) {
      if (!next.hasNext()) break;
      Entry entry = new Entry(name.substring(2), next.next()); // find(1) begins with ./
      if (entry.kind() == Inode.Kind.OTHER) {
        boolean broken = entry.is().letter() == 'b';
        plan.block(
            "`"
                + (source() + "/" + Census.shown(entry.name(), BYTES)).replace("//", "/")
                + (broken ? "` points to nothing" : "` is neither a file nor a directory"),
            broken ? "remove it, or have links copied by `local_follow: false`" : "leave it out");
      }
      entries.add(entry);
    }
    return entries;
  }

  /** Returns what the directory itself gets. */
  private Attributes root(Writer.Found found) {
    int from = found.source().orElseThrow().mode();
    Attributes own = Attributes.of(attributes.mode(), attributes.owner(), attributes.group());
    if (attributes.preserve()) return own.withMode(Optional.of(Mode.show(from)));
    if (found.file().isPresent()) return own;
    int mode =
        own.permissions()
            .map(wanted -> wanted.on(from, true))
            .or(() -> folders.map(wanted -> Mode.of(wanted).on(0777 & ~Mode.UMASK, true)))
            .orElse(from);
    return own.withMode(Optional.of(Mode.show(mode)));
  }

  /** Makes the directory, and those above that are missing, which are no copies of any. */
  private Script make(Attributes root, Attributes.Host host) {
    Attributes above = root.withMode(folders);
    String parent = place().substring(0, place().lastIndexOf('/'));
    return Directory.make(parent, above, host).then(Directory.make(place(), root, host));
  }

  @Override
  public Charset charset() {
    return BYTES;
  }

  @Override
  public Census.Seat seat(
      Entry entry, Optional<Census.Seat> now, boolean same, Attributes.Host host) {
    int from = entry.is().seat().orElseThrow().mode();
    boolean folder = entry.kind() == Inode.Kind.DIRECTORY;
    boolean keep = same && !attributes.preserve() || folder && folders.isPresent();
    int made =
        folder
            ? folders.map(wanted -> Mode.of(wanted).on(0777 & ~Mode.UMASK, true)).orElse(from)
            : from;
    int mode = keep ? now.map(Census.Seat::mode).orElse(made) : made;
    return Census.Seat.of(mode, attributes.owners(), host.ids(), now);
  }

  @Override
  public Script fill(List<TreeParcel.Staged<Entry>> files, List<String> steps) {
    List<String> all = new ArrayList<>(steps);
    for (TreeParcel.Staged<Entry> file : files) {
      boolean link = file.entry().kind() == Inode.Kind.LINK;
      all.add(
          TreeParcel.step(
              link ? 'l' : 'c',
              file.name(),
              link ? "" : Mode.show(file.seat().mode()),
              file.seat().owner(),
              file.entry().name()));
    }
    return sh(
            """
            cat >"$s/steps" && cd {} || exit
            xargs -0 sh -c 'for e; do
              v=${e%%/*}; e=${e#*/}; t=$0/${e%%/*}; e=${e#*/}
              m=${e%%/*}; e=${e#*/}; o=${e%%/*}; n=${e#*/}
              case $v in
                c) cp -- "$n" "$t" ;;
                l) cp -P -- "$n" "$t" ;;
                *) continue ;;
              esac || exit 255
              [ -z "$o" ] || chown -h -- "$o" "$t" || exit 255
              [ -z "$m" ] || chmod -- "$m" "$t" || exit 255
            done' "$s" <"$s/steps\"""",
            source())
        .stdin(new Payload.Bytes(Census.listed(all, BYTES)));
  }
}
