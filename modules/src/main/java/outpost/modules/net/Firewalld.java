package outpost.modules.net;

import static outpost.api.Script.sh;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;
import outpost.modules.cluster.Attachment;

/** Opens and closes services and ports of a firewalld zone, now and for good. */
@Doc("Opens and closes services and ports in firewalld, in the running firewall and for good.")
public final class Firewalld implements Module<Firewalld.Args, Firewalld.Found> {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");

  /** What a task asks for. */
  public record Args(
      @Arg(value = "The zone; firewalld's default zone when empty.", def = "\"\"") String zone,
      @Arg(
              value = "Services by their firewalld names, such as `high-availability`.",
              def = "[]",
              alias = "service")
          List<String> services,
      @Arg(
              value = "Ports as `3121/tcp` or `5405-5412/udp`.",
              def = "[]",
              alias = {"port"})
          List<String> ports,
      @Arg("Whether they are open (`enabled`, `present`) or closed (`disabled`, `absent`).")
          State state,
      @Arg(value = "Whether it holds after a reload of firewalld and after a boot.", def = "true")
          boolean permanent,
      @Arg(value = "Whether it holds now, in the running firewall.", def = "true")
          boolean immediate,
      @Arg(
              value =
                  "Whether the permanent configuration is changed, and it alone, on a host where"
                      + " firewalld does not run.",
              def = "false")
          boolean offline) {
    public Args {
      if (!zone.isEmpty()) check("zone", zone, "a zone's name");
      services.forEach(service -> check("services", service, "a service's name"));
      ports.forEach(Ports::of);
      if (services.isEmpty() && ports.isEmpty()) {
        throw new BadArg("services", "nothing is named", "name `services` or `ports`");
      }
      if (!permanent && !immediate) {
        throw new BadArg(
            "immediate",
            "neither `permanent` nor `immediate`: nothing would be done",
            "set one of them to true; both are by default");
      }
      if (offline && !permanent) {
        throw new BadArg(
            "offline",
            "only the permanent configuration can be changed offline",
            "drop `permanent: false`");
      }
    }

    private static void check(String arg, String name, String noun) {
      if (!NAME.matcher(name).matches()) {
        throw new BadArg(
            arg, "`" + name + "` is not " + noun, "see `firewall-cmd --get-" + arg + "`");
      }
    }

    boolean open() {
      return state == State.ENABLED || state == State.PRESENT;
    }
  }

  /** Open or closed, in firewalld's words and in those of all modules. */
  public enum State {
    ENABLED,
    DISABLED,
    PRESENT,
    ABSENT
  }

  /**
   * What firewalld says of the zone.
   *
   * @param installed whether the host has firewalld at all
   * @param zone the zone's name
   * @param unknown services that firewalld has no definition of
   * @param runtime the running rules; empty if it does not run or does not know the zone
   * @param permanent the rules on the disk; empty if not read or the zone is not known there
   * @param attachment clusters whose connection comes in by these rules
   */
  public record Found(
      boolean installed,
      boolean running,
      Optional<String> zone,
      Set<String> unknown,
      Optional<Rules> runtime,
      Optional<Rules> permanent,
      Optional<Attachment> attachment) {}

  /** What is open in a zone. */
  public record Rules(boolean known, Set<String> services, Set<String> ports) {
    List<Ports> ranges() {
      return ports.stream().map(Ports::of).toList();
    }

    /** Whether a connection to a port gets in, by its number or by the service of clusters. */
    boolean lets(int port) {
      Ports one = new Ports(port, port, "tcp");
      return one.allIn(ranges()) || (port == 3121 && services.contains("high-availability"));
    }

    /** Returns the rules that are left when a task has closed what it names. */
    Rules without(Args want) {
      List<Ports> closed = want.ports().stream().map(Ports::of).toList();
      return new Rules(
          known,
          minus(services, want.services()::contains),
          minus(ports, p -> Ports.of(p).anyIn(closed)));
    }

    private static Set<String> minus(Set<String> all, Predicate<String> gone) {
      return all.stream().filter(gone.negate()).collect(Collectors.toSet());
    }
  }

