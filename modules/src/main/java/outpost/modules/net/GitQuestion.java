package outpost.modules.net;

import static outpost.api.Script.sh;

import java.util.List;
import outpost.api.Script;

/** What a host is asked about git, its working copy, and the other repository. */
record GitQuestion(Git.Args want) {

  Script script() {
    Script ask = want.program().define().then(want.program().question());
    if (want.dest().isPresent()) ask = ask.then(copy());
    return ask.then(refs());
  }

  private Script copy() {
    return sh(
        """
        p={}; g=$p; bare={}; [ -n "$bare" ] || g=$p/.git
        if [ -e "$g/HEAD" ] || { [ -f "$g" ] && [ -z "$bare" ]; }; then
          emit copy yes
          head=$(run -C "$p" rev-parse -q --verify HEAD^0) || head=
          emit head "$head"
          emit local "$(run -C "$p" rev-parse -q --verify {})"
          emit url "$(run -C "$p" config --get {})"
          if [ -z "$bare" ]; then
            dirty=$(run -C "$p" status --porcelain --untracked-files=no) || exit
            emit dirty "$(printf '%s' "$dirty" | grep -c '')"
            stale=
            if [ -f "$p/.gitmodules" ]; then
              stale=$(run -C "$p" submodule status --recursive) || exit
            fi
            emit stale "$(printf '%s' "$stale" | grep -c '^[-+U]')"
          fi
        elif [ -e "$p" ] && { ! [ -d "$p" ] || [ -n "$(ls -A -- "$p")" ]; }; then
          emit occupied yes
        fi""",
        want.place(),
        want.bare() ? "yes" : "",
        want.version() + "^0",
        "remote." + want.remote() + ".url");
  }

  /** Lists what the other repository has, unless a working copy is to stay as it is. */
  private Script refs() {
    String list =
        """
        due
        refs=$(run ls-remote --symref -- {} HEAD {}) || exit
        printf '%s\\n' "$refs" | blob refs
        """;
    String v = want.version();
    List<String> names = List.of("refs/heads/" + v, "refs/tags/" + v, "refs/tags/" + v + "^{}", v);
    return sh(
        want.update() ? list : "if [ -z \"$g\" ] || ! [ -e \"$g\" ]; then\n" + list + "fi",
        want.repo(),
        names);
  }
}
