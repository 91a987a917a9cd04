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
            .formatted(command()),
        unit,
        unit,
        unit);
  }

  /** Asks for the units whose files changed after they were read, below {@code stale}. */
  Script staleness() {
    return sh(
        """
        answer=$(%s show -p Id,NeedDaemonReload -- '*') || exit
        printf '%%s\\n' "$answer" | awk -F= '
          $1 == "Id" { id = $2 }
          $1 == "NeedDaemonReload" { stale = $2 }
          $0 == "" { if (stale == "yes") print "stale=" id; stale = "" }
          END { if (stale == "yes") print "stale=" id }'\
        """
            .formatted(command()));
  }

  @Override
  public String toString() {
    return scope.name().toLowerCase(Locale.ROOT);
  }
}
