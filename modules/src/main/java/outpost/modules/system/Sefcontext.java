package outpost.modules.system;

import static outpost.api.Script.sh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;

/** Says which SELinux context files get; those that are there get it by restorecon(8). */
@Doc(
    "Says which SELinux context files of some names get; `restorecon` gives it to those that are"
        + " there.")
public final class Sefcontext implements Module<Sefcontext.Args, Sefcontext.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg(
              value = "The files: a regular expression of whole paths, such as `/srv/web(/.*)?`.",
              alias = "path")
          String target,
      @Arg(
              value =
                  "Which of them: all (`a`), block devices (`b`), character devices (`c`),"
                      + " directories (`d`), files (`f`), links (`l`), pipes (`p`) or sockets"
                      + " (`s`).",
              def = "a")
          Ftype ftype,
      @Arg("Their type, such as `httpd_sys_content_t`.") Optional<String> setype,
      @Arg("Their SELinux user; `system_u` by default.") Optional<String> seuser,
      @Arg(value = "Their level or range; `s0` by default.", alias = "serange")
          Optional<String> selevel,
      @Arg(
              value = "A path instead of a type: the files are labelled like those below it.",
              alias = "equal")
          Optional<String> substitute,
      @Arg(value = "Whether it is said.", def = "present") State state,
      @Arg(value = "Whether the policy is loaded anew then.", def = "true") boolean reload,
      @Arg(value = "Whether the policy is changed where SELinux does not run.", def = "false")
          boolean ignoreSelinuxState) {
    public Args {
      if (!target.startsWith("/") || target.matches("(?s).*\\s.*")) {
        throw new BadArg(
            "target",
            "`" + target + "` is no path",
            "begin it with a slash, and write \\s for blanks");
      }
      for (Optional<String> word : List.of(setype, seuser, selevel)) {
        if (word.filter(text -> !text.matches("[A-Za-z0-9_][A-Za-z0-9_:.,-]*")).isPresent()) {
          throw new BadArg(
              "setype", "`" + word.get() + "` is no part of a context", "see semanage-fcontext(8)");
        }
      }
      if (substitute.isPresent()
          && (setype.isPresent() || seuser.isPresent() || selevel.isPresent())) {
        throw new BadArg("substitute", "both a context and `substitute`", "use a task for each");
      }
      if (substitute.isPresent() && !substitute.get().matches("/\\S*")) {
        throw new BadArg(
            "substitute", "`" + substitute.get() + "` is no path", "begin it with a slash");
      }
      if (state == State.PRESENT && setype.isEmpty() && substitute.isEmpty()) {
        throw new BadArg("setype", "no context is named", "give it a `setype`");
      }
    }
  }

  /** The kinds of files, as semanage-fcontext(8) calls them. */
  public enum Ftype {
    A(""),
    B("-b"),
    C("-c"),
    D("-d"),
    F("--"),
    L("-l"),
    P("-p"),
    S("-s");

    /** As file_contexts(5) writes it. */
    private final String sign;

    Ftype(String sign) {
      this.sign = sign;
    }

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** Whether it is said. */
  public enum State {
    PRESENT,
    ABSENT
  }

  /**
   * What is on the host.
   *
   * @param local the context that was given to it here
   * @param brought the context that the policy brings for just these files
   * @param equal the path it is labelled like
   */
  public record Found(
      SelinuxHost host, Optional<String> local, Optional<String> brought, Optional<String> equal) {}

  /** Reads what libsemanage writes, see file_contexts(5): semanage itself takes seconds. */
  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(
        Found.class,
        SelinuxHost.question("semanage")
            .then(
                sh(
                    """
                    files=/etc/selinux/$policy/contexts/files/file_contexts
                    look() {
                      while read -r regex kind context; do
                        case $kind in -?) ;; *) context=$kind kind= ;; esac
                        [ "$regex" = {} ] && [ "$kind" = {} ] && found=$context
                      done <"$1"
                      emit "$2" "$found"
                    }
                    found=; [ ! -r "$files.local" ] || look "$files.local" local
                    found=; [ ! -r "$files" ] || look "$files" brought
                    if [ -r "$files.subs" ]; then
                      while read -r path like; do
                        [ "$path" != {} ] || emit equal "$like"
                      done <"$files.subs"
                    fi\
                    """,
                    want.target(),
                    want.ftype().sign,
                    want.target())));
  }

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan = Plan.builder();
    if (found.host().obstacle(plan, want.ignoreSelinuxState(), "policycoreutils-python-utils")) {
      return plan.build();
    }
    boolean there = want.state() == State.PRESENT;
    boolean like = want.substitute().isPresent() || !there && want.setype().isEmpty();
    if (like && (found.equal().isPresent() || there)) {
      alike(plan, want, found, there);
    }
    if (want.substitute().isEmpty()) context(plan, want, found, there);
    return plan.result("target", want.target())
        .result("ftype", want.ftype().word())
        .result("setype", want.setype().orElse(""))
        .result("state", there ? "present" : "absent")
        .build();
  }

  private static void alike(Plan.Builder plan, Args want, Found found, boolean there) {
    String is = found.equal().orElse("none");
    String to = there ? want.substitute().orElseThrow() : "none";
    if (is.equals(to)) return;
    Script drop = semanage(want, List.of("-d", "-e", is));
    Script add = semanage(want, List.of("-a", "-e", to));
    Script fix = !there ? drop : found.equal().isPresent() ? drop.then(add) : add;
    plan.change("labelled like", is, to, fix);
  }

  private static void context(Plan.Builder plan, Args want, Found found, boolean there) {
    Optional<String> is = found.local().or(() -> there ? found.brought() : Optional.empty());
    if (!there) {
      if (is.isPresent()) {
        plan.change("context", is.get(), "none", semanage(want, List.of("-d")));
      }
      return;
    }
    String to =
        want.seuser().orElse(is.map(c -> part(c, 0)).orElse("system_u"))
            + ":object_r:"
            + want.setype().orElseThrow()
            + ":"
            + want.selevel().orElse(is.map(c -> part(c, 3)).orElse("s0"));
    if (is.filter(to::equals).isPresent()) return;
    List<String> options = new ArrayList<>(List.of(is.isPresent() ? "-m" : "-a"));
    options.addAll(List.of("-t", want.setype().get()));
    want.seuser().ifPresent(user -> options.addAll(List.of("-s", user)));
    want.selevel().ifPresent(level -> options.addAll(List.of("-r", level)));
    plan.change("context", is.orElse("none"), to, semanage(want, options));
  }

  /** Returns a part of a context; the last one may hold colons itself. */
  private static String part(String context, int index) {
    String[] parts = context.split(":", 4);
    return parts.length > index ? parts[index] : "";
  }

  private static Script semanage(Args want, List<String> options) {
    List<String> words = new ArrayList<>(want.reload() ? List.of() : List.of("-N"));
    words.addAll(options);
    if (!options.contains("-e")) words.addAll(List.of("-f", want.ftype().word()));
    return sh("semanage fcontext {} {}", words, want.target());
  }
}
