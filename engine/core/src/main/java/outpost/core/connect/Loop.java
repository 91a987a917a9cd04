package outpost.core.connect;

import outpost.api.Script;

/**
 * What runs on the host: a POSIX {@code sh} that evaluates the lines it is sent, and the functions
 * those lines call.
 *
 * <p>{@link #command} is all that passes through the user's login shell, which may be csh or fish:
 * one line without quotes, backslashes or exclamation marks inside its quotes. {@link #boot} is
 * sent first; from then on a line is {@link Frame#line}.
 *
 * <ul>
 *   <li>Only lines that begin with the shell's token count, so that bytes a script left unread are
 *       never run.
 *   <li>A script is evaluated in a subshell: a syntax error, {@code exit}, {@code set -e}, {@code
 *       cd}, traps and variables stay there. It is never part of an {@code &&} list or a condition,
 *       since {@code set -e} has no effect inside those. Simple ones share a subshell.
 *   <li>The loop ignores signals and the subshell takes that back, so that a script may signal its
 *       own process group.
 *   <li>A script that is ended by TERM or PIPE ends by its {@code EXIT} trap, which no shell runs
 *       else. (A shell that tells of its child's end to a connection that broke gets PIPE.)
 *   <li>No variable a script could print holds the mark, but for simple ones, which print none.
 *   <li>Large input is asked for ({@code <}) and confirmed ({@code >}) before anything else is
 *       sent, since some {@code head}s (busybox) read more than they were told to. If the
 *       confirmation never comes the connection broke: the script is ended before it can take the
 *       truncated bytes for all of them; more than once, as it may not have taken back yet that
 *       signals are ignored.
 * </ul>
 */
final class Loop {
  /** What an answer holds that must not be used, and how that comes about. */
  static final String DUE = "%outpost:due%";

  static final String AHEAD = "exec 9>&1; _due=yes\n";

  /** What {@code inode} is made of; names of groups may hold blanks. */
  private static final String INODE = "%f %u %g %s %d:%i %U:%G";

  /** As much as a variable of a shell holds with ease, in bytes. */
  private static final int SMALL = 64 << 10;

  private static final String SIGNALS = "HUP INT QUIT PIPE ALRM TERM USR1 USR2";

  private static final String TRAPS =
      "trap - " + SIGNALS + "; trap \"exit 143\" TERM; trap \"exit 141\" PIPE";

  private static final String FRESH = TRAPS + "; unset -v _l _b _e; set --; eval \"$_x\"";

  /** _f MARK LENGTH: more follows, which ends with the mark; it is run if it is whole. */
  private static final String REST =
      "_f() { _b=$(head -c \"$2\"); case $_b in *\": $1\") eval \"$_b\";; *) exit 1;; esac; }";

