package outpost.modules.files;

import static outpost.api.Script.sh;

import outpost.api.Script;

/** The scripts that hold a directory against an archive, and that unpack it. */
record Unpacking(Unarchive.Args want, Packing packing) {

  /** Tells of {@code $names} a name that leads out, and what the files in it are like. */
  private static final String TELL =
      """
      out=$(grep -E -m 1 '^/|(^|/)\\.\\.(/|$)' <"$names") && emit unsafe "$out"
      listed={}; dressed={}
      if [ -n "$listed" ]; then blob names <"$names"; fi
      if [ -n "$dressed" ] && [ -s "$names" ]; then
        cd "$p" || exit
        tr '\\n' '\\0' <"$names" | xargs -0 stat -c 'tree=%f:%u:%g' -- 2>/dev/null | sort -u
      fi""";

  private Packed packed() {
    PackedSource source = new PackedSource(want);
    return packing == Packing.ZIP
        ? new PackedZip(want, source)
        : new PackedTar(want, source, packing.option());
  }

  /** Asks whether all that is in the archive is there. */
  Script compare(Script before) {
    return before
        .then(
            sh(
                "w=$(mktemp -d) || exit; trap 'rm -rf -- \"$w\"' EXIT; names=$w/names; : >\"$names\""))
        .then(packed().compare())
        .then(sh(TELL, want.listFiles() ? "yes" : "", dressed() ? "yes" : ""));
  }

  private boolean dressed() {
    Attributes wanted = want.attributes();
    return wanted.mode().isPresent() || wanted.owner().isPresent() || wanted.group().isPresent();
  }

  /** Unpacks it, and gives what was in it its owner and mode. */
  Script unpack(Unarchive.Found found) {
    return sh(
            "p={}; w=$(mktemp -d) || exit; trap 'rm -rf -- \"$w\"' EXIT; names=$w/names",
            want.dest())
        .then(packed().unpack())
        .then(dress(Unarchive.Dressing.of(want, found)));
  }

  private static Script dress(Unarchive.Dressing dressing) {
    if (dressing.isEmpty()) return sh(":");
    Script all = sh("cd \"$p\" || exit");
    String owner = dressing.uid().orElse("") + dressing.gid().map(gid -> ":" + gid).orElse("");
    if (!owner.isEmpty()) {
      all = all.then(sh("tr '\\n' '\\0' <\"$names\" | xargs -0 chown -h -- {}", owner));
    }
    if (dressing.mode().isPresent()) {
      all =
          all.then(
              sh(
                  """
                  tr '\\n' '\\0' <"$names" | xargs -0 sh -c '
                    m=$1; shift; for f; do [ -h "$f" ] || chmod -- "$m" "$f" || exit; done' sh {}""",
                  dressing.mode().get().text()));
    }
    return all;
  }
}
