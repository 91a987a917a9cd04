package outpost.modules.files;

import static outpost.api.Script.sh;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import outpost.api.Change;
import outpost.api.Payload;
import outpost.api.Script;

/** All of a tree that is to be sent to a host, and what is told of it. */
final class TreeParcel {
  private final TreeWriter want;
  private final Writer.Found found;
  private final TarStream files = new TarStream();
  private final List<String> made = new ArrayList<>();
  private final List<String> moved = new ArrayList<>();
  private final List<String> absent = new ArrayList<>();
  private final List<String> other = new ArrayList<>();
  private final StringBuilder before = new StringBuilder();
  private final StringBuilder after = new StringBuilder();
  private int number;

  TreeParcel(TreeWriter want, Writer.Found found) {
    this.want = want;
    this.found = found;
  }

  /** Mode and owner of what is there. */
  record Seat(int mode, String uid, String gid) {
    static Seat of(String line) {
      String[] parts = line.split(":");
      return new Seat(Integer.parseInt(parts[0], 16) & 07777, parts[1], parts[2]);
    }
  }

  boolean isEmpty() {
    return absent.isEmpty() && other.isEmpty();
  }

  /**
   * Takes up an entry, unless what is there is as wanted.
   *
   * @param kind a letter, as in {@link TreeWriter.Found}
   * @param sum of what is there, if it is a file
   * @param target of what is there, if it is a link
   */
  void hold(Tree.Entry entry, Optional<Seat> seat, char kind, String sum, String target) {
    if (seat.isPresent() && !want.force()) return;
    switch (entry.kind()) {
      case DIRECTORY -> {
        if (seat.isEmpty()) make(entry);
      }
      case LINK -> link(entry, kind == 'l' && target.equals(entry.target()), kind, target);
      case FILE, OTHER -> file(entry, seat, kind, sum);
    }
  }

  private void make(Tree.Entry entry) {
    Attributes wanted = want.folder(Optional.of(entry));
    int mask = found.host().mask();
    int mode = wanted.permissions().map(m -> m.on(0777 & ~mask, true, mask)).orElse(0777 & ~mask);
    String owner =
        wanted.owners().uid(found.host().ids()).orElse("")
            + wanted.owners().gid(found.host().ids()).map(gid -> ":" + gid).orElse("");
    made.add(Mode.show(mode) + "/" + owner + "/" + entry.name());
    tell(entry, true, "", "directory");
  }

  private void link(Tree.Entry entry, boolean same, char kind, String target) {
    if (same) return;
    Owners owners = want.attributes().owners();
    String name = "f" + number++;
    files.link(
        name,
        owners.uid(found.host().ids()).orElse(""),
        owners.gid(found.host().ids()).orElse(""),
        entry.target());
    moved.add(name + "/" + entry.name());
    tell(entry, kind == '-', kind == 'l' ? "-> " + target : "file", "-> " + entry.target());
  }

  private void file(Tree.Entry entry, Optional<Seat> seat, char kind, String sum) {
    Attributes attributes = want.attributes();
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
    moved.add(name + "/" + entry.name());
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
    if (!absent.isEmpty()) parts.add("absent: " + Diffs.some(absent));
    if (!other.isEmpty()) parts.add("other: " + Diffs.some(other));
    return String.join("; ", parts);
  }

  Change.Diff diff() {
    return new Change.Diff(want.dest(), before.toString(), after.toString(), false);
  }

  /** Returns what unpacks it beside, and moves each file to its place when all are there. */
  Script unpack(String stamp) {
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
            want.dest(), want.backup() ? stamp : "")
        .stdin(stream());
  }

  private Payload stream() {
    return files.file("made", listed(made)).file("moved", listed(moved)).end();
  }

  /** Returns texts as {@code xargs -0} reads them. */
  static byte[] listed(List<String> texts) {
    return texts.stream()
        .map(text -> text + '\0')
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.UTF_8);
  }
}
