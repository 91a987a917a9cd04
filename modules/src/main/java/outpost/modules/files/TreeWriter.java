package outpost.modules.files;

import static outpost.api.Script.sh;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import outpost.api.Change;
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
    ByteArrayOutputStream names = new ByteArrayOutputStream();
    for (Tree.Entry entry : tree.entries()) entry(names, entry.name());
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
    return Probe.of(Writer.Found.class, ask.stdin(new Payload.Bytes(names.toByteArray())));
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
    Parcel parcel = new Parcel(found);
    compare(there, parcel, plan);
    if (parcel.isEmpty() || plan.build().obstacle().isPresent()) return plan.build();
    Script make =
        found.directory() ? sh(":") : Directory.make(dest, folder(Optional.empty()), found.host());
    plan.change(
        "files",
        parcel.from(),
        "as in " + tree.root().getFileName(),
        make.then(unpack(there.stamp())).stdin(parcel.stream()),
        new Change.Diff(dest, parcel.before.toString(), parcel.after.toString(), false));
    return plan.build();
  }

  private void compare(Found there, Parcel parcel, Plan.Builder plan) {
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
      Optional<Seat> seat = kind == '-' ? Optional.empty() : Optional.of(Seat.of(stats.next()));
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

  /** Mode and owner of what is there. */
  private record Seat(int mode, String uid, String gid) {
    static Seat of(String line) {
      String[] parts = line.split(":");
      return new Seat(Integer.parseInt(parts[0], 16) & 07777, parts[1], parts[2]);
    }
  }

  private Attributes folder(Optional<Tree.Entry> entry) {
    Optional<String> mode =
        folders.filter("preserve"::equals).isPresent()
            ? entry.map(one -> Mode.show(Permissions.of(one.path())))
            : folders;
    return Attributes.of(mode, attributes.owner(), attributes.group());
  }

  /** All that is to be sent, and what is told of it. */
  private final class Parcel {
    private final Writer.Found found;
    private final TarStream files = new TarStream();
    private final ByteArrayOutputStream made = new ByteArrayOutputStream();
    private final ByteArrayOutputStream moved = new ByteArrayOutputStream();
    private final List<String> absent = new ArrayList<>();
    private final List<String> other = new ArrayList<>();
    private final StringBuilder before = new StringBuilder();
    private final StringBuilder after = new StringBuilder();
    private int number;

    Parcel(Writer.Found found) {
      this.found = found;
    }

    boolean isEmpty() {
      return absent.isEmpty() && other.isEmpty();
    }

    void hold(Tree.Entry entry, Optional<Seat> seat, char kind, String sum, String target) {
      if (seat.isPresent() && !force) return;
      switch (entry.kind()) {
        case DIRECTORY -> {
          if (seat.isEmpty()) make(entry);
        }
        case LINK -> link(entry, kind == 'l' && target.equals(entry.target()), kind, target);
        case FILE, OTHER -> file(entry, seat, kind, sum);
      }
    }

    private void make(Tree.Entry entry) {
      Attributes wanted = folder(Optional.of(entry));
      int mask = found.host().mask();
      int mode = wanted.permissions().map(m -> m.on(0777 & ~mask, true, mask)).orElse(0777 & ~mask);
      String owner =
          wanted.owners().uid(found.host().ids()).orElse("")
              + wanted.owners().gid(found.host().ids()).map(gid -> ":" + gid).orElse("");
      entry(made, Mode.show(mode) + "/" + owner + "/" + entry.name());
      tell(entry, true, "", "directory");
    }

    private void link(Tree.Entry entry, boolean same, char kind, String target) {
      if (same) return;
      Owners owners = attributes.owners();
      String name = "f" + number++;
      files.link(
          name,
          owners.uid(found.host().ids()).orElse(""),
          owners.gid(found.host().ids()).orElse(""),
          entry.target());
      entry(moved, name + "/" + entry.name());
      tell(entry, kind == '-', kind == 'l' ? "-> " + target : "file", "-> " + entry.target());
    }

    private void file(Tree.Entry entry, Optional<Seat> seat, char kind, String sum) {
      int mask = found.host().mask();
      Optional<Seat> kept = seat.filter(s -> kind == 'f');
      int now = kept.map(Seat::mode).orElse(0666 & ~mask);
      int mode =
          attributes.preserve()
              ? Permissions.of(entry.path())
              : attributes.permissions().map(m -> m.on(now, false, mask)).orElse(now);
      Owners.Ids ids = found.host().ids();
      String uid = attributes.owners().uid(ids).or(() -> kept.map(Seat::uid)).orElse("");
      String gid = attributes.owners().gid(ids).or(() -> kept.map(Seat::gid)).orElse("");
      String wanted = entry.sum();
      boolean same =
          sum.equals(wanted) && kept.filter(s -> s.equals(new Seat(mode, uid, gid))).isPresent();
      if (same) return;
      String name = "f" + number++;
      files.file(name, mode, uid, gid, entry.path(), entry.size());
      entry(moved, name + "/" + entry.name());
      tell(
          entry,
          kind == '-',
          kind == 'f' ? told(sum, kept.get().mode()) : "link",
          told(wanted, mode));
    }

    private String told(String sum, int mode) {
      return Mode.show(mode) + " sha256 " + sum.substring(0, 12);
    }

    private void tell(Tree.Entry entry, boolean isNew, String was, String is) {
      (isNew ? absent : other).add(entry.name());
      if (!isNew) before.append(entry.name()).append(": ").append(was).append('\n');
      after.append(entry.name()).append(": ").append(is).append('\n');
    }

    String from() {
      List<String> parts = new ArrayList<>();
      if (!absent.isEmpty()) parts.add("absent: " + some(absent));
      if (!other.isEmpty()) parts.add("other: " + some(other));
      return String.join("; ", parts);
    }

    private String some(List<String> names) {
      int shown = Math.min(5, names.size());
      String more = names.size() > shown ? " and " + (names.size() - shown) + " more" : "";
      return String.join(", ", names.subList(0, shown)).replace("\n", "\\n") + more;
    }

    Payload stream() {
      return files.file("made", made.toByteArray()).file("moved", moved.toByteArray()).end();
    }
  }

  private Script unpack(String stamp) {
    return sh(
        """
        p={}; s=$(mktemp -d -- "$p/.outpost.XXXXXXXXXX") || exit
        trap 'rm -rf -- "$s"' EXIT
        tar -x -p -m -f - -C "$s" && cd "$p" || exit
        xargs -0 sh -c 'for e; do
          m=${e%%/*}; e=${e#*/}; o=${e%%/*}; n=${e#*/}
          mkdir -m 0700 -- "$n" || exit 255
          [ -z "$o" ] || chown -- "$o" "$n" || exit 255
          chmod -- "$m" "$n" || exit 255
        done' sh <"$s/made" || exit
        sync -f -- "$s" 2>/dev/null || sync
        k={}; export k
        xargs -0 sh -c 'for e; do
          n=${e#*/}
          if [ -n "$k" ] && [ -f "$n" ]; then cp -p -- "$n" "$n.$k~" || exit 255; fi
          mv -fT -- "$0/${e%%/*}" "$n" || exit 255
        done' "$s" <"$s/moved" || exit
        if selinuxenabled 2>/dev/null; then
          xargs -0 sh -c 'for e; do restorecon -- "${e#*/}"; done' sh <"$s/moved"
        fi""",
        dest, backup ? stamp : "");
  }

  private static void entry(ByteArrayOutputStream list, String text) {
    list.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    list.write(0);
  }

  private static String text(Optional<byte[]> bytes) {
    return bytes.map(some -> new String(some, StandardCharsets.UTF_8)).orElse("");
  }
}
