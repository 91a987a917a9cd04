package outpost.modules.files;

import static outpost.api.Script.sh;

import java.util.Optional;
import outpost.api.Plan;
import outpost.api.Script;

/** Plans links, symbolic and hard ones. */
record Link(File.Args want, File.Found found) {

  /** Returns the path of what a link is to point to. */
  static String source(File.Args want) {
    String src = want.src().orElseThrow();
    return src.startsWith("/")
        ? src
        : want.path().substring(0, want.path().lastIndexOf('/') + 1) + src;
  }

  void soft(Plan.Builder plan) {
    String src = want.src().orElseThrow();
    if (found.source().isEmpty() && !want.force()) missing(plan);
    Optional<Inode> is = found.file();
    if (is.filter(one -> one.is(Inode.Kind.LINK)).isEmpty()) {
      replace(plan, "link", "-s", src);
    } else if (!is.get().target().equals(Optional.of(src))) {
      plan.change("target", is.get().target().orElse(""), src, put("-s", src, owner(is)));
    } else {
      want.attributes().hold(is.get(), found.host(), want.path(), plan);
    }
  }

  void hard(Plan.Builder plan) {
    String src = want.src().orElseThrow();
    if (found.source().isEmpty()) {
      missing(plan);
      return;
    }
    Inode source = found.source().get();
    if (found.file().filter(is -> is.id().equals(source.id())).isEmpty()) {
      replace(plan, "hard link", "-L", src);
    }
    want.attributes().hold(source, found.host(), want.path(), plan);
  }

  private void missing(Plan.Builder plan) {
    plan.block(
        "nothing is at `" + source(want) + "` to point to",
        want.wants(File.State.LINK)
            ? "make it first, or point there all the same with `force: true`"
            : "make it first");
  }

  private void replace(Plan.Builder plan, String to, String flag, String src) {
    Optional<Inode> is = found.file();
    String from = is.map(one -> one.kind().toString()).orElse("absent");
    if (from.equals("directory")) {
      plan.block("`" + want.path() + "` is a directory", "remove it first with `state: absent`");
    } else if (is.isPresent() && !want.force()) {
      plan.block(
          "`" + want.path() + "` is a " + from, "put the link in its place with `force: true`");
    }
    plan.change(
        "state", from, to, put(flag, src, flag.equals("-s") ? owner(Optional.empty()) : ""));
  }

  private String owner(Optional<Inode> before) {
    Owners owners = want.attributes().owners();
    Optional<String> uid = owners.uid(found.host().ids()).or(() -> before.map(Inode::uid));
    Optional<String> gid = owners.gid(found.host().ids()).or(() -> before.map(Inode::gid));
    return uid.orElse("") + gid.map(id -> ":" + id).orElse("");
  }

  /** Makes the link beside its place and moves it there, so that there always is one. */
  private Script put(String flag, String src, String owner) {
    Script script =
        sh(
            """
            p={}; t=$(mktemp -u -- "${p%/*}/.outpost.XXXXXXXXXX") || exit
            trap '[ ! -e "$t" ] && [ ! -h "$t" ] || rm -f -- "$t"' EXIT
            ln {} -- {} "$t\"""",
            want.path(), flag, src);
    if (!owner.isEmpty()) script = script.then(sh("chown -h -- {} \"$t\"", owner));
    return script.then(sh("mv -fT -- \"$t\" \"$p\""));
  }
}
