package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The shipped playbooks for guest nodes against the shared cluster. Blank hosts are the machines;
 * what starts and stops them is a stand-in, a resource that only says that it runs.
 */
final class GuestNodes {
  /** What the nodes' names begin with; the host's follows. */
  static final String NODE = "guest-";

  private static final String ADD = "playbooks/add-guest.yml";
  private static final String REMOVE = "playbooks/remove-guest.yml";

  private GuestNodes() {}

  /** The node's name in the cluster, which is not the host's. */
  static String node(Host host) {
    return NODE + host.name();
  }

  /** The resource that is the machine. */
  static String machine(Host host) {
    return "vm-" + host.name();
  }

  /** Makes the resources that are the machines, and waits until they run. */
  static void start(Lab lab, List<Host> hosts) {
    for (Host host : hosts) {
      lab.clusterSays(
          "pcs resource create %s ocf:pacemaker:Dummy meta resource-stickiness=1000 --wait=120"
              .formatted(machine(host)));
    }
  }

  /** Takes all of it out of the cluster, whatever state it is in. */
  static void clear(Lab lab, List<Host> hosts) {
    for (Host host : hosts) {
      if (lab.cib().contains("<primitive id=\"" + machine(host) + "\"")) {
        lab.clusterSays("pcs resource disable " + machine(host) + " --wait=120");
        lab.clusterSays("cibadmin --delete --xpath \"//primitive[@id='" + machine(host) + "']\"");
      }
      lab.clusterSays("crm_node --force --remove " + node(host));
      lab.remove(host);
    }
  }

  static String[] add(Lab lab, List<Host> hosts, String... options) {
    return arguments(lab, ADD, hosts, options);
  }

  static String[] remove(Lab lab, List<Host> hosts, String... options) {
    return arguments(
        lab,
        REMOVE,
        hosts,
        Stream.concat(Stream.of("-e", "leaving=guests"), Stream.of(options))
            .toArray(String[]::new));
  }

  private static String[] arguments(Lab lab, String playbook, List<Host> hosts, String... options) {
    return Stream.concat(
            Stream.of("-i", inventory(lab, hosts).toString(), playbook), Stream.of(options))
        .toArray(String[]::new);
  }

  /** Every second guest node is on a port of its own. */
  private static Path inventory(Lab lab, List<Host> hosts) {
    String file = "guests-" + hosts.stream().map(Host::name).collect(Collectors.joining("-"));
    Path inventory = lab.inventory(file + ".yml", "root", hosts.toArray(Host[]::new));
    try {
      String text = Files.readString(inventory).replace("    remotes:", "    guests:");
      for (int i = 0; i < hosts.size(); i++) {
        Host host = hosts.get(i);
        text =
            text.replace(
                "        " + host.name() + ":\n",
                "        %s:\n          guest_name: %s\n          guest_resource: %s\n%s"
                    .formatted(
                        host.name(),
                        node(host),
                        machine(host),
                        i % 2 == 1 ? "          guest_port: 3131\n" : ""));
      }
      return Files.writeString(inventory, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The cluster's own status has them under GuestOnline, and nothing failed. */
  static void assertOnline(Lab lab, List<Host> hosts) {
    String status = lab.clusterSays("crm_mon -1 -r");
    List<String> online =
        status
            .lines()
            .filter(line -> line.contains("GuestOnline: ["))
            .flatMap(line -> Stream.of(line.replaceAll(".*\\[ | \\].*", "").split(" ")))
            .toList();
    assertTrue(online.containsAll(hosts.stream().map(GuestNodes::node).toList()), status);
    assertTrue(!status.contains("Failed"), status);
  }

  /** Nothing in the cluster knows the nodes any more, and the machines run. */
  static void assertGone(Lab lab, List<Host> hosts) {
    String cib = lab.clusterSays("cibadmin --query");
    String status = lab.clusterSays("crm_mon -1 -r");
    for (Host host : hosts) {
      assertTrue(!cib.contains("\"" + node(host) + "\""), cib);
      assertTrue(
          status.lines().anyMatch(l -> l.contains(" " + machine(host)) && l.contains("Started")),
          status);
    }
    RemoteNodes.assertNothingLeft(lab);
  }
}
