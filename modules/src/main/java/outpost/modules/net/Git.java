package outpost.modules.net;

import java.util.List;
import java.util.Optional;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;

/**
 * Brings a working copy of a git repository to a version.
 *
 * <p>What the other repository has is read by {@code git ls-remote}, which changes nothing, so that
 * check mode tells the very commit. {@code reference}, {@code separate_git_dir}, {@code archive},
 * {@code track_submodules} and {@code gpg_allowlist} are not there.
 */
@Doc("Checks out a branch, tag or commit of a git repository, with its submodules.")
public final class Git implements Module<Git.Args, Git.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg(
              value = "The other repository: an address, or a path on the host.",
              alias = {"name"})
          String repo,
      @Arg("The directory of the working copy, from the root; with `clone: no` none is needed.")
          Optional<String> dest,
      @Arg(
              value =
                  "The branch, tag or commit; `HEAD` is what the other repository takes for its"
                      + " main branch.",
              def = "HEAD")
          String version,
      @Arg(value = "What the other repository is called in the working copy.", def = "origin")
          String remote,
      @Arg("How many commits of the past are fetched; all by default.") Optional<Integer> depth,
      @Arg(value = "Whether changes to files of the working copy are thrown away.", def = "false")
          boolean force,
      @Arg(value = "Whether a working copy that is there is brought up to date.", def = "true")
          boolean update,
      @Arg(value = "Whether a working copy is made where there is none.", def = "true")
          boolean clone_,
      @Arg(value = "Whether it is a repository without files of its own.", def = "false")
          boolean bare,
      @Arg(value = "Whether submodules are checked out.", def = "true") boolean recursive,
      @Arg(value = "Whether only the past of the version is fetched.", def = "false")
          boolean singleBranch,
      @Arg("What is fetched besides, as git fetch takes it.") Optional<String> refspec,
      @Arg(value = "Whether any key of the server is taken.", def = "false") boolean acceptHostkey,
      @Arg(value = "Whether the key of a server that is not known yet is taken.", def = "false")
          boolean acceptNewhostkey,
      @Arg("A file of the host with the key to log in by.") Optional<String> keyFile,
      @Arg("Further options for ssh, as in its command line.") Optional<String> sshOpts,
      @Arg("What new files are not allowed, in octal.") Optional<String> umask,
      @Arg(value = "Whether the commit must have a signature that is good.", def = "false")
          boolean verifyCommit,
      @Arg("The program, by its path.") Optional<String> executable) {
    public Args {
      if (clone_ && dest.isEmpty()) {
        throw new BadArg("dest", "nowhere to check out to", "name a directory with `dest`");
      }
      for (Optional<String> path : List.of(dest, keyFile, executable)) {
        if (path.isPresent() && !path.get().matches("/[^\n]*")) {
          throw new BadArg("dest", "`" + path.get() + "` is not a whole path", "begin it with /");
        }
      }
      if (repo.startsWith("-") || repo.isBlank()) {
        throw new BadArg("repo", "`" + repo + "` is no repository", "write its address");
      }
      if (!version.matches("[^-\\s~^:?*\\[\\\\][^\\s~^:?*\\[\\\\]*")) {
        throw new BadArg(
            "version", "`" + version + "` is no version", "name a branch, tag or commit");
      }
      if (!remote.matches("[A-Za-z0-9_.][A-Za-z0-9_./-]*")) {
        throw new BadArg("remote", "`" + remote + "` is no name", "write it as origin");
      }
      if (umask.isPresent() && !umask.get().matches("0?[0-7]{1,3}")) {
        throw new BadArg("umask", "`" + umask.get() + "` is no umask", "write it as 0022");
      }
      if (depth.isPresent() && depth.get() < 1) {
        throw new BadArg("depth", "no commit at all", "give it at least 1");
      }
      if (refspec.isPresent() && refspec.get().startsWith("-")) {
        throw new BadArg("refspec", "`" + refspec.get() + "` is no refspec", "see git-fetch(1)");
      }
    }

    String place() {
      return dest.orElse("/");
    }

    GitProgram program() {
      return new GitProgram(this);
    }
  }

  /**
   * What is there.
   *
   * @param git whether the host has it
   * @param occupied whether something else is at the place
   * @param copy whether a working copy is
   * @param head the commit that it is at
   * @param local the commit that the version is there, if it is
   * @param url what the other repository is there
   * @param dirty how many files were changed
   * @param stale how many submodules are not as wanted
   * @param refs what the other repository has
   */
  public record Found(
      boolean git,
      Optional<Boolean> occupied,
      Optional<Boolean> copy,
      Optional<String> head,
      Optional<String> local,
      Optional<String> url,
      Optional<Integer> dirty,
      Optional<Integer> stale,
      Optional<byte[]> refs) {}

  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(Found.class, new GitQuestion(want).script());
  }

  @Override
  public Plan plan(Args want, Found found) {
    if (!found.git()) {
      return Plan.blocked("no git on this host", "install it with the module package first");
    }
    Plan.Builder plan = Plan.builder();
    GitRefs refs = GitRefs.of(found.refs(), want.version());
    boolean copy = found.copy().orElse(false);
    if (found.occupied().orElse(false) && want.clone_()) {
      return Plan.blocked(
          "`" + want.place() + "` holds something that is no repository", "name another directory");
    }
    Optional<String> commit =
        copy && !want.update() ? found.head() : refs.commit().or(found::local);
    boolean isCommit = want.version().matches("[0-9a-fA-F]{7,64}");
    if (commit.isEmpty() && !isCommit) {
      return Plan.blocked(
          "`" + want.repo() + "` has no `" + want.version() + "`", "name a branch, tag or commit");
    }
    String wanted = commit.orElse(want.version());
    plan.result("after", wanted);
    plan.origin("before", found.head().orElse(null));
    boolean moved = copy && !found.url().equals(Optional.of(want.repo()));
    plan.origin("remote_url_changed", moved && want.update());
    GitSteps steps = new GitSteps(want, refs, wanted);
    if (!copy) {
      if (want.clone_()) plan.change("version", "absent", shown(wanted), steps.copy());
      return plan.build();
    }
    if (!want.update()) return plan.build();
    int dirty = found.dirty().orElse(0);
    if (dirty > 0 && !want.force()) {
      return plan.block(
              "files of `" + want.place() + "` were changed there, " + dirty + " of them",
              "keep them, or throw them away by `force: yes`")
          .build();
    }
    if (moved) {
      plan.change("remote " + want.remote(), found.url().orElse("-"), want.repo(), steps.point());
    }
    if (!found.head().equals(Optional.of(wanted))
        && !(want.bare() && found.local().equals(commit))) {
      plan.change(
          "version", found.head().map(Git::shown).orElse("-"), shown(wanted), steps.update());
    } else if (dirty > 0) {
      plan.change("changed files", String.valueOf(dirty), "0", steps.reset());
    }
    if (want.recursive() && found.stale().orElse(0) > 0 && plan.build().changes().isEmpty()) {
      plan.change(
          "submodules to update", String.valueOf(found.stale().get()), "0", steps.submodules());
    }
    return plan.build();
  }

  private static String shown(String commit) {
    return commit.substring(0, Math.min(12, commit.length()));
  }
}
