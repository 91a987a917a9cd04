package outpost.modules.files;

import static outpost.api.Script.sh;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import outpost.api.Plan;
import outpost.api.Script;

/** Plans a directory, alone or with all that is in it. */
record Directory(File.Args want, File.Found found) {

  void hold(Plan.Builder plan) {
    Inode is = found.file().orElse(null);
    if (is == null) {
      plan.change(
          "state", "absent", "directory", make(want.path(), want.attributes(), found.host()));
      want.times().holdNew(want.path(), plan);
    } else if (!is.is(Inode.Kind.DIRECTORY)) {
      plan.block(
          "`" + want.path() + "` is a " + is.kind() + ", not a directory",
          "remove it first, in a task with `state: absent`");
    } else if (want.recurse()) {
      all(plan);
    } else {
      want.attributes().hold(is, found.host(), want.path(), plan);
      want.times().hold(found.times(), want.path(), false, plan);
    }
  }

  /** Makes a directory and the parents that are missing, each closed until it is as wanted. */
  static Script make(String path, Attributes attributes, Attributes.Host host) {
    boolean bare = attributes.owners().isEmpty() && attributes.context().isEmpty();
    String closed = bare ? attributes.bits(0777, true, Optional.empty()) : "0700";
    Script dress = bare ? sh(":") : attributes.dress(0777, true, host, Optional.empty());
    return Script.raw(
        sh(
                    """
                    t={}; set --
                    while [ ! -d "${t:-/}" ]; do set -- "$t" "$@"; t=${t%/*}; done
                    for t; do
                    mkdir -m {} -- "$t" || exit
                    """,
                    path, closed)
                .text() // quoted already, as is what follows
            + dress.text()
            + " || exit\ndone"
            + attributes.flagged(path).map(flag -> "\n" + flag.text()).orElse(""));
  }

  private void all(Plan.Builder plan) {
    if (found.unread().orElse(false)) {
      plan.block("part of `" + want.path() + "` cannot be read", "use `become`");
    }
    List<Entry> tree = found.tree().stream().map(Entry::of).toList();
    String below = want.path().equals("/") ? "/" : want.path() + "/";
    want.attributes()
        .permissions()
        .ifPresent(
            mode -> {
              Predicate<Entry> differs =
                  one -> !one.link() && mode.on(one.mode(), one.folder()) != one.mode();
              Script fix = sh("chmod -R -- {} {}", mode.text(), below);
              each(plan, "mode", tree, differs, one -> Mode.show(one.mode()), mode.shown(), fix);
            });
    Owners owners = want.attributes().owners();
    owners
        .uid(found.host().ids())
        .ifPresent(
            uid -> {
              Script fix = sh("chown -R -h -- {} {}", uid, below);
              String to = owners.owner().orElseThrow();
              each(plan, "owner", tree, one -> !one.uid.equals(uid), Entry::uid, to, fix);
            });
    owners
        .gid(found.host().ids())
        .ifPresent(
            gid -> {
              Script fix = sh("chown -R -h -- {} {}", ":" + gid, below);
              String to = owners.group().orElseThrow();
              each(plan, "group", tree, one -> !one.gid.equals(gid), Entry::gid, to, fix);
            });
  }

  private static void each(
      Plan.Builder plan,
      String what,
      List<Entry> tree,
      Predicate<Entry> differs,
      Function<Entry, String> shown,
      String to,
      Script fix) {
    List<Entry> wrong = tree.stream().filter(differs).toList();
    if (wrong.isEmpty()) return;
    String from = wrong.stream().map(shown).sorted().distinct().collect(Collectors.joining(", "));
    plan.change(what + " below", from, to, fix);
  }

  /** What some of the files in a directory are like. */
  private record Entry(int raw, String uid, String gid) {
    static Entry of(String text) {
      String[] parts = text.split(":");
      return new Entry(Integer.parseInt(parts[0], 16), parts[1], parts[2]);
    }

    int mode() {
      return raw & 07777;
    }

    boolean folder() {
      return Inode.Kind.of(raw) == Inode.Kind.DIRECTORY;
    }

    boolean link() {
      return Inode.Kind.of(raw) == Inode.Kind.LINK;
    }
  }
}
