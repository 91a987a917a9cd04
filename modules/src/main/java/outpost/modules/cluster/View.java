package outpost.modules.cluster;

import java.util.Optional;
import java.util.stream.Stream;
import outpost.api.Plan;
import outpost.api.Script;

/**
 * What one cluster node says of its whole cluster: configuration and state, once or twice.
 *
 * @param trouble why it cannot say it
 * @param idle whether the cluster has nothing to do: its controller is in state {@code S_IDLE}
 * @param earlierCib the configuration two seconds before, where it was read twice
 */
record View(
    Optional<String> trouble,
    Optional<byte[]> cib,
    Optional<byte[]> monitor,
    Optional<Boolean> idle,
    Optional<byte[]> earlierCib,
    Optional<byte[]> earlierMonitor) {

  /** When a second look is taken: after a reconnect the first one may show what was. */
  enum Twice {
    NEVER("*) : ;;"),
    WHILE_JOINING("*" + Cib.MARK + "*) look earlier_; sleep 2 ;;"),
    ALWAYS("*) look earlier_; sleep 2 ;;");

    private final String when;

    Twice(String when) {
      this.when = when;
    }
  }

  /** Asks a cluster node; the answers go into a component called {@code view}. */
  static Script question(Twice twice) {
    return Script.raw( // constant text
        """
        due
        look() {
          if cib=$(cibadmin -Q 2>/dev/null) && monitor=$(crm_mon --output-as=xml -1 -r 2>/dev/null); then
            printf '%%s' "$cib" | blob "view.$1cib"
            printf '%%s' "$monitor" | blob "view.$1monitor"
          else
            emit view.trouble "$({ cibadmin -Q > /dev/null && crm_mon -1 > /dev/null; } 2>&1 | tail -n 1)"
            return 1
          fi
        }
        seen=$(cibadmin -Q 2>/dev/null)
        case $seen in %s esac
        look '' || exit 0
        dc=$(printf '%%s' "$monitor" | sed -n 's/.*<current_dc present="true".* name="\\([^"]*\\)".*/\\1/p')
        [ -z "$dc" ] || case $(timeout 5 crmadmin -S "$dc" 2>/dev/null) in
          *S_IDLE*) emit view.idle yes ;;
          *) emit view.idle no ;;
        esac
        """
            .formatted(twice.when));
  }

  /** Returns the plan of a task that cannot be told anything. */
  Plan unreadable() {
    return Plan.blocked(
        "the cluster cannot be read here: " + trouble.orElseThrow(),
        "run this on a cluster node where Pacemaker is running, as root");
  }

  Cib config() {
    return Cib.of(cib.orElseThrow());
  }

  CrmMon state() {
    return CrmMon.of(monitor.orElseThrow());
  }

  /** Reads all of it, once for all the nodes that a plan is about. */
  Looks looks() {
    Stream<Looks.Look> before =
        earlierCib.isEmpty() || earlierMonitor.isEmpty()
            ? Stream.empty()
            : Stream.of(new Looks.Look(Cib.of(earlierCib.get()), CrmMon.of(earlierMonitor.get())));
    return new Looks(Stream.concat(Stream.of(new Looks.Look(config(), state())), before).toList());
  }
}
