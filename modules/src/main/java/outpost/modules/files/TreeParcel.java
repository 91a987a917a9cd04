package outpost.modules.files;

import static outpost.api.Script.sh;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import outpost.api.Change;
import outpost.api.Plan;
import outpost.api.Script;

/**
 * All of a tree that a directory of a host lacks or has otherwise, what is told of it, and what
 * brings it there: everything is put into a directory beside, and each file is moved to its place
 * when all are there.
 */
final class TreeParcel<E extends TreeParcel.Entry> {

  /** One of the tree, a directory before what is in it. */
  interface Entry {
    /** Returns where it comes to be, from the directory that the tree is copied to. */
    String name();

    Inode.Kind kind();

    String sum();

    String target();
  }

  /** Where the tree lies, and what follows from that. */
  interface Source<E> {
    /** Returns the directory that the tree is copied to. */
    String place();

    /** Returns how names are read and written. */
    Charset charset();

    /** Whether what is there already is replaced, or dressed otherwise. */
    boolean force();

    boolean backup();

    /**
     * Returns the mode and owner that an entry is to have.
     *
     * @param now those of what is there, if it is of its kind
     * @param same whether that holds the same
     */
    Census.Seat seat(E entry, Optional<Census.Seat> now, boolean same, Attributes.Host host);

    /**
     * Returns what fills the directory {@code $s} with files as they are to be.
     *
     * @param steps to be put into a file {@code steps} beside them
     */
    Script fill(List<Staged<E>> files, List<String> steps);
  }

  /** A file or link that is to be put beside, under a name of its own. */
  record Staged<E>(String name, E entry, Census.Seat seat) {}

  private final Source<E> source;
  private final Attributes.Host host;
  private final List<Staged<E>> staged = new ArrayList<>();
  private final List<String> steps = new ArrayList<>();
  private final List<String> absent = new ArrayList<>();
  private final List<String> other = new ArrayList<>();
  private final StringBuilder before = new StringBuilder();
  private final StringBuilder after = new StringBuilder();

  TreeParcel(Source<E> source, Attributes.Host host) {
    this.source = source;
    this.host = host;
  }

  /** Returns what one of the scripts below does with a file, whose name comes last. */
  static String step(char verb, String staged, String mode, String owner, String name) {
    return verb + "/" + staged + "/" + mode + "/" + owner + "/" + name;
  }

  /** Takes up all that is not there as wanted, unless something is in its way. */
  void hold(List<E> entries, Optional<Census> there, Plan.Builder plan) {
    List<Census.Item> items = there.map(some -> some.items(source.charset())).orElse(List.of());
    for (int i = 0; i < entries.size(); i++) {
      E entry = entries.get(i);
      Census.Item is = i < items.size() ? items.get(i) : Census.Item.NOTHING;
      boolean folder = entry.kind() == Inode.Kind.DIRECTORY;
      boolean fits = folder ? is.letter() == 'd' : "fnl".indexOf(is.letter()) >= 0;
      if (is.letter() != '-' && !fits) {
        plan.block(
            "`"
                + source.place()
                + "/"
                + shown(entry.name())
                + "` is in the way of a "
                + entry.kind(),
            "remove it first, in a task of the module file");
        return;
      }
      if (is.letter() == '-' || source.force()) hold(entry, is);
    }
  }