  /** Of the exit statuses, 252 is "not running" and 112 "invalid zone"; see firewall-cmd(1). */
  @Override
  public Probe<Found> probe(Args want) {
    Script script =
        sh(
            """
            command -v firewall-cmd >/dev/null || { emit installed no; emit running no; exit 0; }
            emit installed yes; tool=firewall-cmd; scopes='runtime permanent'
            state=$(firewall-cmd --state 2>&1); case $? in
              0) emit running yes ;;
              252) emit running no; {} || exit 0; tool=firewall-offline-cmd; scopes=permanent ;;
              *) printf '%s\\n' "$state" >&2; exit 1 ;;
            esac
            zone={}; [ -n "$zone" ] || zone=$($tool --get-default-zone) || exit
            emit zone "$zone"
            set -- {}; for service; do
              [ -e "/etc/firewalld/services/$service.xml" ] ||
              [ -e "/usr/lib/firewalld/services/$service.xml" ] || emit unknown "$service"
            done
            for scope in $scopes; do
              flag=; [ "$tool $scope" = 'firewall-cmd permanent' ] && flag=--permanent
              rules=$($tool $flag --zone="$zone" --list-all 2>&1); case $? in
                0) emit "$scope.known" yes ;;
                112) emit "$scope.known" no ;;
                *) printf '%s\\n' "$rules" >&2; exit 1 ;;
              esac
              printf '%s\\n' "$rules" | awk -v scope="$scope" -F': ' '
                $1 ~ /^  (services|ports)$/ { print scope "." substr($1, 3) "=" $2 }'
            done""",
            want.offline(), want.zone(), want.services());
    if (want.open()) return Probe.of(Found.class, script);
    // first, since the script above may end early
    return Probe.of(Found.class, Attachment.question().then(script));
  }

  @Override
  public Plan plan(Args want, Found found) {
    if (!found.installed()) {
      return Plan.blocked(
          "this host has no firewalld",
          "install it with the module dnf, or leave this task out on hosts without a firewall");
    }
    if (!found.running() && !want.offline()) {
      return Plan.builder()
          .block(
              "firewalld is not running",
              "start it with the module systemd first",
              "or set `offline: true` to change what holds from its next start")
          .build();
    }
    String zone = found.zone().orElseThrow();
    Plan.Builder plan = Plan.builder();
    if (want.open()) {
      found.unknown().stream()
          .findFirst()
          .ifPresent(
              service ->
                  plan.block(
                      "firewalld has no service `" + service + "`",
                      "see `firewall-cmd --get-services`, or open its ports"));
    }
    if (want.permanent()) {
      String tool = found.running() ? "firewall-cmd --permanent" : "firewall-offline-cmd";
      hold(plan, want, zone, "permanent", found.permanent(), tool);
    }
    if (want.immediate() && found.running()) {
      hold(plan, want, zone, "runtime", found.runtime(), "firewall-cmd");
    }
    found.attachment().filter(Attachment::holds).ifPresent(a -> guard(want, found, a, plan));
    return plan.build();
  }

  private static void hold(
      Plan.Builder plan, Args want, String zone, String scope, Optional<Rules> rules, String tool) {
    Rules are = rules.filter(Rules::known).orElse(null);
    if (are == null) {
      plan.block(
          "no zone `" + zone + "` in the " + scope + " configuration of firewalld",
          scope.equals("runtime")
              ? "if it was made just now, reload firewalld"
              : "see `firewall-cmd --permanent --get-zones`");
      return;
    }
    boolean open = want.open();
    for (String service : want.services()) {
      Script fix =
          sh(tool + " --zone={} {} >/dev/null", zone, option(tool, open, "service") + service);
      plan.member(scope + " service", are.services(), service, open, fix);
    }
    for (String text : want.ports()) {
      Ports ports = Ports.of(text);
      boolean done = open ? ports.allIn(are.ranges()) : !ports.anyIn(are.ranges());
      if (done) continue;
      Script fix = sh(tool + " --zone={} {} >/dev/null", zone, option(tool, open, "port") + ports);
      plan.change(scope + " port " + ports, open ? "no" : "yes", open ? "yes" : "no", fix);
    }
  }

  /** A connection that is open stays so, but the cluster could not make it again. */
  private static void guard(Args want, Found found, Attachment cluster, Plan.Builder plan) {
    for (int port : cluster.ports()) {
      boolean shut =
          Stream.of(found.runtime(), found.permanent())
              .flatMap(Optional::stream)
              .anyMatch(rules -> rules.lets(port) && !rules.without(want).lets(port));
      if (shut) cluster.block(plan, "closing port " + port);
    }
  }

  /** firewall-offline-cmd keeps {@code --remove-service} for its oldest use; see its manual. */
  private static String option(String tool, boolean open, String kind) {
    if (open) return "--add-" + kind + "=";
    return tool.startsWith("firewall-offline") && kind.equals("service")
        ? "--remove-service-from-zone="
        : "--remove-" + kind + "=";
  }
}
