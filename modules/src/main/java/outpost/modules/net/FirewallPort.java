package outpost.modules.net;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;
import outpost.modules.cluster.Attachment;

/** Opens and closes ports in a firewall that is nftables' or iptables' own configuration. */
@Doc(
    "Opens ports, and closes them again, on hosts whose firewall is the configuration of nftables"
        + " or iptables, in the running firewall and for good.")
public final class FirewallPort implements Module<FirewallPort.Args, FirewallPort.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg(value = "Ports as `3121/tcp` or `5405-5412/udp`.", alias = "port") List<String> ports,
      @Arg(
              value =
                  "Whether they are let in, before all other rules (`present`), or no longer by a"
                      + " rule of this module (`absent`).",
              def = "present")
          State state) {
    public Args {
      if (ports.isEmpty()) throw new BadArg("ports", "no port is named", "write it as 3121/tcp");
      ports.forEach(Ports::of);
    }

    boolean open() {
      return state == State.PRESENT;
    }
  }

  /** Let in by this module, or not. */
  public enum State {
    PRESENT,
    ABSENT
  }

  /** Whose rules a host's firewall is made of. */
  public enum Keeper {
    FIREWALLD,
    NFTABLES,
    IPTABLES,
    /** Nothing filters what comes in. */
    NONE,
    /** Something does, and no service is there that would do so again after a boot. */
    UNKNOWN
  }

  /**
   * What the host says.
   *
   * @param rules by the tool that shows and changes them
   * @param attachment clusters whose connection may come in by them
   */
  public record Found(Keeper keeper, Map<String, Rules> rules, Optional<Attachment> attachment) {}

  /**
   * The rules of one tool; those of this module are known by their comment.
   *
   * @param file where they are read at each boot
   * @param chains that filter what comes in, as {@code FAMILY/TABLE/CHAIN}
   * @param runtime the ports that rules of this module let in now
   * @param permanent the same at each boot
   */
  public record Rules(
      Optional<String> file, Set<String> chains, Set<String> runtime, Set<String> permanent) {}

  @Override
  public Probe<Found> probe(Args want) {
    Script script =
        Script.raw( // constant text
            """
            is() { systemctl is-active -q "$1" || systemctl is-enabled -q "$1"; } 2>/dev/null
            ours() { sed -n 's/^.*comment[ =]"outpost \\([^"]*\\)".*$/\\1/p' | tr '\\n' ' '; }
            chains() {
              nft list ruleset 2>/dev/null | awk '
                $1 == "table" { table = $2 "/" $3 } $1 == "chain" { chain = $2 }
                /type filter hook input/ { print table "/" chain }' | tr '\\n' ' '
            }
            if systemctl is-active -q firewalld; then emit keeper firewalld
            elif is nftables; then
              emit keeper nftables
              file=$(systemctl show -p ExecStart nftables | grep -o '/etc/[^ ";]*nftables.conf' | head -n 1)
              emit rules.nft.file "$file"
              emit rules.nft.chains "$(chains)"
              emit rules.nft.runtime "$(nft list ruleset | ours)"
              emit rules.nft.permanent "$(ours < "${file:-/dev/null}")"
            elif is iptables || is netfilter-persistent; then
              emit keeper iptables
              for pair in iptables:/etc/sysconfig/iptables ip6tables:/etc/sysconfig/ip6tables \\
                iptables:/etc/iptables/rules.v4 ip6tables:/etc/iptables/rules.v6; do
                tool=${pair%%:*} file=${pair#*:}
                [ -f "$file" ] || continue
                emit "rules.$tool.file" "$file"
                emit "rules.$tool.runtime" "$($tool -w -S INPUT | sed 's/--comment/comment/' | ours)"
                emit "rules.$tool.permanent" "$(sed 's/--comment/comment/' "$file" | ours)"
              done
            elif [ -n "$(chains)" ]; then emit keeper unknown
            else emit keeper none
            fi\
            """);
    return Probe.of(Found.class, FirewallGuard.asked(!want.open(), script));
  }

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan =
        Plan.builder().result("keeper", found.keeper().name().toLowerCase(java.util.Locale.ROOT));
    switch (found.keeper()) {
      case FIREWALLD ->
          plan.block("the firewall of this host is firewalld's", "use the module firewalld");
      case UNKNOWN ->
          plan.block(
              "something filters what comes in, but neither nftables nor iptables is a service"
                  + " here",
              "whatever made these rules is to open the ports");
      case NONE -> plan.note("nothing on this host filters what comes in");
      case NFTABLES, IPTABLES -> {
        if (found.rules().isEmpty()) {
          plan.block("iptables has no file of rules on this host", "save its rules once");
        }
        found.rules().forEach((tool, rules) -> hold(plan, want, tool, rules));
        if (!want.open()) guard(plan, want, found);
      }
    }
    return plan.build();
  }

  private static void hold(Plan.Builder plan, Args want, String tool, Rules rules) {
    if (rules.file().isEmpty()) {
      plan.block(
          "the service nftables names no file of rules", "give it one, as it has by default");
      return;
    }
    if (tool.equals("nft") && rules.chains().size() != 1) {
      plan.block(
          rules.chains().isEmpty()
              ? "nftables is a service here, but no chain filters what comes in"
              : "more than one chain filters what comes in: " + String.join(", ", rules.chains()),
          "open the ports in " + rules.file().get());
      return;
    }
    PortRule rule =
        tool.equals("nft")
            ? new PortRule.Nft(rules.chains().iterator().next())
            : new PortRule.Tables(tool);
    for (String text : want.ports()) {
      Ports ports = Ports.of(text);
      String file = rules.file().get();
      plan.member(
          tool + " permanent",
          rules.permanent(),
          text,
          want.open(),
          rule.permanent(ports, file, want.open()));
      plan.member(
          tool + " runtime", rules.runtime(), text, want.open(), rule.runtime(ports, want.open()));
    }
  }

  private static void guard(Plan.Builder plan, Args want, Found found) {
    List<Ports> closed = want.ports().stream().map(Ports::of).toList();
    boolean there =
        found.rules().values().stream()
            .anyMatch(r -> want.ports().stream().anyMatch(r.runtime()::contains));
    FirewallGuard.hold(
        plan, found.attachment(), port -> there && new Ports(port, port, "tcp").anyIn(closed));
  }
}
