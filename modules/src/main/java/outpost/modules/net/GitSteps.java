package outpost.modules.net;

import static outpost.api.Script.sh;

import java.util.ArrayList;
import java.util.List;
import outpost.api.Script;

/**
 * What brings a working copy to a commit.
 *
 * @param commit the commit, or the beginning of its name
 */
record GitSteps(Git.Args want, GitRefs refs, String commit) {

  private Script begin() {
    Script begin = want.program().define().then(sh("p={}", want.place()));
    return want.umask().map(mask -> begin.then(sh("umask {}", mask))).orElse(begin);
  }

  Script copy() {
    List<String> words = new ArrayList<>(List.of("--origin", want.remote()));
    if (want.bare()) words.add("--bare");
    else words.add("--no-checkout");
    if (want.singleBranch()) words.add("--single-branch");
    words.addAll(depth());
    refs.branch().or(refs::tag).ifPresent(name -> words.addAll(List.of("--branch", name)));
    Script get =
        begin()
            .then(
                sh(
                    """
                    d=${p%/*}; mkdir -p -- "${d:-/}" || exit
                    run clone -q {} -- {} "$p" """,
                    words, want.repo()));
    Script rest = want.bare() ? sh(":") : fetch().then(checkout());
    // a working copy that is not whole would be taken for one the next time
    return get.then(
        Script.raw(
            "( " + rest.text() + "\n) || { s=$?; rm -rf -- \"$p\"; exit \"$s\"; }")); // quoted
  }

  Script point() {
    return begin()
        .then(
            sh(
                """
                if run -C "$p" config --get {} >/dev/null; then run -C "$p" remote set-url {} {}
                else run -C "$p" remote add {} {}; fi""",
                "remote." + want.remote() + ".url",
                want.remote(),
                want.repo(),
                want.remote(),
                want.repo()));
  }

  Script update() {
    if (want.bare()) {
      return begin()
          .then(
              sh(
                  "run -C \"$p\" fetch -q --force {} {} '+refs/heads/*:refs/heads/*' --tags",
                  depth(),
                  want.remote()));
    }
    return begin().then(fetch()).then(checkout());
  }

  Script reset() {
    return begin().then(sh("run -C \"$p\" reset -q --hard"));
  }

  Script submodules() {
    return begin()
        .then(
            sh(
                "run -C \"$p\" submodule -q sync --recursive && run -C \"$p\" submodule -q update"
                    + " --init --recursive --force {}",
                depth()));
  }

  /** Fetches the commit, if it is not there. */
  private Script fetch() {
    String what =
        refs.branch()
            .map(name -> "+refs/heads/" + name + ":refs/remotes/" + want.remote() + "/" + name)
            .or(() -> refs.tag().map(name -> "+refs/tags/" + name + ":refs/tags/" + name))
            .orElse("");
    Script fetch =
        what.isEmpty()
            ? sh(
                """
                there() { run -C "$p" cat-file -e {} 2>/dev/null; }
                there || run -C "$p" fetch -q {} {}
                there || run -C "$p" fetch -q {} {} {}""",
                commit + "^0",
                depth(),
                want.remote(),
                depth(),
                want.remote(),
                commit)
            : sh("run -C \"$p\" fetch -q {} {} {}", depth(), want.remote(), what);
    return want.refspec()
        .map(more -> fetch.then(sh("run -C \"$p\" fetch -q {} {}", want.remote(), more)))
        .orElse(fetch);
  }

  private Script checkout() {
    Script check = sh(":");
    if (want.verifyCommit()) {
      check =
          refs.tag()
              .map(
                  tag ->
                      sh(
                          """
                          if [ "$(run -C "$p" cat-file -t {})" = tag ]; then
                            run -C "$p" verify-tag {}
                          else run -C "$p" verify-commit {}; fi""",
                          "refs/tags/" + tag,
                          "refs/tags/" + tag,
                          commit))
              .orElseGet(() -> sh("run -C \"$p\" verify-commit {}", commit + "^0"));
    }
    Script go =
        refs.branch()
            .map(
                name ->
                    sh(
                        """
                        run -C "$p" checkout -q --force -B {} {} -- &&
                          run -C "$p" branch -q {} {}""",
                        name,
                        commit,
                        "--set-upstream-to=" + want.remote() + "/" + name,
                        name))
            .orElseGet(() -> sh("run -C \"$p\" checkout -q --force --detach {} --", commit));
    Script all = check.then(go);
    if (!want.recursive()) return all;
    return all.then(
        sh(
            """
            if [ -f "$p/.gitmodules" ]; then
              run -C "$p" submodule -q sync --recursive &&
                run -C "$p" submodule -q update --init --recursive --force {}
            fi""",
            depth()));
  }

  private List<String> depth() {
    return want.depth().map(n -> List.of("--depth", String.valueOf(n))).orElse(List.of());
  }
}
