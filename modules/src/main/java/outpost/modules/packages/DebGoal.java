package outpost.modules.packages;

import static outpost.api.Script.sh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import outpost.api.Plan;
import outpost.api.Script;

/**
 * Packages by apt-get: dpkg's database says what is there already, and apt-get itself what it would
 * do about the rest. Where all is as wanted apt-get is not asked.
 *
 * @param verb what is wanted of the names: {@code present}, {@code latest}, {@code absent}, or a
 *     command of apt-get
 * @param purge whether settings go with packages
 * @param autoremove whether what is no longer needed goes as well
 * @param url where the one package that is wanted is
 * @param fresh how old the lists of packages may be, in seconds, where they are to be new
 */
record DebGoal(
    String verb,
    List<String> names,
    boolean purge,
    boolean autoremove,
    Optional<String> url,
    AptOptions how,
    Optional<Integer> fresh) {

  static DebGoal of(Goal goal) {
    String verb =
        goal.everything()
            ? "upgrade"
            : goal.absent() ? "absent" : goal.latest() ? "latest" : "present";
    return new DebGoal(
        verb, goal.names(), false, false, Optional.empty(), AptOptions.NONE, Optional.empty());
  }

  private List<String> options() {
    List<String> options = new ArrayList<>(how.options());
    if (purge) options.add("--purge");
    if (autoremove) options.add("--auto-remove");
    if (verb.equals("upgrade")) options.add("--with-new-pkgs");
    return options;
  }

  /** Says what apt-get would do; there are functions {@code get} for it and {@code has NAME}. */
  Script question() {
    Script words =
        sh(
            """
            emit manager apt; emit rc 0
            t=$(mktemp -d) && chmod 755 "$t" || exit
            trap 'rm -rf -- "$t"' EXIT
            try() {
              emit deb.command "$1"
              DEBIAN_FRONTEND=noninteractive apt-get -s -o Debug::NoLocking=1 {} "$@" >"$t/out" 2>"$t/err"
              emit deb.status "$?"
              shift; [ $# = 0 ] || printf '%s\\n' "$@" | blob deb.names
              blob deb.said <"$t/out"; blob deb.errors <"$t/err"
            }
            set -- {}
            """,
            options(), names);
    boolean looks = !names.isEmpty() && List.of("present", "absent").contains(verb);
    Script whole = looks || url.isPresent() ? words.then(look()) : words;
    Script fetched = url.map(DebGoal::fetch).map(whole::then).orElse(whole);
    return fetched
        .then(lists())
        .then(Script.raw(choice())) // constant text
        .then(Found.cluster());
  }

  /** Defines {@code installed NAME}, and {@code has NAME} where that matters. */
  private Script look() {
    String installed =
        "installed() { dpkg-query -W -f '${db:Status-Status} ${Package} ${Version}\\n' -- \"$1\""
            + " 2>/dev/null | grep {}; }";
    Script list = sh(installed, purge ? "" : "^installed");
    if (verb.equals("absent")) return list;
    return list.then(
        Script.raw( // constant text
            """
            has() {
              case $1 in
                */*) installed "$(dpkg-deb -f "$1" Package)" | grep -qxF "installed $(dpkg-deb -W --showformat='${Package} ${Version}' -- "$1")" ;;
                *=*) installed "${1%%=*}" | while read -r _ _ v; do
                    # shellcheck disable=SC2254 # a pattern is meant
                    case $v in ${1#*=}) echo yes ;; esac
                  done | grep -q yes ;;
                *) installed "$1" >/dev/null ;;
              esac
            }\
            """));
  }

  /** Fetches a package to a folder that is there for the time being, and stands for it. */
  private static Script fetch(String url) {
    return sh(
        """
        /usr/lib/apt/apt-helper -q download-file {} "$t/package.deb" >/dev/null || exit
        set -- "$t/package.deb\"\
        """,
        url);
  }

  /** Packages on the network are looked at in lists, and patterns stand for what is in those. */
  private static String spread() {
    return """
    for one; do
      shift
      case $one in
        *=*) set -- "$@" "$one" ;;
        *[*?[]*) n=$#; for p in $(apt-cache pkgnames "${one%%[*?[]*}"); do
            # shellcheck disable=SC2254 # a pattern is meant
            case $p in $one) set -- "$@" "$p" ;; esac
          done; [ $# != "$n" ] || set -- "$@" "$one" ;;
        *) set -- "$@" "$one" ;;
      esac
    done
    """;
  }

  private String choice() {
    if (url.isPresent()) return "has \"$1\" || try install \"$1\"";
    return switch (verb) {
      case "absent" ->
          """
          for one; do
            shift
            for p in $(installed "$one" | cut -d ' ' -f 2); do set -- "$@" "$p"; done
          done
          [ $# = 0 ] || { update; try %s "$@"; }\
          """
              .formatted(purge ? "purge" : "remove");
      case "present" ->
          spread()
              + """
              for one; do shift; has "$one" || set -- "$@" "$one"; done
              [ $# = 0 ] || { update; try install "$@"; }\
              """;
      case "latest" -> "update\n" + spread() + "try install \"$@\"";
      default -> "update\ntry " + verb + " \"$@\"";
    };
  }

  /**
   * Fetches the lists where that is asked for, for without them nobody could tell what would come;
   * like dnf's metadata they are a cache. Those of the last minute do.
   */
  private Script lists() {
    if (fresh.isEmpty()) return Script.raw("update() { :; }"); // constant text
    return AptLists.FETCH.then(
        sh(
            """
            update() {
              at=$(stat -c %Y /var/lib/apt/lists 2>/dev/null || echo 0)
              if [ $(($(date +%s) - at)) -gt {} ]; then fetch -o DPkg::Lock::Timeout={} || exit; fi
            }\
            """,
            Math.max(60, fresh.get()), how.lockTimeout()));
  }

  void plan(Found found, Plan.Builder plan) {
    Optional<Deb> asked = found.deb().filter(deb -> deb.command().isPresent());
    if (asked.isEmpty()) return;
    Deb deb = asked.get();
    deb.complaint(plan);
    Transaction transaction = deb.transaction();
    found.guard(transaction, plan);
    if (!transaction.isEmpty()) transaction.tell(deb.words(), fix(deb), plan);
  }

  /** What dpkg says of the first package that it stumbles over tells more than how it ends. */
  private Script fix(Deb deb) {
    List<String> command = new ArrayList<>(options());
    command.add(deb.command().orElseThrow());
    if (url.isEmpty()) command.addAll(deb.words());
    Script fetch =
        url.map(DebGoal::fetch)
            .map(
                Script.raw( // constant text
                        """
                        t=$(mktemp -d) && chmod 755 "$t" || exit
                        trap 'rm -rf -- "$t"' EXIT\
                        """)
                    ::then)
            .orElse(Script.raw("set --")); // two constant words
    Script run =
        sh(
            """
            said=$(DEBIAN_FRONTEND=noninteractive apt-get {} "$@" 2>&1) && exit
            status=$?
            printf '%s\\n' "$said" | grep -e '^E:' -e '^W:' -e '^dpkg' >&2
            why=$(printf '%s\\n' "$said" | sed -n '/^dpkg: error processing/{N;s/^dpkg: error processing [a-z]* *\\([^:]*\\):\\n */\\1: /;p;q;}')
            [ -z "$why" ] || printf '%s\\n' "$why" >&2
            exit "$status\"\
            """,
            command);
    Script whole = fetch.then(run);
    return how.policyRcD().map(code -> policy(code).then(whole)).orElse(whole);
  }

  /** Answers those who ask whether services may be started, and puts the host's own answer back. */
  private static Script policy(int code) {
    return sh(
        """
        p=/usr/sbin/policy-rc.d own=$(mktemp -d) || exit
        [ ! -e $p ] || mv -- $p "$own/" || exit
        trap 'rm -f -- $p; [ ! -e "$own/policy-rc.d" ] || mv -- "$own/policy-rc.d" $p; rmdir -- "$own"' EXIT
        printf '#!/bin/sh\\nexit %s\\n' {} >$p && chmod 755 $p || exit\
        """,
        code);
  }
}