  private static final String[] FUNCTIONS = {
    // _n: a newline, which no line can hold as itself
    "_n=$(echo; echo .); _n=${_n%.}",
    // _m MARK: what came before on either stream belongs to no script
    "_m() { _g=0; echo \"$1 ^\"; echo \"$1 ^\" >&2; _u; }",
    // _a MARK: the script's answer is complete
    "_a() { echo \"$1 $_g\"; echo \"$1\" >&2; }",
    // _k MARK: it does not run, since one before it failed
    "_k() { echo \"$1 -\"; echo \"$1\" >&2; }",
    // _s MARK SCRIPT
    "_s() { case $_g in 0) ( _x=$2; "
        + FRESH
        + " ) </dev/null; _g=$?; _a \"$1\";;"
        + " *) _k \"$1\";; esac; }",
    // _y MARK NUMBERS SCRIPT...: simple ones in one subshell, each with its numbers for _i; where
    // it
    // ends before its time nobody knows which of them ran
    "_y() { ( "
        + TRAPS
        + "; _l=$1; shift; while [ $# -gt 0 ]; do _i=$1; eval \"$2\"; _g=$?; _a \"$_l\"; shift 2; done;"
        + " : ) </dev/null || exit 1; }",
    // _i MARK SCRIPT BYTES: input that travels in the line
    "_i() { case $_g in 0) printf %b \"$3\" 2>/dev/null | ( _x=$2; "
        + FRESH
        + " );"
        + " _g=$?; _a \"$1\";; *) _k \"$1\";; esac; }",
    // _p MARK SCRIPT LENGTH: input that is sent when asked for
    "_p() { " + asking("") + " }",
    // _z MARK SCRIPT LENGTH: so does this, of input that gzip has packed
    "_z() { " + asking(" gzip -dc 2>/dev/null 3>&- |") + " }",
    // emit KEY VALUE; a value of several lines becomes a blob, so that no line of it is an answer
    "emit() { case $2 in *\"$_n\"*) _w '%s' \"$2\" | blob \"$1\";; *) _w '%s\\n"
        + "' \"$1=$2\";; esac; }",
    // due: ends a question that is asked ahead, and says so past whatever the answer is piped to
    "due() { [ -z \"${_due-}\" ] || { echo " + DUE + " >&9; exit 75; }; }",
    // COMMAND | blob KEY
    "blob() { command -v base64 >/dev/null || { echo 'no base64 on this host' >&2; return 127; };"
        + " _w '%s' \"$1:\"; base64 | tr -d '\\n'; echo; }",
    // _r WORD...: finds out what was said in advance; WORD number N becomes _qN, what is found _vN
    "_r() { _j=0; for _x; do _j=$((_j + 1)); _i=\"${_i-}$_j \"; eval \"_q$_j=\\$_x\"; done;"
        + " { _c i; _c s; _o; } 2>/dev/null </dev/null; unset -v _a _h _k _p _x _y _z; }",
    // _u: forgets all that
    "_u() { _i=; while [ \"${_j:-0}\" -gt 0 ]; do unset -v \"_q$_j\" \"_v$_j\"; _j=$((_j - 1)); done; }",
    // _d COMMAND...: lets it be ended by signals, which the loop ignores
    "_d() { trap - " + SIGNALS + "; \"$@\"; }",
    // _c KIND: of all files that are there, by one program that prints a line for each; what is
    // large takes its time when it is due
    "_c() { _y=$1; set --; _a=; _h=0; while [ \"$_h\" -lt \"$_j\" ]; do _h=$((_h + 1));"
        + " eval \"_p=\\$_q$_h\"; case $_p in \"$_y\"*) _p=${_p#?};"
        + " if case $_y in i) [ -e \"$_p\" ] || [ -h \"$_p\" ];; s) _b 16777216;; esac;"
        + " then set -- \"$@\" \"$_p\"; _a=\"$_a$_h \"; fi;; esac; done;"
        + " [ $# -gt 0 ] || return 0; _k=$#;"
        + " case $_y in i) _x=$(_d stat -c '"
        + INODE
        + "' -- \"$@\");; s) _x=$(_d sha256sum -- \"$@\");; esac;"
        + " IFS=$_n; set -f; set -- $_x; set +f; unset -v IFS; [ $# = \"$_k\" ] || return 0;"
        + " while [ -n \"$_a\" ]; do eval \"_v${_a%% *}=\\$1\"; _a=${_a#* }; shift; done; }",
    // _b BYTES: whether _p is a file that is known to be no larger
    "_b() { [ -f \"$_p\" ] && [ ! -h \"$_p\" ] && _t \"i$_p\" && _x=${_x#* * * } &&"
        + " [ \"${_x%% *}\" -le \"$1\" ]; }",
    // _o: what each is asked for by itself; files that are small
    "_o() { _h=0; while [ \"$_h\" -lt \"$_j\" ]; do _h=$((_h + 1)); eval \"_p=\\$_q$_h\"; case $_p in"
        + " u*) user_id \"${_p#?}\"; eval \"_v$_h=\\$id\";;"
        + " g*) group_line \"${_p#?}\"; eval \"_v$_h=\\$line\";;"
        + " c*) _p=${_p#?}; if _b "
        + SMALL
        + " && _64 \"$_p\"; then eval \"_v$_h=\\$_x\"; fi;;"
        + " esac; done; unset -v id line; }",
    // _64 PATH: sets _x to what it holds, in one line
    "_64() { _x=$(_d base64 <\"$1\") || return; IFS=$_n; set -f; set -- $_x; set +f; IFS=; _x=$*;"
        + " unset -v IFS; }",
    // _t WORD: finds in _x what was found out for the script that runs, by the numbers in _i
    "_t() { _z=${_i-}; while [ -n \"$_z\" ]; do _k=${_z%% *}; case $_z in *' '*) _z=${_z#* };;"
        + " *) _z=;; esac; eval \"_x=\\$_q$_k\"; if [ \"$_x\" = \"$1\" ]; then"
        + " eval \"[ -n \\\"\\${_v$_k+x}\\\" ] && _x=\\$_v$_k\"; return; fi; done; return 1; }",
    // inode KEY PATH [-L]: sets is
    "inode() { is=; [ -e \"$2\" ] || [ -h \"$2\" ] || return 0; if [ -h \"$2\" ] &&"
        + " [ -z \"${3-}\" ]; then _x=$(readlink -n -- \"$2\" && echo .) || return;"
        + " emit \"$1.target\" \"${_x%.}\"; fi;"
        + " if { [ ! -h \"$2\" ] || [ -z \"${3-}\" ]; } && _t \"i$2\"; then is=$_x;"
        + " else is=$(stat ${3:+\"$3\"} -c '"
        + INODE
        + "' -- \"$2\") || return; fi; _w '%s\\n' \"$1.is=$is\"; }",
    // sha256 PATH: sets sum
    "sha256() { if _t \"s$1\"; then sum=$_x; else sum=$(sha256sum <\"$1\") || return; fi;"
        + " sum=${sum%% *}; sum=${sum#\\\\}; }",
    // content KEY PATH BYTES: of a file of about that size
    "content() { if _t \"c$2\" || { [ \"$3\" -le "
        + SMALL
        + " ] && _64 \"$2\"; }; then _w '%s\\n' \"$1:$_x\"; else blob \"$1\" <\"$2\"; fi; }",
    // user_id NAME, group_id NAME: sets id; group_line NAME: sets line
    "user_id() { if _t \"u$1\"; then id=$_x; else id=$(_d id -u -- \"$1\" 2>/dev/null) || id=; fi; }",
    "group_line() { if _t \"g$1\"; then line=$_x; else line=$(_d getent group -- \"$1\") || line=; fi; }",
    "group_id() { group_line \"$1\"; id=${line#*:*:}; id=${id%%:*}; }",
  };

