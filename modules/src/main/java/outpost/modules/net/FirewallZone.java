package outpost.modules.net;

import static outpost.api.Script.sh;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import outpost.api.Script;

/**
 * What one configuration of firewalld says of a zone, by the names that {@code --list-all} uses.
 *
 * @param known whether there is such a zone
 * @param held which of the rich rules that a task names it holds, by their places in the task:
 *     firewalld writes a rule in its own way, so it is asked for each
 */
record FirewallZone(
    boolean known,
    Optional<String> target,
    Set<String> services,
    Set<String> ports,
    Set<String> protocols,
    Set<String> sources,
    Set<String> interfaces,
    Set<String> icmpBlocks,
    Set<String> forwardPorts,
    Set<Integer> held,
    Optional<Boolean> masquerade,
    Optional<Boolean> forward,
    Optional<Boolean> icmpBlockInversion) {

  private static final int CLUSTER = 3121;
  private static final String CLUSTER_SERVICE = "high-availability";

  /**
   * Asks for a zone in both configurations, or in the files alone where firewalld does not run. Of
   * the exit statuses, 252 is "not running" and 112 "invalid zone"; see firewall-cmd(1).
   */
  static Script question(String zone, List<String> services, List<String> rules, boolean offline) {
    List<String> queries = rules.stream().map(rule -> "--query-rich-rule=" + rule).toList();
    return sh(
        """
        command -v firewall-cmd >/dev/null || { emit installed no; emit running no; exit 0; }
        emit installed yes; tool=firewall-cmd; zone={}
        look() {
          scope=$1; flag=$2; shift 2
          zone=${zone:-$($tool --get-default-zone)}
          list=$($tool ${flag:+"$flag"} ${zone:+"--zone=$zone"} --list-all); case $? in
            0) emit "$scope.known" yes ;;
            112) emit "$scope.known" no; return 0 ;;
            252) return 1 ;;
            *) exit 1 ;;
          esac
          printf '%s\\n' "$list" | awk -v scope="$scope." '
            /^  [^ \\t]/ {
              colon = index($0, ":"); key = substr($0, 3, colon - 3)
              value = substr($0, colon + 1); sub(/^ +/, "", value); print scope key "=" value
            }
            key == "forward-ports" && /^\\t/ { print scope key "=" $1 }'
          [ $# -gt 0 ] || return 0
          list=$($tool ${flag:+"$flag"} --zone="$zone" "$@"); [ $? -le 1 ] || exit 1
          printf '%s\\n' "$list" | awk -v key="$scope.held" '$NF == "yes" { print key "=" NR - 1 }'
        }
        set -- {}; for service; do
          [ -e "/etc/firewalld/services/$service.xml" ] ||
          [ -e "/usr/lib/firewalld/services/$service.xml" ] || emit unknown "$service"
        done
        set -- {}
        if look runtime '' "$@"; then emit running yes; look permanent --permanent "$@"
        else
          emit running no; {} || exit 0
          tool=firewall-offline-cmd; look permanent '' "$@"
        fi
        emit zone "$zone"; [ ! -e "/usr/lib/firewalld/zones/$zone.xml" ] || emit brought yes\
        """,
        zone, services, queries, offline);
  }

  private List<Ports> ranges() {
    return ports.stream().map(Ports::of).toList();
  }

  /** Whether it is as an item wants it: all of a range of ports there, or none of it. */
  boolean holds(FirewallItem item) {
    return switch (item.kind()) {
      case SERVICE -> services.contains(item.text()) == item.there();
      case PORT -> {
        Ports range = Ports.of(item.text());
        yield item.there() ? range.allIn(ranges()) : !range.anyIn(ranges());
      }
      case PROTOCOL -> protocols.contains(item.text()) == item.there();
      case FORWARD_PORT -> forwardPorts.contains(item.text()) == item.there();
      case RICH_RULE -> held.contains(item.place()) == item.there();
      case ICMP_BLOCK -> icmpBlocks.contains(item.text()) == item.there();
      case SOURCE -> sources.stream().anyMatch(item.text()::equalsIgnoreCase) == item.there();
      case INTERFACE -> interfaces.contains(item.text()) == item.there();
      case MASQUERADE -> masquerade.orElse(false) == item.there();
      case FORWARD -> forward.orElse(false) == item.there();
      case ICMP_BLOCK_INVERSION -> icmpBlockInversion.orElse(false) == item.there();
    };
  }

  /** Whether a connection to a port gets in, by its number or by the service of clusters. */
  boolean lets(int port) {
    return lets(port, List.of());
  }

  /** Whether one would get in once the items are as they are wanted. */
  boolean lets(int port, Collection<FirewallItem> items) {
    List<FirewallItem> gone = items.stream().filter(item -> !item.there()).toList();
    Ports one = new Ports(port, port, "tcp");
    boolean open =
        one.allIn(ranges())
            && gone.stream()
                .filter(item -> item.kind() == FirewallItem.Kind.PORT)
                .noneMatch(item -> one.anyIn(closed(Ports.of(item.text()))));
    boolean served =
        port == CLUSTER
            && services.contains(CLUSTER_SERVICE)
            && gone.stream().noneMatch(item -> item.text().equals(CLUSTER_SERVICE));
    return open || served;
  }

  /** Returns the ranges that go with one: firewalld takes a range away as a whole. */
  private List<Ports> closed(Ports range) {
    return ranges().stream().filter(each -> each.anyIn(List.of(range))).toList();
  }
}
