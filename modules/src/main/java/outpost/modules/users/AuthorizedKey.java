package outpost.modules.users;

import static outpost.api.Script.sh;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;
import outpost.modules.files.Attributes;
import outpost.modules.files.FileEdit;
import outpost.modules.files.Revision;
import outpost.modules.files.Safeguards;
import outpost.modules.files.Target;

/**
 * Keeps the SSH keys by which users log in.
 *
 * <p>Other than Ansible: lines that nothing is said about stay word by word as they are.
 */
@Doc("Keeps the SSH keys with which a user may log in to a host.")
public final class AuthorizedKey implements Module<AuthorizedKey.Args, AuthorizedKey.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg("The user whom the keys let in.") String user,
      @Arg("The keys, one a line, or the URL of such lines, which the host fetches.") String key,
      @Arg(value = "Whether the keys are there.", def = "present") State state,
      @Arg(
              value = "Whether no other key is there; all that may log in are then named at once.",
              def = "false")
          boolean exclusive,
      @Arg("What the keys are restricted to, in place of what they say: `no-pty,from=\"…\"`.")
          Optional<String> keyOptions,
      @Arg("A comment for the keys, in place of theirs.") Optional<String> comment,
      @Arg("The file; by default `.ssh/authorized_keys` in the user's home.") Optional<String> path,
      @Arg(value = "Whether the directory is made and closed for others as well.", def = "true")
          boolean manageDir,
      @Arg(value = "Whether a file that is a link is edited where it leads.", def = "false")
          boolean follow,
      @Arg(value = "Whether the certificate of a URL is looked at.", def = "true")
          boolean validateCerts) {
    public Args {
      Names.check("user", user);
      path.ifPresent(file -> Home.edit("path", file));
      if (keyOptions.filter(text -> !LoginKey.areOptions(text)).isPresent()) {
        throw new BadArg(
            "keyOptions", "`key_options` is no list of options", "separate them by commas alone");
      }
      if (comment.filter(text -> text.contains("\n")).isPresent()) {
        throw new BadArg("comment", "`comment` holds a line break", "a key is one line");
      }
      if (exclusive && state == State.ABSENT) {
        throw new BadArg("exclusive", "`exclusive` is about keys that stay", "drop one of the two");
      }
      if (url(key).isEmpty()) LoginKeys.check(key);
    }

    private static Optional<String> url(String key) {
      return Optional.of(key.strip()).filter(text -> text.matches("(https?|ftp)://\\S+"));
    }

    LoginKeys keys(String text) {
      return LoginKeys.of(text, keyOptions, comment);
    }

    FileEdit edit() {
      return Home.edit("path", path.orElse("~" + user + "/.ssh/authorized_keys"))
          .follow(follow)
          .folders(manageDir);
    }
  }

  /** Whether the keys are there. */
  public enum State {
    PRESENT,
    ABSENT
  }

  /**
   * What there is.
   *
   * @param stranger the user, if there is no such one
   * @param folder owner, group and mode of the file's directory
   * @param fetched what the URL holds, if one is named
   */
  public record Found(
      Optional<String> stranger,
      Optional<String> uid,
      Optional<String> gid,
      Optional<String> folder,
      Optional<byte[]> fetched,
      Target file) {}

  @Override
  public Probe<Found> probe(Args want) {
    Script ask =
        Home.find(Optional.of(want.user()))
            .then(
                sh(
                    """
                    line=${line#*:*:}; emit uid "${line%%:*}"
                    line=${line#*:}; emit gid "${line%%:*}\"\
                    """))
            .then(want.edit().question("file"))
            .then(
                sh(
                    """
                    d=${p%/*}
                    if [ -d "$d" ]; then emit folder "$(stat -L -c %u:%g:%a -- "$d")"; fi\
                    """));
    return Probe.of(
        Found.class, Args.url(want.key()).map(url -> ask.then(fetch(want, url))).orElse(ask));
  }

  private static Script fetch(Args want, String url) {
    List<String> curl = want.validateCerts() ? List.of() : List.of("-k");
    List<String> wget = want.validateCerts() ? List.of() : List.of("--no-check-certificate");
    return sh(
        """
        if command -v curl >/dev/null; then keys=$(curl -fsSL -m 60 {} -- {}) || exit
        elif command -v wget >/dev/null; then keys=$(wget -qO- -T 60 {} -- {}) || exit
        else echo 'this host has neither curl nor wget' >&2; exit 1; fi
        printf '%s\\n' "$keys" | blob fetched\
        """,
        curl, url, wget, url);
  }

  @Override
  public Plan plan(Args want, Found found) {
    Target file = found.file();
    FileEdit edit = want.edit();
    Plan.Builder plan = Plan.builder();
    if (Home.isStrange(found.stranger(), plan)) return plan.build();
    plan.result("user", want.user()).result("keyfile", edit.path(file));
    plan.result("key", want.key()).result("state", want.state().name().toLowerCase(Locale.ROOT));
    plan.result("exclusive", want.exclusive()).result("manage_dir", want.manageDir());
    plan.result("validate_certs", want.validateCerts());
    LoginKeys keys =
        want.keys(
            found.fetched().map(b -> new String(b, StandardCharsets.UTF_8)).orElse(want.key()));
    if (keys.isEmpty()) {
      return plan.block("no key is behind `" + want.key().strip() + "`", "name another URL")
          .build();
    }
    List<String> before = file.text().lines().toList();
    List<String> after =
        want.state() == State.PRESENT ? keys.in(before, want.exclusive()) : keys.outOf(before);
    if (after.equals(before)) return plan.build();
    folder(want, found, edit, plan);
    Optional<String> mode = Optional.of("0600");
    Attributes dress = Attributes.of(mode, found.uid(), found.gid());
    String text = after.stream().map(line -> line + "\n").collect(Collectors.joining());
    edit.with(dress, Safeguards.none())
        .hold(
            file,
            Revision.of(file.encoding().bytes(text))
                .told("keys of " + want.user(), LoginKeys.shown(before), LoginKeys.shown(after)),
            plan);
    return plan.build();
  }

  /** sshd trusts no key in a directory that others may write to. */
  private static void folder(Args want, Found found, FileEdit edit, Plan.Builder plan) {
    if (!want.manageDir()) return;
    String owner = found.uid().orElseThrow() + ":" + found.gid().orElseThrow();
    String path = edit.path(found.file());
    String folder = path.substring(0, Math.max(1, path.lastIndexOf('/')));
    if (found.folder().isEmpty()) {
      plan.change(
          "directory " + folder,
          "absent",
          "present",
          sh("mkdir -m 0700 -- {} && chown -- {} {}", folder, owner, folder));
    } else if (!found.folder().get().equals(owner + ":700")) {
      plan.change(
          "directory " + folder,
          found.folder().get(),
          owner + ":700",
          sh("chown -- {} {} && chmod 0700 -- {}", owner, folder, folder));
    }
  }
}