  private Loop() {}

  private static String asking(String filter) {
    return "case $_g in 0) echo \"$1 <\"; { { head -c \"$3\"; echo \"$1 >\" >&3; IFS= read -r _e;"
        + " case $_e in \"$1\") ;; *) for _e in 1 2 3; do kill -TERM 0; sleep 1; done;;"
        + " esac; } 2>/dev/null |"
        + filter
        + " { ( _x=$2; "
        + FRESH
        + " ) 3>&-; _e=$?; cat >/dev/null; (exit \"$_e\"); }"
        + " } 3>&1; _g=$?; _a \"$1\";; *) _k \"$1\";; esac;";
  }

  /** Returns the command that starts the loop; it prints the token when it runs. */
  static String command(String token) {
    return "sh -c '" + text(token) + "'";
  }

  /** Returns the loop itself, as a shell takes it behind {@code -c}. */
  static String text(String token) {
    return "echo "
        + token
        + "; while IFS= read -r _l; do case $_l in "
        + token
        + "*) eval \"${_l#"
        + token
        + "}\";; esac; done";
  }

  /**
   * Returns what is sent first, and nothing behind it before its answer: the token, the loop's
   * process, whether its {@code printf} is built in (one that is not would show its input to
   * everyone in {@code ps}), and {@code gzip} where the host has that.
   */
  static String boot(String token) {
    String text = setUp(token) + "; : " + token;
    return token + REST + "; _f " + token + " " + text.length() + "\n" + text;
  }

  private static String setUp(String token) {
    return "trap '' "
        + SIGNALS
        + "; unset -v CDPATH ENV BASH_ENV; LC_ALL=C; export LC_ALL;"
        + " PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin${PATH:+:$PATH};"
        + " export PATH; umask 022; cd /; "
        + String.join("; ", FUNCTIONS)
        + "; case $(command -v printf) in printf) _l=builtin; _w() { printf \"$@\"; };;"
        + " *) _l=program; _w() { case $1 in '%s') print -rn -- \"$2\";; *) print -r -- \"$2\";;"
        + " esac; };; esac;"
        + " command -v gzip >/dev/null && _l=\"$_l gzip\"; echo \""
        + token
        + " $$ $_l\"";
  }

  /** Returns the line that turns the loop into a script, which reads what is sent from then on. */
  static String turn(String token, String script) {
    return token + "trap - " + SIGNALS + "; exec sh -c " + word(script) + "\n";
  }

  /** Returns a word that the loop reads as the text, and that has no newline in it. */
  static String word(String text) {
    return Script.quote(text).replace("\n", "'\"$_n\"'");
  }

  /**
   * Returns a script that ends what runs below a process: TERM, and two seconds later KILL.
   *
   * @param itself whether the process itself is ended too
   */
  static String end(long pid, boolean itself) {
    return """
    root=%d itself=%s
    list() {
      if [ -r /proc/self/stat ]; then
        for file in /proc/[0-9]*/stat; do
          { IFS= read -r line <"$file"; } 2>/dev/null || continue
          pid=${file#/proc/} pid=${pid%%/stat}
          set -- ${line##*") "}
          echo "$pid $2"
        done
      else
        ps -A -o pid= -o ppid=
      fi
    }
    below() {
      set -- $(list)
      pairs=$* found=" $root " grew=yes
      while [ -n "$grew" ]; do
        grew=
        set -- $pairs
        while [ $# -gt 1 ]; do
          case $found in
            *" $1 "*) ;;
            *" $2 "*) found="$found$1 " grew=yes ;;
          esac
          shift 2
        done
      done
      [ $itself = yes ] || found=${found#" $root"}
    }
    below
    victims=$found
    kill -TERM $victims 2>/dev/null
    for turn in 1 2 3 4 5 6 7 8 9 10; do
      alive=
      for pid in $victims; do kill -0 $pid 2>/dev/null && alive=yes; done
      [ -n "$alive" ] || break
      sleep 0.2 2>/dev/null || sleep 1
    done
    below
    kill -KILL $victims $found 2>/dev/null
    exit 0
    """
        .formatted(pid, itself ? "yes" : "no");
  }
}
