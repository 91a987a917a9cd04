package outpost.modules.packages;

import static outpost.api.Script.sh;

import java.util.ArrayList;
import java.util.List;
import outpost.api.Script;

/**
 * How dnf is run, and how it makes a transaction.
 *
 * @param options of dnf
 */
record DnfFix(DnfSources sources, List<String> options) {

  /**
   * Defines {@code run ARGUMENT…}, which has dnf write what it says to files, and waits while
   * another process has its locks. Version 5 cuts columns off where the terminal seems narrow.
   */
  static Script run(DnfSources sources, List<String> options) {
    return sh(
        """
        t=$(mktemp -d) || exit
        trap 'rm -rf -- "$t"' EXIT
        run() {
          left={}
          while COLUMNS=500 dnf --setopt=exit_on_lock=True {} "$@" >"$t/out" 2>"$t/err"; status=$?
            [ "$status" = 200 ] && [ "$left" -gt 0 ]
          do sleep 1; left=$((left - 1)); done
        }
        """,
        sources.lockTimeout(),
        options);
  }

  /**
   * Makes the transaction. When it fails on its way, as by a scriptlet, RPM leaves what was done so
   * far: that is taken back, as far as repositories still have what is gone.
   */
  Script script(Solved solved) {
    List<String> command = new ArrayList<>();
    command.add("--assumeyes");
    command.add(solved.command().equals("best") ? "install" : solved.command());
    command.addAll(solved.words());
    if (solved.command().equals("best")) command.add("--best");
    return run(sources, options)
        .then(
            sh(
                """
                left={} lock=$(rpm --root={} --eval '%{_rpmlock_path}')
                while [ -e "$lock" ] && grep -q "WRITE .*:$(stat -c %i "$lock") " /proc/locks; do
                  [ "$left" -gt 0 ] || { echo 'another process has the RPM database locked' >&2; exit 1; }
                  sleep 1; left=$((left - 1))
                done
                all() { rpm --root={} -qa --qf '%{NAME}-%{EPOCHNUM}:%{VERSION}-%{RELEASE}.%{ARCH}\\n' | sort; }
                all >"$t/was"
                run {}
                [ "$status" != 0 ] || exit 0
                awk '/Running .*scriptlet/ { said = ""; next } { said = said $0 "\\n" } /scriptlet failed/ { printf "%s", said }' \\
                  "$t/out" >&2
                grep -v -e '^ARG0:' -e 'scriptlet in rpm package' "$t/err" >&2
                why=$(sed -n 's/.*%\\([a-z]*\\)(\\(.*\\)) scriptlet failed/the scriptlet %\\1 of \\2 failed/p' "$t/out" "$t/err" | tail -n 1)
                why=${why:-$(sed -n 's/^Error: *//; /./h; ${ g; p; }' "$t/err")}
                all >"$t/is"
                if cmp -s "$t/was" "$t/is"; then echo "$why" >&2; exit 1; fi
                comm -23 "$t/was" "$t/is" >"$t/gone"
                if [ -s "$t/gone" ]; then
                  xargs dnf -q -y {} install <"$t/gone" >/dev/null 2>&1
                  sed 's/-[0-9]*:/-/' "$t/gone" | xargs rpm -qc 2>/dev/null | while read -r f; do
                    [ -z "$(find "$f.rpmsave" -cnewer "$t/was" 2>/dev/null)" ] || mv -f -- "$f.rpmsave" "$f"
                  done
                fi
                all | comm -23 "$t/was" - >"$t/gone"
                all | comm -13 "$t/was" - | awk -v gone="$t/gone" '
                  function name(s) { sub(/-[^-]*-[^-]*$/, "", s); return s }
                  BEGIN { while ((getline one < gone) > 0) lost[name(one)] }
                  !(name($0) in lost)' | sed 's/-[0-9]*:/-/; s/\\.(none)$//' | xargs -r rpm --root={} -e >/dev/null 2>&1
                all >"$t/is"
                left=$(comm -3 "$t/was" "$t/is" | tr -d '\\t' | tr '\\n' ' ')
                echo "$why; what was done before is ${left:+not quite }taken back${left:+: $left}" >&2
                exit 1""",
                sources.lockTimeout(),
                sources.installroot(),
                sources.installroot(),
                command,
                sources.options(),
                sources.installroot()));
  }
}
