package outpost.lab;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Nodes that a cluster has lost, and a cluster that has lost its quorum: what is wrong is told, and
 * what can be mended is. The nodes are fenced here, by an agent that only writes that down: that is
 * what a cluster with fencing does about them.
 */
@EveryRelease
class LostNodesTest {
  private static Lab lab;
  private static List<Host> hosts;

  @BeforeAll
  static void join() {
    lab = Labs.second();
    hosts = Stream.generate(lab::addBlank).limit(3).toList();
    RemoteNodes.join(lab, hosts);
  }

  @AfterAll
  static void removeTheHosts() {
    lab.remove(hosts);
  }

  @Test
  void aLostLinkIsToldAndTheNextRunHealsItAndWhatCrashedAndWhatWasStopped() {
    Host cut = hosts.get(0);
    Host crashed = hosts.get(1);
    Host stopped = hosts.get(2);
    int before = lab.fenceCalls().size();
    Fault.PORT_DROPPED.on(cut);
    crashed.must("kill -9 $(systemctl show -P MainPID pacemaker_remote)");
    Fault.DAEMON_STOPPED.on(stopped);
    Host.await(300, "all three are lost", () -> fenced(before).size() == 3);

    RemoteNodes.assertTold(
        "port 3121 of `%s` is dropped on the path from cluster node `n1`".formatted(cut.name()),
        lab,
        hosts);

    Fault.PORT_DROPPED.mend(cut);
    RemoteNodes.join(lab, hosts);
    RemoteNodes.assertOnline(lab, cut, crashed, stopped);
  }

  private static List<String> fenced(int before) {
    return lab.fenceCalls().stream()
        .skip(before)
        .map(call -> call.substring(call.lastIndexOf(' ') + 1))
        .filter(hosts.stream().map(Host::name).toList()::contains)
        .distinct()
        .toList();
  }

  @Test
  void aClusterWithoutQuorumIsTold() {
    votes(5, "WITHOUT");
    try {
      RemoteNodes.assertTold("the cluster is not healthy: it has no quorum", lab, hosts);
    } finally {
      votes(2, "with");
    }
  }

  /** Has the two nodes expect so many votes; there are two. */
  private static void votes(int expected, String quorum) {
    for (Host node : lab.cluster()) {
      node.must("corosync-cmapctl -s quorum.two_node u8 " + (expected == 2 ? 1 : 0));
      node.must("corosync-cmapctl -s quorum.expected_votes u32 " + expected);
    }
    lab.cluster().get(0).await(60, "crm_mon -1 | grep -q 'partition " + quorum + " quorum'");
  }
}
