package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One inventory may have several clusters: a run is about one of them, and leaves the others. */
class SeveralClustersTest {
  private final Lab east = Labs.shared();
  private final Lab west = Labs.second();
  private final Host eastern = east.addBlank();
  private final Host western = west.addBlank();

  @AfterEach
  void removeTheHosts() {
    east.remove(eastern);
    west.remove(western);
  }

  @Test
  void aRunIsAboutTheGroupsThatItNames(@TempDir Path folder) throws IOException {
    Path inventory =
        Files.writeString(
            folder.resolve("both.yml"),
            "all:\n  children:\n" + groups("east", east, eastern) + groups("west", west, western));
    String untouched = east.cib();

    Result added = add(inventory, "west");
    assertEquals(0, added.status(), added::all);
    RemoteNodes.assertOnline(west, western);
    assertEquals(untouched, east.cib());

    untouched = west.cib();
    added = add(inventory, "east");
    assertEquals(0, added.status(), added::all);
    RemoteNodes.assertOnline(east, eastern);
    assertEquals(untouched, west.cib());

    Events.of(add(inventory, "east", "--output", "jsonl")).assertNothingChanged();

    Path tasks =
        Files.writeString(
            folder.resolve("work.yml"), "- copy: {dest: /etc/maintained, content: done}\n");
    untouched = east.cib();
    Result maintained = maintain(inventory, "west", tasks);
    assertEquals(0, maintained.status(), maintained::all);
    assertEquals("done", western.read("/etc/maintained"));
    RemoteNodes.assertOnline(west, western);
    assertEquals(untouched, east.cib());
    assertFalse(eastern.holds("test -e /etc/maintained"));

    Events.of(maintain(inventory, "west", tasks, "--output", "jsonl")).assertNothingChanged();
    RemoteNodes.assertNothingFenced(east);
    RemoteNodes.assertNothingFenced(west);
  }

  private Result add(Path inventory, String cluster, String... options) {
    return run(RemoteNodes.PLAYBOOK, inventory, cluster, options);
  }

  private Result maintain(Path inventory, String cluster, Path tasks, String... options) {
    Stream<String> work = Stream.of("-e", "maintenance_tasks=" + tasks);
    return run(
        "playbooks/rolling-maintenance.yml",
        inventory,
        cluster,
        Stream.concat(work, Stream.of(options)).toArray(String[]::new));
  }

  private Result run(String playbook, Path inventory, String cluster, String... options) {
    Stream<String> call =
        Stream.of(
            "-i",
            inventory.toString(),
            playbook,
            "-e",
            "cluster=" + cluster,
            "-e",
            "remotes=" + cluster + "_remotes");
    return east.engine(Stream.concat(call, Stream.of(options)).toArray(String[]::new));
  }

  /** Two groups: hosts of both labs have the same names, so here each bears its cluster's. */
  private static String groups(String cluster, Lab lab, Host remote) {
    return group(cluster, cluster, lab, lab.cluster())
        + group(cluster + "_remotes", cluster, lab, List.of(remote));
  }

  private static String group(String name, String cluster, Lab lab, List<Host> hosts) {
    return """
            %s:
              vars:
                ansible_user: root
                ansible_ssh_private_key_file: %s
                ansible_ssh_common_args: -o UserKnownHostsFile=%s
                hacluster_password: %s
              hosts:
        %s"""
        .formatted(
            name,
            lab.folder().resolve("key"),
            lab.folder().resolve("known_hosts"),
            lab.haclusterPassword(),
            hosts.stream()
                .map(
                    host ->
                        "        %s-%s: {ansible_host: %s, remote_name: %s}\n"
                            .formatted(cluster, host.name(), host.address(), host.name()))
                .collect(Collectors.joining()));
  }
}