  private void hold(E entry, Census.Item is) {
    Inode.Kind kind = entry.kind();
    String sum = kind == Inode.Kind.FILE ? entry.sum() : "";
    String target = kind == Inode.Kind.LINK ? entry.target() : "";
    Optional<Census.Seat> now = is.seat().filter(seat -> is.kind().equals(Optional.of(kind)));
    boolean same = now.isPresent() && is.sum().equals(sum) && is.target().equals(target);
    Census.Seat wanted = source.seat(entry, now, same, host);
    boolean moved = now.filter(seat -> !seat.owner().equals(wanted.owner())).isPresent();
    boolean dressed = now.filter(seat -> seat.mode() != wanted.mode()).isPresent();
    boolean differs = !same || moved || dressed;
    if (kind == Inode.Kind.DIRECTORY) {
      String mode = now.isEmpty() || dressed ? Mode.show(wanted.mode()) : "";
      String owner = now.isEmpty() || moved ? wanted.owner() : "";
      steps.add(step(now.isEmpty() ? 'd' : 'k', "", mode, owner, entry.name()));
    } else if (differs) {
      String name = "f" + staged.size();
      staged.add(new Staged<>(name, entry, wanted));
      steps.add(step('m', name, "", "", entry.name()));
    }
    if (!differs) return;
    String name = shown(entry.name());
    (is.seat().isEmpty() ? absent : other).add(name);
    if (is.seat().isPresent()) {
      before.append(told(name, is.kind().get(), is.seat().get(), moved, is.sum(), is.target()));
    }
    after.append(told(name, kind, wanted, moved, sum, target));
  }

  private String told(
      String name, Inode.Kind kind, Census.Seat seat, boolean whose, String sum, String target) {
    String who = whose ? seat.owner() + " " : "";
    String what =
        switch (kind) {
          case LINK -> who + "-> " + shown(target);
          case DIRECTORY -> Mode.show(seat.mode()) + " " + who + "directory";
          case FILE, OTHER -> Mode.show(seat.mode()) + " " + who + "sha256 " + sum.substring(0, 12);
        };
    return name + ": " + what + "\n";
  }

  private String shown(String text) {
    return Census.shown(text, source.charset());
  }

  /**
   * Adds what differs to a plan.
   *
   * @param make makes the directory, if it is not there
   * @param root what the tree is known as
   */
  void tell(Plan.Builder plan, Script make, String root, String stamp) {
    if (absent.isEmpty() && other.isEmpty()) return;
    List<String> parts = new ArrayList<>();
    if (!absent.isEmpty()) parts.add("absent: " + Diffs.some(absent));
    if (!other.isEmpty()) parts.add("other: " + Diffs.some(other));
    plan.change(
        "files",
        String.join("; ", parts),
        "as in " + root,
        make.then(unpack(stamp)),
        new Change.Diff(source.place(), before.toString(), after.toString(), false));
  }

  /** Returns what fills a directory beside, and moves each file to its place when all are there. */
  private Script unpack(String stamp) {
    return sh(
            """
            p={}; s=$(mktemp -d -- "$p/.outpost.XXXXXXXXXX") || exit
            trap 'rm -rf -- "$s"' EXIT\
            """,
            source.place())
        .then(source.fill(staged, steps))
        .then(
            sh(
                """
                cd "$p" || exit
                xargs -0 sh -c 'for e; do
                  v=${e%%/*}; e=${e#*/*/}; m=${e%%/*}; e=${e#*/}; o=${e%%/*}; n=${e#*/}
                  case $v in
                    d) mkdir -m 0700 -- "$n" || exit 255 ;;
                    k) if [ -h "$n" ] || ! [ -d "$n" ]; then
                        echo "$n is no directory any more" >&2; exit 255; fi ;;
                    *) continue ;;
                  esac
                  [ -z "$o" ] || chown -- "$o" "$n" || exit 255
                  [ -z "$m" ] || chmod -- "$m" "$n" || exit 255
                done' sh <"$s/steps" || exit
                sync -f -- "$s" 2>/dev/null || sync
                k={}; export k
                xargs -0 sh -c 'for e; do
                  case $e in m/*) e=${e#m/}; n=${e#*///} ;; *) continue ;; esac
                  if [ -n "$k" ] && [ -f "$n" ] && ! [ -h "$n" ]; then cp -p -- "$n" "$n.$k~" || exit 255; fi
                  mv -fT -- "$0/${e%%/*}" "$n" || exit 255
                done' "$s" <"$s/steps" || exit
                if selinuxenabled 2>/dev/null; then
                  xargs -0 sh -c 'for e; do
                    case $e in [dm]/*) restorecon -- "${e#*/*/*/*/}" ;; esac
                  done' sh <"$s/steps"
                fi""",
                source.backup() ? stamp : ""));
  }
}
