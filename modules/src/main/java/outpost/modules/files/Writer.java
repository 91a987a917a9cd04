package outpost.modules.files;

import static outpost.api.Script.sh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import outpost.api.Change;
import outpost.api.Glance;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;

/**
 * Brings one file of a host to hold given bytes: what {@code copy} and {@code template} share.
 *
 * @param dest where to, as the task says
 * @param name the file's name, if {@code dest} turns out to be a directory
 * @param body the bytes
 * @param attributes its owner and permissions
 * @param folders the permissions of directories that are made
 * @param sha1 what the bytes must have for a checksum
 */
record Writer(
    String dest,
    Optional<String> name,
    Body body,
    Attributes attributes,
    Safeguards safeguards,
    boolean force,
    boolean follow,
    Optional<String> folders,
    Optional<String> sha1) {

  /**
   * What is on the host.
   *
   * @param path where the file is, or would be
   * @param directory whether the directory it would be in is there
   * @param sum SHA-256 of what it holds
   * @param before what it holds, if that is to be shown
   * @param stamp what tells a backup's name from others, if one is wanted
   * @param source the file on the host that the bytes come from, if they do
   * @param sourceSum SHA-256 of that
   * @param checksum SHA-1 of that
   * @param tree what a directory is like that is copied, instead of all that is about a file
   */
  record Found(
      String path,
      boolean directory,
      Optional<Inode> file,
      Optional<String> sum,
      Optional<byte[]> before,
      Optional<String> stamp,
      Attributes.Host host,
      Optional<Inode> source,
      Optional<String> sourceSum,
      Optional<String> checksum,
      Optional<TreeWriter.Found> tree) {}

  /** Asks what is there, and for its bytes only if they differ and somebody wants to see them. */
  Probe<Found> probe() {
    Script ask =
        sh(
            """
            p={}; name={}
            if [ -n "$name" ] && [ -d "$p" ]; then p=${p%/}/$name; fi\
            """,
            dest, name.orElse(""));
    for (String place : places()) ask = glancing(ask, place);
    if (dest.endsWith("/")) ask = ask.then(sh("case $p in */) p=$p$name ;; esac"));
    if (follow) ask = ask.then(sh("if [ -e \"$p\" ]; then p=$(readlink -f -- \"$p\"); fi"));
    if (safeguards.backup()) ask = ask.then(Placement.stamp("stamp"));
    ask = ask.then(attributes.question("host", "")).then(sh("want={}", sumHere().orElse("")));
    if (body instanceof Body.Remote remote) {
      ask =
          ask.then(
              sh(
                  """
                  inode source {} -L
                  if [ -f {} ]; then
                    sha256 {} || exit
                    want=$sum; emit source_sum "$want"
                    sum=$(sha1sum <{}) || exit
                    emit checksum "${sum%% *}"
                  fi\
                  """,
                  remote.path(), remote.path(), remote.path(), remote.path()));
      ask = glancing(ask, remote.path());
    }
    ask =
        ask.then(
            sh(
                """
                emit path "$p"; d=${p%/*}; inode file "$p"
                if [ -d "${d:-/}" ]; then emit directory yes; else emit directory no; fi
                if [ -f "$p" ] && [ ! -h "$p" ]; then
                  sha256 "$p" && emit sum "$sum" && size=${is#* * * } &&
                  if [ "$sum" != "$want" ] && [ -n "$OUTPOST_DIFF" ] && [ "${size%% *}" -le {} ]
                  then blob before <"$p"; fi
                fi\
                """,
                Diffs.LIMIT));
    return Probe.of(Found.class, body instanceof Body.Remote ? ask : ask.simple());
  }

  /** Returns where the file may be: that hangs on whether a directory is there. */
  private List<String> places() {
    String whole = dest.endsWith("/") ? dest : dest + "/";
    List<String> places = new ArrayList<>();
    if (!dest.endsWith("/")) places.add(dest);
    name.ifPresent(own -> places.add(whole + own));
    return places;
  }

  private static Script glancing(Script script, String path) {
    return script.glancing(Glance.What.INODE, path).glancing(Glance.What.SHA256, path);
  }

  Plan plan(Found found) {
    Plan.Builder plan = Plan.builder();
    attributes.obstacle(found.host(), found.file().isPresent(), plan);
    String path = found.path();
    Optional<Inode> is = found.file();
    if (body instanceof Body.Remote remote && found.sourceSum().isEmpty()) {
      plan.block("no file `" + remote.path() + "` on this host", "name a file that is there");
      return plan.build();
    }
    if (is.filter(one -> one.is(Inode.Kind.DIRECTORY)).isPresent()) {
      plan.block("`" + path + "` is a directory", "name the file in it");
      return plan.build();
    }
    String wanted = sumHere().or(found::sourceSum).orElseThrow();
    Attributes attributes = preserved(found);
    boolean same = found.sum().equals(Optional.of(wanted));
    boolean write = !same && (force || is.isEmpty());
    Placement placement =
        new Placement(path, is, found.stamp(), attributes, found.host(), safeguards);
    if (write && !placement.inPlace()) write(found, wanted, placement, plan);
    is.filter(one -> same || !one.is(Inode.Kind.LINK))
        .ifPresent(one -> attributes.hold(one, found.host(), path, plan));
    // what is written in place is seen at once: only then by those who may see it
    if (write && placement.inPlace()) write(found, wanted, placement, plan);
    is.ifPresent(one -> one.tell(plan));
    here(body::checksum).or(found::checksum).ifPresent(sum -> plan.result("checksum", sum));
    if (body instanceof Body.Remote remote) plan.result("src", remote.path());
    return plan.result("dest", path).build();
  }

  private void write(Found found, String wanted, Placement placement, Plan.Builder plan) {
    String path = found.path();
    Script fix = placement.put(fill(wanted), Optional.empty());
    fix = body.payload().map(fix::stdin).orElse(fix);
    if (!found.directory()) {
      String folder = path.substring(0, Math.max(1, path.lastIndexOf('/')));
      if (!dest.endsWith("/")) {
        plan.block(
            "no directory `" + folder + "` on this host", "make it with the module file first");
      }
      Attributes plain = Attributes.of(folders, attributes.owner(), attributes.group());
      fix = Directory.make(folder, plain, found.host()).then(fix);
    }
    placement.tell(plan);
    String from =
        found
            .file()
            .map(is -> found.sum().map(this::shown).orElse(is.kind().toString()))
            .orElse("absent");
    Optional<Change.Diff> diff = diff(found);
    if (diff.isPresent()) {
      plan.change("content", from, shown(wanted), fix, diff.get());
    } else {
      plan.change("content", from, shown(wanted), fix);
    }
  }

  /** Writes the bytes to {@code $t}; those of a file may have changed since it was read. */
  private Script fill(String wanted) {
    Script fill =
        body instanceof Body.Remote remote ? Placement.fill(remote.path()) : Placement.fill();
    if (sha1.isPresent()) fill = fill.then(check("sha1sum", sha1.get()));
    return body instanceof Body.Local ? fill.then(check("sha256sum", wanted)) : fill;
  }

  private static Script check(String program, String wanted) {
    return sh(
        """
        sum=$({} <"$t") || exit
        [ "${sum%% *}" = {} ] || { echo 'the bytes have another checksum' >&2; exit 1; }\
        """,
        program, wanted);
  }

  /** Returns the attributes with the mode of the source, if that is wanted. */
  private Attributes preserved(Found found) {
    if (!attributes.preserve()) return attributes;
    int bits =
        body.file().map(Permissions::of).orElseGet(() -> found.source().orElseThrow().mode());
    return attributes.withMode(Optional.of(Mode.show(bits)));
  }

  private String shown(String sum) {
    return body.isHidden() ? "(hidden)" : "sha256 " + sum.substring(0, 12);
  }

  private Optional<Change.Diff> diff(Found found) {
    if (body.isHidden()) return Optional.of(new Change.Diff(found.path(), "", "", true));
    Optional<String> before =
        found.file().isEmpty() ? Optional.of("") : found.before().flatMap(Body::text);
    try {
      Optional<String> after = body.text();
      return before.isPresent() && after.isPresent()
          ? Optional.of(new Change.Diff(found.path(), before.get(), after.get(), false))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<String> sumHere() {
    return here(body::sum);
  }

  private interface Sum {
    Optional<String> read() throws IOException;
  }

  private static Optional<String> here(Sum sum) {
    try {
      return sum.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
