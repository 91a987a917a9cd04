package outpost.modules.files;

import static outpost.api.Script.sh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import outpost.api.BadArg;
import outpost.api.Change;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;
import outpost.api.Words;

/**
 * Brings one file of a host to hold given bytes: what {@code copy} and {@code template} share.
 *
 * @param dest where to, as the task says
 * @param name the file's name, if {@code dest} turns out to be a directory
 * @param body the bytes
 * @param attributes its owner and permissions
 * @param preserve whether permissions are those of the source
 * @param validate the words of a command that looks at the new file, {@code %s}, first
 */
record Writer(
    String dest,
    Optional<String> name,
    Body body,
    Attributes attributes,
    boolean preserve,
    boolean force,
    boolean follow,
    boolean backup,
    List<String> validate) {

  /** Texts above this are not compared line by line: Ansible's limit. */
  static final int DIFF_LIMIT = 104_448;

  /**
   * What is on the host.
   *
   * @param path where the file is, or would be
   * @param directory whether the directory it would be in is there
   * @param sum SHA-256 of what it holds
   * @param before what it holds, if that is to be shown
   * @param now the host's time, for the name of a backup
   * @param source the file on the host that the bytes come from, if they do
   * @param sourceSum SHA-256 of that
   */
  record Found(
      String path,
      boolean directory,
      Optional<Inode> file,
      Optional<String> sum,
      Optional<byte[]> before,
      String now,
      Attributes.Host host,
      Optional<Inode> source,
      Optional<String> sourceSum) {}

  /**
   * Splits the command that validates.
   *
   * @throws BadArg if it does not say where the file's name goes
   */
  static List<String> command(Optional<String> validate) {
    if (validate.isEmpty()) return List.of();
    List<String> words =
        Words.of(validate.get())
            .orElseThrow(
                () ->
                    new BadArg(
                        "validate", "a quotation mark is not closed", "close it, or escape it"));
    if (words.stream().noneMatch(word -> word.contains("%s"))) {
      throw new BadArg(
          "validate", "`validate` does not name the file", "write %s where its name goes");
    }
    return words;
  }

  /** Asks what is there, and for its bytes only if they differ and somebody wants to see them. */
  Probe<Found> probe() {
    Script ask =
        Inode.LOOK
            .then(attributes.question())
            .then(
                sh(
                    """
                    p={}; name={}; emit now "$(date +%Y-%m-%d@%H:%M:%S)"
                    if [ -n "$name" ] && [ -d "$p" ]; then p=${p%/}/$name; fi""",
                    dest, name.orElse("")));
    if (dest.endsWith("/")) ask = ask.then(sh("case $p in */) p=$p$name ;; esac"));
    if (follow) ask = ask.then(sh("if [ -e \"$p\" ]; then p=$(readlink -f -- \"$p\") || exit; fi"));
    ask = ask.then(sh("want={}", sumHere().orElse("")));
    if (body instanceof Body.Remote remote) {
      ask =
          ask.then(
              sh(
                  """
                  look source {} -L
                  if [ -f {} ]; then
                    want=$(sha256sum <{}) || exit
                    want=${want%% *}; emit source_sum "$want"
                  fi""",
                  remote.path(), remote.path(), remote.path()));
    }
    return Probe.of(
        Found.class,
        ask.then(
            sh(
                """
                emit path "$p"; d=${p%/*}; look file "$p" ''
                if [ -d "${d:-/}" ]; then emit directory yes; else emit directory no; fi
                if [ -f "$p" ] && [ ! -h "$p" ]; then
                  sum=$(sha256sum <"$p") || exit
                  sum=${sum%% *}; emit sum "$sum"
                  if [ "$sum" != "$want" ] && [ -n "$OUTPOST_DIFF" ] &&
                    [ "$(stat -c %s -- "$p")" -le {} ]; then blob before <"$p"; fi
                fi""",
                DIFF_LIMIT)));
  }

  Plan plan(Found found) {
    Plan.Builder plan = Plan.builder();
    attributes.owners().obstacle(found.host().ids(), plan);
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
    Attributes attributes = preserve ? preserved(found) : this.attributes;
    boolean same = found.sum().equals(Optional.of(wanted));
    if (!same && (force || is.isEmpty())) {
      write(found, wanted, attributes, plan);
    }
    is.filter(one -> same || !one.is(Inode.Kind.LINK))
        .ifPresent(one -> attributes.hold(one, found.host(), path, plan));
    is.ifPresent(one -> one.tell(plan));
    return plan.result("dest", path).result("checksum", wanted).build();
  }

  private void write(Found found, String wanted, Attributes attributes, Plan.Builder plan) {
    String path = found.path();
    Script fix = put(found, attributes);
    if (!found.directory()) {
      String folder = path.substring(0, Math.max(1, path.lastIndexOf('/')));
      if (!dest.endsWith("/")) {
        plan.block(
            "no directory `" + folder + "` on this host", "make it with the module file first");
      }
      Attributes plain = new Attributes(Optional.empty(), attributes.owners());
      fix = Directory.make(folder, plain, found.host()).then(fix);
    }
    if (backup && found.sum().isPresent()) plan.result("backup_file", backupOf(found));
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

  /** Writes beside the file's place, dresses, looks at it, and only then moves it there. */
  private Script put(Found found, Attributes attributes) {
    String begin =
        """
        p={}; t=$(mktemp -- "${p%/*}/.outpost.XXXXXXXXXX") || exit
        trap 'rm -f -- "$t"' EXIT
        """;
    Script script =
        body instanceof Body.Remote remote
            ? sh(begin + "cat <{} >\"$t\"", found.path(), remote.path())
            : sh(begin + "cat >\"$t\"", found.path());
    script =
        script.then(attributes.dress(0666, false, found.host(), found.file().filter(Writer::kept)));
    if (!validate.isEmpty()) script = script.then(validation());
    script = script.then(sh("sync -- \"$t\""));
    if (backup && found.sum().isPresent()) {
      script = script.then(sh("cp -p -- \"$p\" {}", backupOf(found)));
    }
    script =
        script.then(
            sh(
                """
                if selinuxenabled 2>/dev/null && [ -f "$p" ]; then chcon --reference="$p" -- "$t"; fi
                new=; [ -e "$p" ] || new=yes
                mv -f -- "$t" "$p" || exit
                if [ -n "$new" ] && selinuxenabled 2>/dev/null; then restorecon -- "$p"; fi"""));
    return body.payload().map(script::stdin).orElse(script);
  }

  private static boolean kept(Inode before) {
    return before.is(Inode.Kind.FILE);
  }

  private Script validation() {
    StringBuilder template = new StringBuilder();
    List<Object> words = new java.util.ArrayList<>();
    for (String word : validate) {
      String[] parts = word.split("%s", -1);
      for (int i = 0; i < parts.length; i++) {
        template.append(i == 0 ? " " : "\"$t\"");
        if (!parts[i].isEmpty()) {
          template.append("{}");
          words.add(parts[i]);
        }
      }
    }
    return sh(template.toString().strip() + " >&2 </dev/null", words.toArray());
  }

  private Attributes preserved(Found found) {
    int bits =
        body.file().map(Permissions::of).orElseGet(() -> found.source().orElseThrow().mode());
    return new Attributes(Optional.of(Mode.of(Mode.show(bits))), attributes.owners());
  }

  private String shown(String sum) {
    return body.isHidden() ? "(hidden)" : "sha256 " + sum.substring(0, 12);
  }

  private String backupOf(Found found) {
    return found.path() + "." + found.now() + "~";
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
    try {
      return body.sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
