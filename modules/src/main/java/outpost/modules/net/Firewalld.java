package outpost.modules.net;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Content;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;
import outpost.modules.cluster.Attachment;
import outpost.modules.net.FirewallItem.Kind;

/**
 * Brings a zone of firewalld to hold what a task names, now and for good.
 *
 * <p>Ansible's module of this name takes one thing at a time, and by default changes the running
 * firewall alone, so that the next boot closes what a playbook has opened: this one takes lists,
 * and does both. What only the permanent configuration can be told, a zone and its target, comes to
 * the running firewall by a reload, unless {@code immediate: false} says that it may wait.
 */
@Doc(
    "Manages zones of firewalld and what they let in, in the running firewall and for good; a new"
        + " zone or target comes to the running firewall by a reload of it.")
public final class Firewalld implements Module<Firewalld.Args, Firewalld.Found> {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");
  private static final Set<String> TARGETS = Set.of("default", "ACCEPT", "DROP", "%%REJECT%%");

  /** What a task asks for. */
  public record Args(
      @Arg(value = "The zone; firewalld's default zone when empty.", def = "\"\"") String zone,
      @Arg(
              value = "Services by their firewalld names, such as `high-availability`.",
              def = "[]",
              alias = "service")
          List<String> services,
      @Arg(value = "Ports as `3121/tcp` or `5405-5412/udp`.", def = "[]", alias = "port")
          List<String> ports,
      @Arg(value = "Protocols by their names in `/etc/protocols`.", def = "[]", alias = "protocol")
          List<String> protocols,
      @Arg(value = "Ports whose connections are handed on.", def = "[]", alias = "port_forwards")
          List<ForwardPort> portForward,
      @Arg(value = "Rich rules, see firewalld.richlanguage(5).", def = "[]", alias = "rich_rule")
          List<Content> richRules,
      @Arg(value = "ICMP types that are blocked.", def = "[]", alias = "icmp_block")
          List<String> icmpBlocks,
      @Arg(
              value =
                  "Senders whose packets the zone is for: networks, MAC addresses, `ipset:NAME`.",
              def = "[]",
              alias = "source")
          List<String> sources,
      @Arg(value = "Interfaces whose packets the zone is for.", def = "[]", alias = "interface")
          List<String> interfaces,
      @Arg("Whether IPv4 packets leave with the host's own address.") Optional<Boolean> masquerade,
      @Arg("Whether packets pass between the zone's interfaces and sources.")
          Optional<Boolean> forward,
      @Arg("Whether the ICMP types named are the only ones let in.")
          Optional<Boolean> icmpBlockInversion,
      @Arg("What becomes of packets that no rule is for: `default`, `ACCEPT`, `DROP`, `REJECT`.")
          Optional<String> target,
      @Arg(
              "Whether it is so (`enabled`, `present`) or not (`disabled`, `absent`); where nothing"
                  + " but a zone is named, whether there is that zone (`present`, `absent`).")
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
          boolean offline,
      @Arg(
              value =
                  "After how many seconds what is enabled in the running firewall ends; 0: never.",
              def = "0")
          int timeout) {
    public Args {
      target = target.map(word -> word.equals("REJECT") ? "%%REJECT%%" : word);
      if (!zone.isEmpty() && !NAME.matcher(zone).matches()) {
        throw new BadArg(
            "zone", "`" + zone + "` is not a zone's name", "see `firewall-cmd --get-zones`");
      }
      if (target.filter(word -> !TARGETS.contains(word)).isPresent()) {
        throw new BadArg(
            "target", "`" + target.get() + "` is no target", "use default, ACCEPT, DROP or REJECT");
      }
      Kind.SERVICE.check("services", services);
      ports.forEach(Ports::of);
      Kind.PROTOCOL.check("protocols", protocols);
      Kind.RICH_RULE.check("richRules", texts(richRules));
      Kind.ICMP_BLOCK.check("icmpBlocks", icmpBlocks);
      Kind.SOURCE.check("sources", sources);
      Kind.INTERFACE.check("interfaces", interfaces);
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
      if (timeout != 0 && (timeout < 0 || permanent)) {
        throw new BadArg(
            "timeout", "what ends after a time cannot be permanent", "set `permanent: false`");
      }
      boolean bare =
          Stream.of(
                      services,
                      ports,
                      protocols,
                      portForward,
                      richRules,
                      icmpBlocks,
                      sources,
                      interfaces)
                  .allMatch(List::isEmpty)
              && Stream.of(masquerade, forward, icmpBlockInversion).allMatch(Optional::isEmpty);
      boolean words = state == State.ENABLED || state == State.DISABLED;
      if (bare && target.isEmpty() && (zone.isEmpty() || words)) {
        throw new BadArg(
            "services",
            "nothing is named",
            "name `services`, `ports` or another thing; a zone itself is present or absent");
      }
      if (!permanent && (target.isPresent() || bare)) {
        throw new BadArg(
            "permanent",
            "zones and their targets are made in the permanent configuration",
            "drop `permanent: false`");
      }
    }

    /** A secret would be seen in the command line: it is refused as no rule. */
    private static List<String> texts(List<Content> rules) {
      return rules.stream().map(r -> r.secret() ? "***" : r.text().revealText()).toList();
    }

    boolean on() {
      return state == State.ENABLED || state == State.PRESENT;
    }

    List<FirewallItem> items() {
      List<String> handedOn = portForward.stream().map(ForwardPort::toString).toList();
      List<String> senders = sources.stream().map(FirewallItem::sender).toList();
      List<String> ranges = ports.stream().map(port -> Ports.of(port).toString()).toList();
      return Stream.of(
              FirewallItem.all(Kind.SERVICE, services, on()),
              FirewallItem.all(Kind.PORT, ranges, on()),
              FirewallItem.all(Kind.PROTOCOL, protocols, on()),
              FirewallItem.all(Kind.FORWARD_PORT, handedOn, on()),
              FirewallItem.all(Kind.RICH_RULE, texts(richRules), on()),
              FirewallItem.all(Kind.ICMP_BLOCK, icmpBlocks, on()),
              FirewallItem.all(Kind.SOURCE, senders, on()),
              FirewallItem.all(Kind.INTERFACE, interfaces, on()),
              FirewallItem.one(Kind.MASQUERADE, masquerade, on()),
              FirewallItem.one(Kind.FORWARD, forward, on()),
              FirewallItem.one(Kind.ICMP_BLOCK_INVERSION, icmpBlockInversion, on()))
          .flatMap(items -> items)
          .toList();
    }
  }

  /** In firewalld's words and in those of all modules. */
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
   * @param brought whether firewalld brings the zone along, so that it cannot go
   * @param unknown services that firewalld has no definition of
   * @param runtime the running rules; empty if it does not run
   * @param permanent the rules on the disk; empty if they were not read
   * @param attachment clusters whose connection comes in by these rules
   */
  public record Found(
      boolean installed,
      boolean running,
      Optional<String> zone,
      Optional<Boolean> brought,
      Set<String> unknown,
      Optional<FirewallZone> runtime,
      Optional<FirewallZone> permanent,
      Optional<Attachment> attachment) {}

  @Override
  public Probe<Found> probe(Args want) {
    List<String> rules =
        want.items().stream()
            .filter(item -> item.kind() == Kind.RICH_RULE)
            .map(FirewallItem::text)
            .toList();
    Script script = FirewallZone.question(want.zone(), want.services(), rules, want.offline());
    return Probe.of(Found.class, FirewallGuard.asked(!want.on(), script));
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
    return new FirewallEdit(want, found).plan();
  }
}
