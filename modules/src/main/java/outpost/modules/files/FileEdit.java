package outpost.modules.files;

import static outpost.api.Script.sh;

import java.util.Optional;
import outpost.api.BadArg;
import outpost.api.Change;
import outpost.api.Glance;
import outpost.api.Payload;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;
import outpost.api.Secret;

/**
 * Brings one file of a host to a content that is worked out here from what it holds: what modules
 * that keep lines in files share.
 *
 * <p>Such a module has a component {@code Target file} in its findings, asks for it by {@link
 * #question}, works out in Java what the file is to hold, and states that by {@link #hold}. It may
 * do so with several files, under several keys, and add changes of its own. The new content is
 * written beside the file and takes its place at once, unless the file was changed since it was
 * read; owner, mode and context are set before, and are held also where the content is right.
 *
 * @param path as the task names it; {@code /} where {@code place} finds it
 * @param place sets {@code $p} to the path, where only the host knows it
 * @param follow whether a link stands for what it points to; it is replaced otherwise
 * @param folders whether directories that are missing are made
 * @param trial what must succeed on the new file, {@code $t}, before it takes its place
 */
public record FileEdit(
    String path,
    Optional<Script> place,
    Attributes attributes,
    Safeguards safeguards,
    boolean follow,
    boolean folders,
    Optional<Script> trial) {

  /**
   * Edits a file through links, without wishes for its attributes.
   *
   * @param arg the argument that names it
   * @throws BadArg if the path does not begin at the root
   */
  public static FileEdit of(String arg, String path) {
    return of(Paths.plain(arg, path), Optional.empty());
  }

  /**
   * Edits a file in someone's home, say, whose path is not known before the host is asked.
   *
   * @param place a script that sets {@code $p} to the whole path
   */
  public static FileEdit at(Script place) {
    return of("/", Optional.of(place));
  }

  private static FileEdit of(String path, Optional<Script> place) {
    return new FileEdit(
        path, place, Attributes.none(), Safeguards.none(), true, false, Optional.empty());
  }

  public FileEdit {
    attributes.ownMode("an edited file");
  }

  /** Returns this edit with what a task wants of the file. */
  public FileEdit with(Attributes attributes, Safeguards safeguards) {
    return new FileEdit(path, place, attributes, safeguards, follow, folders, trial);
  }

  /** Returns this edit, told whether links are followed. */
  public FileEdit follow(boolean follow) {
    return new FileEdit(path, place, attributes, safeguards, follow, folders, trial);
  }

  /** Returns this edit, told whether missing directories are made, as the user's own. */
  public FileEdit folders(boolean folders) {
    return new FileEdit(path, place, attributes, safeguards, follow, folders, trial);
  }

  /** Returns this edit, with what must succeed on the new file, {@code $t}, before it is there. */
  public FileEdit tried(Script trial) {
    return new FileEdit(path, place, attributes, safeguards, follow, folders, Optional.of(trial));
  }

  /** Returns a probe that asks for this file alone, as the component {@code key}. */
  public <S extends Record> Probe<S> probe(Class<S> found, String key) {
    return Probe.of(found, question(key));
  }

  /** Asks for the file; the answers fill a component {@code key} of type {@link Target}. */
  public Script question(String key) {
    Script ask =
        place
            .map(finds -> finds.then(sh("emit {} \"$p\"", key + ".path")))
            .orElse(
                sh("p={}", path)
                    .glancing(Glance.What.INODE, path)
                    .glancing(Glance.What.CONTENT, path));
    if (follow) {
      ask =
          ask.then(
              sh(
                  """
                  if [ -h "$p" ]; then p=$(readlink -f -- "$p") && emit {} "$p"; fi\
                  """,
                  key + ".path"));
    }
    ask = ask.then(Target.question(key));
    if (safeguards.backup()) ask = ask.then(Placement.stamp(key + ".stamp"));
    ask = ask.then(attributes.question(key + ".host", ""));
    return place.isEmpty() ? ask.simple() : ask;
  }

  /** Says what keeps the file from being edited; returns whether anything does. */
  public boolean obstacle(Target found, Plan.Builder plan) {
    String file = "`" + path(found) + "`";
    attributes.obstacle(found.host(), found.exists(), plan);
    found
        .trouble()
        .filter(trouble -> trouble != Target.Trouble.NO_FOLDER || !folders)
        .ifPresent(
            trouble -> {
              switch (trouble) {
                case NO_FOLDER ->
                    plan.block(
                        "no directory `" + folder(found) + "` on this host",
                        "make it with the module file first");
                case NO_FILE ->
                    plan.block(
                        file + " is a " + found.inode().orElseThrow().kind() + ", not a file",
                        "name another path");
                case UNREADABLE -> plan.block(file + " cannot be read", "use `become`");
                case LARGE ->
                    plan.block(
                        file + " holds more than 11 MiB",
                        "edit it on the host, by `command`, such as `sed`");
              }
            });
    return plan.build().obstacle().isPresent();
  }

  /** Says what keeps a file from being edited that is made only where its folders are, too. */
  void obstacleOrMissing(Target found, Plan.Builder plan) {
    if (!obstacle(found, plan) && !found.exists() && !folders) {
      plan.block("no file `" + path + "` on this host", "make it first, or with `create: true`");
    }
  }

  /** Wants the file to hold this, and to have its attributes. */
  public void hold(Target found, Revision wanted, Plan.Builder plan) {
    if (obstacle(found, plan)) return;
    Optional<byte[]> before = found.bytes();
    boolean same = before.isPresent() && java.util.Arrays.equals(before.get(), wanted.content());
    Placement placement = placement(found);
    if (!same && !placement.inPlace()) change(found, wanted, placement, plan);
    found.inode().ifPresent(is -> attributes.hold(is, found.host(), path(found), plan));
    // what is written in place is seen at once: only then by those who may see it
    if (!same && placement.inPlace()) change(found, wanted, placement, plan);
  }

  /** Writes this each time it is asked for: what cannot be held to, as it never stays. */
  void act(Target found, Revision wanted, Plan.Builder plan) {
    if (obstacle(found, plan)) return;
    Placement placement = placement(found);
    placement.tell(plan);
    plan.act(wanted.what(), true, put(found, wanted, placement));
  }

  /** Wants the file to hold what it holds, and to have its attributes. */
  public void keep(Target found, Plan.Builder plan) {
    if (obstacle(found, plan)) return;
    found.inode().ifPresent(is -> attributes.hold(is, found.host(), path(found), plan));
  }

  /** Wants the file not to be there. */
  public void remove(Target found, String what, String from, Plan.Builder plan) {
    if (!found.exists() || obstacle(found, plan)) return;
    Placement placement = placement(found);
    placement.tell(plan);
    plan.change(what, from, "absent", placement.remove(guard(found)));
  }

  private Script put(Target found, Revision wanted, Placement placement) {
    Script guard = trial.map(first -> first.then(guard(found))).orElseGet(() -> guard(found));
    Script fix = placement.put(Placement.fill(), Optional.of(guard));
    if (found.trouble().isPresent()) {
      fix = Directory.make(folder(found), Attributes.none(), found.host()).then(fix);
    }
    return fix.stdin(
        wanted.hidden()
            ? new Payload.Hidden(Secret.of(wanted.content()))
            : new Payload.Bytes(wanted.content()));
  }

  private void change(Target found, Revision wanted, Placement placement, Plan.Builder plan) {
    Script fix = put(found, wanted, placement);
    placement.tell(plan);
    Optional<String> hidden = wanted.hidden() ? Optional.of("(hidden)") : Optional.empty();
    String is = hidden.or(wanted::from).or(() -> found.bytes().map(FileEdit::shown)).orElse("");
    String from = found.exists() || wanted.from().isPresent() ? is : "absent";
    String to = hidden.or(wanted::to).orElseGet(() -> shown(wanted.content()));
    Optional<Change.Diff> diff = diff(found, wanted);
    if (diff.isPresent()) {
      plan.change(wanted.what(), from, to, fix, diff.get());
    } else {
      plan.change(wanted.what(), from, to, fix);
    }
  }

  private Placement placement(Target found) {
    return new Placement(
        path(found), found.inode(), found.stamp(), attributes, found.host(), safeguards);
  }

  private Optional<Change.Diff> diff(Target found, Revision wanted) {
    if (wanted.hidden()) return Optional.of(new Change.Diff(path(found), "", "", true));
    return Diffs.between(path(found), found.content(), wanted.content());
  }

  /** Fails where the file is not as it was read. */
  private static Script guard(Target found) {
    return sh(
        """
        if [ -f "$p" ]; then sum=$(sha256sum <"$p") || exit; else sum=; fi
        [ "${sum%% *}" = {} ] || { echo 'the file was changed meanwhile' >&2; exit 1; }\
        """,
        found.bytes().map(Body::sha256).orElse(""));
  }

  private static String shown(byte[] bytes) {
    return "sha256 " + Body.sha256(bytes).substring(0, 12);
  }

  /** Returns where the file is. */
  public String path(Target found) {
    return found.path().orElse(path);
  }

  private String folder(Target found) {
    String whole = path(found);
    return whole.substring(0, Math.max(1, whole.lastIndexOf('/')));
  }
}
