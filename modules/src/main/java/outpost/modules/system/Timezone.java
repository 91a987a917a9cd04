package outpost.modules.system;

import static outpost.api.Script.sh;

import java.util.Optional;
import java.util.regex.Pattern;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;

/** Sets the time zone of a host, and what its hardware clock counts in. */
@Doc("Sets a host's time zone, and whether its hardware clock counts in UTC.")
public final class Timezone implements Module<Timezone.Args, Timezone.Found> {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*");

  /** What a task asks for. */
  public record Args(
      @Arg("The zone by its name below `/usr/share/zoneinfo`, such as `Europe/Berlin`.")
          Optional<String> name,
      @Arg(value = "What the hardware clock counts in.", alias = "rtc") Optional<Clock> hwclock) {
    public Args {
      if (name.isEmpty() && hwclock.isEmpty()) {
        throw new BadArg("name", "nothing is asked for", "name a zone, or say `hwclock`");
      }
      if (name.filter(zone -> !NAME.matcher(zone).matches()).isPresent()) {
        throw new BadArg(
            "name", "`" + name.get() + "` is no time zone's name", "write it as Europe/Berlin");
      }
    }
  }

  /** What a hardware clock may count in. */
  public enum Clock {
    UTC,
    LOCAL
  }

  /**
   * What is on the host.
   *
   * @param systemd whether systemd keeps the zone
   * @param there whether the host knows the zone that is wanted
   * @param zone the zone it has; empty if the file is that of no name
   * @param written what Debian's own file says
   */
  public record Found(
      boolean systemd,
      Optional<Boolean> there,
      Optional<String> zone,
      Optional<String> written,
      Clock clock) {}

  /** A host without the link is in UTC, see localtime(5); for the clock see hwclock(8). */
  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(
        Found.class,
        sh(
            """
            if [ -d /run/systemd/system ] && command -v timedatectl >/dev/null; then
              emit systemd yes; else emit systemd no; fi
            want={}; zones=/usr/share/zoneinfo; zone=; written=
            [ -z "$want" ] || ! [ -f "$zones/$want" ] || emit there yes
            if [ -f /etc/timezone ]; then
              read -r written </etc/timezone || :
              emit written "$written"
            fi
            if [ -h /etc/localtime ]; then
              zone=$(readlink /etc/localtime); zone=${zone##*/zoneinfo/}
            elif ! [ -e /etc/localtime ]; then zone=UTC
            elif cmp -s /etc/localtime "$zones/$written"; then zone=$written
            fi
            emit zone "$zone"
            case $(sed -n 3p /etc/adjtime 2>/dev/null) in
              LOCAL) emit clock local ;;
              *) emit clock utc ;;
            esac\
            """,
            want.name().orElse("")));
  }

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan = Plan.builder();
    if (want.name().isPresent() && !found.there().orElse(false)) {
      return plan.block(
              "this host knows no time zone `" + want.name().get() + "`",
              "see `timedatectl list-timezones`",
              "it may lack the package tzdata")
          .build();
    }
    plan.set(
        "time zone",
        found.zone().orElse("-"),
        want.name(),
        zone -> found.systemd() ? sh("timedatectl set-timezone {}", zone) : link(zone));
    if (found.written().isPresent()) {
      plan.set(
          "zone in /etc/timezone",
          found.written().get(),
          want.name(),
          zone -> sh("printf '%s\\n' {} >/etc/timezone", zone));
    }
    plan.set("hardware clock", found.clock(), want.hwclock(), to -> clock(found.systemd(), to));
    return plan.build();
  }

  /** The link takes the old one's place at once: programs read it whenever they like. */
  private static Script link(String zone) {
    return sh(
        """
        t=/etc/.localtime.$$; trap 'rm -f -- "$t"' EXIT
        ln -s {} "$t" && mv -f -- "$t" /etc/localtime\
        """,
        "/usr/share/zoneinfo/" + zone);
  }

  private static Script clock(boolean systemd, Clock to) {
    if (systemd) return sh("timedatectl set-local-rtc {}", to == Clock.LOCAL ? "1" : "0");
    return sh("hwclock --systohc {}", to == Clock.LOCAL ? "--localtime" : "--utc");
  }
}
