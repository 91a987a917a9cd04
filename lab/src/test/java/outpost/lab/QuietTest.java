package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever completes a TLS handshake with an integrated node throws its cluster out. So a run never
 * does, however often it looks.
 */
class QuietTest {
  private static final String VERIFY =
      """
      - name: Look at the nodes
        hosts: cluster
        become: true
        tasks:
          - name: The nodes are what they should be
            run_once: true
            pacemaker_verify:
              nodes: ${groups.remotes}
              cluster: ${groups.cluster}
      """;

  /** What a node's daemon logs of whoever completes a handshake. */
  private static final String ACCEPTED = "Remote client connection accepted";

  private final Lab lab = Labs.shared();
  private Host host;

  @BeforeEach
  void integrateAHost() {
    host = lab.addBlank();
    RemoteNodes.join(lab, List.of(host));
  }

  @AfterEach
  void removeIt() {
    lab.remove(host);
  }

  @Test
  void tenLooksAtAnIntegratedNodeGoUnnoticed(@TempDir Path folder) throws IOException {
    Path playbook = Files.writeString(folder.resolve("verify.yml"), VERIFY);
    String inventory = lab.inventory("quiet.yml", "root", host).toString();
    String cluster = lab.clusterLog();
    String node = host.read("/var/log/pacemaker/pacemaker.log");
    String session = session();
    assertTrue(node.contains(ACCEPTED), "the cluster's own session was logged like this");

    for (int run = 1; run <= 10; run++) {
      Result look = lab.engine("--output", "jsonl", "-i", inventory, playbook.toString());
      assertEquals(0, look.status(), look::all);
      assertTrue(look.out().contains("key proven from n1, n2"), look::all);
    }
    RemoteNodes.join(lab, List.of(host));

    assertEquals(session, session(), "the connection is the same one as before");
    String seen = host.read("/var/log/pacemaker/pacemaker.log").substring(node.length());
    assertTrue(seen.contains("TLS handshake"), "each look reached the daemon, and broke off");
    assertFalse(seen.contains(ACCEPTED), seen);
    assertFalse(lab.clusterLog().contains("unexpected client takeover"));
    assertFalse(lab.clusterLog().substring(cluster.length()).contains("Lost connection"));
    RemoteNodes.assertOnline(lab, host);
    RemoteNodes.assertNothingFenced(lab);
  }

  /** Both ends of what is connected to the daemon. */
  private String session() {
    return host.must("ss -Htn state established '( sport = :3121 )' | awk '{ print $3, $4 }'");
  }
}
