package outpost.modules.files;

import static outpost.api.Script.sh;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import outpost.api.Payload;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;

/**
 * Brings a directory of a host to hold what one of the control node holds.
 *
 * <p>One script tells what all files are like; another one takes all that differ as one stream,
 * puts them into a directory beside, and moves each to its place when all are there.
 *
 * @param dest where to
 * @param folders the permissions of directories that are made
 */
record TreeWriter(
    Tree tree,
    String dest,
    Attributes attributes,
    Optional<String> folders,
    boolean force,
    boolean backup) {
  private static final String TREE_ABSENT = "-";

  /**
   * What is there, in the order in which it was asked for.
   *
   * @param kinds a letter each: file, directory, link, other, or {@code -} for nothing
   * @param stats {@code st_mode:uid:gid} of what is there
   * @param sums of files
   * @param targets of links
   * @param stamp for the names of backups
   */
  record Found(
      Optional<String> kinds,
      Optional<byte[]> stats,
      Optional<byte[]> sums,
      Optional<byte[]> targets,
      Optional<String> lacks,
      String stamp) {}

  Probe<Writer.Found> probe() {
    List<String> names = tree.entries().stream().map(Tree.Entry::name).toList();
    Script ask =
        sh("p={}; emit path \"$p\"; emit tree.stamp \"$(date +%Y-%m-%d@%H:%M:%S)\"", dest)
            .then(attributes.question("host", ""))
            .then(
                sh(
                    """
                    if ! command -v tar >/dev/null; then emit tree.lacks tar; fi
                    if ! [ -d "$p" ]; then
                      if [ -e "$p" ] || [ -h "$p" ]; then emit tree.kinds x; fi
                      emit directory no; exit 0
                    fi
                    emit directory yes
                    w=$(mktemp -d) || exit
                    trap 'rm -rf -- "$w"' EXIT
                    cat >"$w/all" && : >"$w/files" && : >"$w/there" && : >"$w/links" && cd "$p" || exit
                    xargs -0 sh -c 'for f; do
                      k=-
                      if [ -h "$f" ]; then
                        k=l; { readlink -n -- "$f"; printf "\\0"; } >>"$0/links"
                      elif [ -d "$f" ]; then k=d
                      elif [ -f "$f" ]; then k=f; printf "%s\\0" "$f" >>"$0/files"
                      elif [ -e "$f" ]; then k=o
                      fi
                      [ $k = - ] || printf "%s\\0" "$f" >>"$0/there"
                      printf %s $k
                    done' "$w" <"$w/all" >"$w/kinds" || exit
                    emit tree.kinds "$(cat "$w/kinds")"
                    blob tree.targets <"$w/links"
                    if [ -s "$w/there" ]; then
                      xargs -0 stat -c '%f:%u:%g' -- <"$w/there" >"$w/out" || exit
                      blob tree.stats <"$w/out"
                    fi
                    if [ -s "$w/files" ]; then
                      xargs -0 sha256sum -- <"$w/files" >"$w/out" || exit
                      cut -c 1-65 <"$w/out" | blob tree.sums
                    fi"""));
    return Probe.of(Writer.Found.class, ask.stdin(new Payload.Bytes(TreeParcel.listed(names))));
  }

  Plan plan(Writer.Found found) {
    Plan.Builder plan = Plan.builder().result("dest", dest);
    attributes.obstacle(found.host(), false, plan);
    Found there = found.tree().orElseThrow();
    if (there.lacks().isPresent()) {
      plan.block("no tar on this host", "install it with the module package first");
    }
    if (!found.directory() && there.kinds().isPresent()) {
      plan.block("`" + dest + "` is no directory", "name another path");
    }
    if (plan.build().obstacle().isPresent()) return plan.build();
    TreeParcel parcel = new TreeParcel(this, found);
    compare(there, parcel, plan);
    if (parcel.isEmpty() || plan.build().obstacle().isPresent()) return plan.build();
    Script make =
        found.directory() ? sh(":") : Directory.make(dest, folder(Optional.empty()), found.host());
    plan.change(
        "files",
        parcel.from(),
        "as in " + tree.root().getFileName(),
        make.then(parcel.unpack(there.stamp())),
        parcel.diff());
    return plan.build();
  }

  private void compare(Found there, TreeParcel parcel, Plan.Builder plan) {
    String kinds = there.kinds().orElse(TREE_ABSENT.repeat(tree.entries().size()));
    Iterator<String> stats = text(there.stats()).lines().iterator();
    Iterator<String> sums =
        text(there.sums())
            .lines()
            .filter(line -> line.matches("\\\\?[0-9a-f]{64}.*"))
            .map(line -> line.startsWith("\\") ? line.substring(1) : line.substring(0, 64))
            .iterator();
    Iterator<String> targets = List.of(text(there.targets()).split("\0", -1)).iterator();
    for (int i = 0; i < tree.entries().size(); i++) {
      Tree.Entry entry = tree.entries().get(i);
      char kind = i < kinds.length() ? kinds.charAt(i) : '-';
      Optional<TreeParcel.Seat> seat =
          kind == '-' ? Optional.empty() : Optional.of(TreeParcel.Seat.of(stats.next()));
      String sum = kind == 'f' ? sums.next() : "";
      String target = kind == 'l' ? targets.next() : "";
      boolean fits =
          kind == '-'
              || (entry.kind() == Inode.Kind.DIRECTORY ? kind == 'd' : kind == 'f' || kind == 'l');
      if (!fits) {
        plan.block(
            "`" + dest + "/" + entry.name() + "` is in the way of a " + entry.kind(),
            "remove it first, in a task of the module file");
        return;
      }
      parcel.hold(entry, seat, kind, sum, target);
    }
  }

  /** Returns what a directory that is made gets; the entry is empty for {@code dest} itself. */
  Attributes folder(Optional<Tree.Entry> entry) {
    Optional<String> mode =
        folders.filter("preserve"::equals).isPresent()
            ? entry.map(one -> Mode.show(Permissions.of(one.path())))
            : folders;
    return Attributes.of(mode, attributes.owner(), attributes.group());
  }

  private static String text(Optional<byte[]> bytes) {
    return bytes.map(some -> new String(some, StandardCharsets.UTF_8)).orElse("");
  }
}
