package outpost.modules.files;

import static outpost.api.Script.sh;

import java.util.Optional;
import java.util.Set;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Glance;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;
import outpost.api.Shared;

/** Brings files, directories and links to be there, with their owner and permissions, or not. */
@Doc("Manages files, directories and links: whether they are there, whose they are, their mode.")
public final class File implements Module<File.Args, File.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg(
              value = "The path on the host, from its root.",
              alias = {"dest", "name"})
          String path,
      @Arg(
              "What is there: a `file` that must exist already, a `directory` (made with its"
                  + " parents), a `link` or `hard` link to `src`, nothing (`absent`), or a file"
                  + " that is made or whose times are set (`touch`); by default what is there"
                  + " already.")
          Optional<State> state,
      @Arg("What a link points to; for `link` as it is written.") Optional<String> src,
      @Shared Attributes attributes,
      @Arg(
              value = "Whether mode, owner and group hold for all that is in a directory.",
              def = "false")
          boolean recurse,
      @Arg(value = "Whether a link at the path stands for what it points to.", def = "true")
          boolean follow,
      @Arg(
              value =
                  "Whether a link may take the place of a file, and point to what is not there"
                      + " yet.",
              def = "false")
          boolean force,
      @Shared Times times) {
    public Args {
      path = Paths.plain("path", path);
      attributes.ownMode("a file that is only looked after");
      boolean link = is(state, State.LINK) || is(state, State.HARD);
      if (link && src.isEmpty()) {
        throw new BadArg("state", "a link to nothing", "say with `src` what it points to");
      }
      if (src.isPresent() && !link) {
        throw new BadArg("src", "`src` is for links alone", "add `state: link`, or drop it");
      }
      if (is(state, State.HARD)) src = Optional.of(Paths.plain("src", src.get()));
      if (is(state, State.LINK) && attributes.mode().isPresent()) {
        throw new BadArg(
            "mode", "a link has no mode", "set that of what it points to, in a task of its own");
      }
      if (recurse && state.isPresent() && !is(state, State.DIRECTORY)) {
        throw new BadArg("recurse", "`recurse` is for directories", "add `state: directory`");
      }
      if (recurse && attributes.marks()) {
        throw new BadArg(
            "recurse",
            "`recurse` holds mode, owner and group alone",
            "set the rest by `command`, such as `restorecon -R` or `chattr -R`");
      }
      if (!times.isEmpty() && (link || is(state, State.ABSENT) || recurse)) {
        throw new BadArg(
            "state", "times are set of one file or directory", "add `state: touch`, or drop them");
      }
      if (path.equals("/") && is(state, State.ABSENT)) {
        throw new BadArg("path", "`/` cannot be removed", "name what is to go");
      }
    }

    private static boolean is(Optional<State> state, State one) {
      return state.filter(one::equals).isPresent();
    }

    boolean wants(State one) {
      return is(state, one);
    }

    /** Whether it is about a link at the path itself, not about what that points to. */
    boolean itself() {
      return !follow || wants(State.LINK) || wants(State.HARD) || wants(State.ABSENT);
    }
  }

  /** What is to be at a path. */
  public enum State {
    FILE,
    DIRECTORY,
    LINK,
    HARD,
    TOUCH,
    ABSENT
  }

  /**
   * What is at the path.
   *
   * @param file what is there; of a link that is followed, what it points to
   * @param source what a link is to point to, where that is there
   * @param times its times, if they are wanted
   * @param tree of all that is in a directory, as {@code st_mode:uid:gid}, each once
   * @param unread whether part of it could not be read
   */
  public record Found(
      Optional<Inode> file,
      Optional<Inode> source,
      Attributes.Host host,
      Times.Seen times,
      Set<String> tree,
      Optional<Boolean> unread) {}

  @Override
  public Probe<Found> probe(Args want) {
    Script ask =
        sh("p={}", want.path())
            .glancing(Glance.What.INODE, want.path())
            .then(look(want))
            .then(want.attributes().question("host", want.itself() ? "" : "-L"));
    if (want.src().isPresent()) {
      String source = Link.source(want);
      ask = ask.then(sh("inode source {} -L", source).glancing(Glance.What.INODE, source));
    }
    ask = want.times().question("times").map(ask::then).orElse(ask);
    if (want.recurse()) {
      ask =
          ask.then(
              sh(
                  """
                  if [ -d "$p" ]; then
                    { find -- "$p/" -exec stat -c 'tree=%f:%u:%g' -- {} + || emit unread yes; } |
                      sort -u
                  fi\
                  """,
                  "{}"));
    }
    return Probe.of(Found.class, want.recurse() ? ask : ask.simple());
  }

  private static Script look(Args want) {
    return want.itself()
        ? sh("inode file \"$p\"")
        : sh("follow=-L; [ -e \"$p\" ] || follow=; inode file \"$p\" \"$follow\"");
  }

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan = Plan.builder().result("path", want.path());
    want.attributes().obstacle(found.host(), found.file().isPresent(), plan);
    State state = want.state().orElse(want.recurse() ? State.DIRECTORY : null);
    if (state == null) {
      keep(want, found, plan);
    } else {
      switch (state) {
        case FILE -> keep(want, found, plan);
        case DIRECTORY -> new Directory(want, found).hold(plan);
        case LINK -> new Link(want, found).soft(plan);
        case HARD -> new Link(want, found).hard(plan);
        case TOUCH -> touch(want, found, plan);
        case ABSENT -> remove(want, found, plan);
      }
    }
    if (state == State.LINK || state == State.HARD) {
      plan.result("dest", want.path()).result("src", want.src().orElse(""));
    }
    found.file().ifPresentOrElse(file -> file.tell(plan), () -> plan.result("state", "absent"));
    return plan.build();
  }

  private static void keep(Args want, Found found, Plan.Builder plan) {
    Inode is = found.file().orElse(null);
    if (is == null) {
      plan.block(
          "nothing is at `" + want.path() + "`",
          "make it with the module copy, or with `state: directory` or `touch`");
    } else if (want.wants(State.FILE) && !is.is(Inode.Kind.FILE)) {
      plan.block("`" + want.path() + "` is a " + is.kind() + ", not a file", "name another path");
    } else {
      want.attributes().hold(is, found.host(), want.path(), plan);
      want.times().hold(found.times(), want.path(), false, plan);
    }
  }

  private static void touch(Args want, Found found, Plan.Builder plan) {
    if (found.file().isEmpty()) {
      Script make =
          sh("t={}; (umask 077; : >>\"$t\")", want.path())
              .then(want.attributes().dress(0666, false, found.host(), Optional.empty()));
      Optional<Script> flag = want.attributes().flagged(want.path());
      plan.change("state", "absent", "file", flag.map(make::then).orElse(make));
      want.times().holdNew(want.path(), plan);
      return;
    }
    want.attributes().hold(found.file().get(), found.host(), want.path(), plan);
    want.times().hold(found.times(), want.path(), true, plan);
  }

  private static void remove(Args want, Found found, Plan.Builder plan) {
    found
        .file()
        .map(Inode::kind)
        .ifPresent(
            kind ->
                plan.change("state", kind.toString(), "absent", sh("rm -rf -- {}", want.path())));
  }
}
