package outpost.modules.services;

import static outpost.api.Script.sh;

import java.util.Locale;
import outpost.api.Script;

/** Asks and tells the manager of one scope: the system's, the user's, or that of all users. */
record Systemctl(Scope scope) {

  /** Whose units. */
  enum Scope {
    SYSTEM,
    USER,
    GLOBAL
  }

  private String command() {
    return switch (scope) {
      case SYSTEM -> "systemctl";
      // a session made by become or by ssh without PAM does not know where its manager listens
      case USER -> "XDG_RUNTIME_DIR=${XDG_RUNTIME_DIR:-/run/user/$(id -u)} systemctl --user";
      case GLOBAL -> "systemctl --global";
    };
  }

  /** Returns a call of systemctl; the template's words are quoted. */
  Script run(String template, Object... words) {
    return sh(command() + " " + template, words);
  }

  /**
   * Asks for all properties of a unit, below {@code status}. What is only a file, a template or a
   * unit of all users, has no more than the state of that file.
   */
  Script question(String unit) {
    if (scope == Scope.GLOBAL || UnitName.isTemplate(unit)) {
      return sh(
          """
          state=$(%s is-enabled -- {} 2>/dev/null)
          emit status.Id {}
          emit status.UnitFileState "$state"
          case $state in
            '' | not-found) emit status.LoadState not-found ;;
            masked*) emit status.LoadState masked ;;
            *) emit status.LoadState loaded ;;
          esac\
          """
              .formatted(command()),
          unit,
          unit);
    }
    return sh(
        """
        answer=$(%1$s show -- {}) || exit
        UNREAD
        case $answer in
          *LoadState=loaded*)
            nl='
        '
            u=${answer#Id=} u=${u##*"$nl"Id=} u=${u%%%%"$nl"*}
            l=${answer##*"$nl"DropInPaths=}
            if unread "$u" "${l%%%%"$nl"*}"; then emit stale "$u"; fi ;;
        esac
        printf '%%s\\n' "$answer" | awk '
          /^[A-Za-z0-9]+=/ { if (line) print "status." line; line = $0; next }
          { line = line " " $0 }
          END { if (line) print "status." line }'
        case $answer in
          *UnitFileState=generated*) # an init script says no more than this
            state=$(%1$s is-enabled -- {} 2>/dev/null)
            if [ "$state" ]; then emit status.UnitFileState "$state"; fi ;;
          *UnitFileState=indirect*)
            links=$(%1$s is-enabled -l -- {} 2>/dev/null | wc -l)
            if [ "$links" -gt 1 ]; then emit status.Linked yes; fi ;;
        esac\
        """
            .replace("UNREAD", UNREAD)
            .replace("DIRECTORIES", directories())
            .formatted(command()),
        unit,
        unit,
        unit);
  }

  /** Asks for the units whose files changed after they were read, below {@code stale}. */
  Script staleness() {
    return sh(
        """
        answer=$(%s show -p Id,LoadState,NeedDaemonReload,DropInPaths -- '*') || exit
        answer=$(printf '%%s\\n\\n' "$answer" | awk '
          { i = index($0, "="); now[substr($0, 1, i - 1)] = substr($0, i + 1) }
          $0 == "" {
            if (now["NeedDaemonReload"] == "yes") print "stale=" now["Id"]
            else if (now["LoadState"] == "loaded") print now["Id"] " " now["DropInPaths"]
            split("", now)
          }')
        UNREAD
        printf '%%s\\n' "$answer" | while read -r u l; do
          case $u in
            stale=*) emit stale "${u#stale=}" ;;
            *) if unread "$u" "$l"; then emit stale "$u"; fi ;;
          esac
        done\
        """
            .replace("UNREAD", UNREAD)
            .replace("DIRECTORIES", directories())
            .formatted(command()));
  }

  /**
   * Whether a unit has a drop-in of the administrator's that the manager has not read: that of a
   * folder that is new it does not miss itself, as systemd 252 tells no need to reload for it.
   */
  private static final String UNREAD =
      """
      unread() {
        for d in DIRECTORIES; do
          for f in "$d/$1.d/"*.conf; do
            case ${f##*/} in *[[:space:]]* | *\\\\*) continue ;; esac
            case "$2 " in *"/${f##*/} "*) continue ;; esac
            if [ -f "$f" ] && [ -s "$f" ]; then return 0; fi
          done
        done
        return 1
      }""";

  private String directories() {
    return scope == Scope.USER
        ? "\"${XDG_CONFIG_HOME:-$HOME/.config}/systemd/user\" /etc/systemd/user"
        : "/etc/systemd/system /run/systemd/system";
  }

  @Override
  public String toString() {
    return scope.name().toLowerCase(Locale.ROOT);
  }
}
