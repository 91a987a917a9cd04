package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The shipped playbook against the shared cluster, and the cluster's own word on what came of it.
 */
final class RemoteNodes {
  static final String PLAYBOOK = "playbooks/add-remote.yml";
  private static final Pattern ONLINE = Pattern.compile("RemoteOnline: \\[ (.*) ]");

  private static final Pattern MARK = Pattern.compile("outpost-(?!authkey)");

  private RemoteNodes() {}

  /** Has some of the blank hosts be remote nodes. */
  static void join(Lab lab, List<Host> hosts) {
    Result run = add(lab, "root", hosts);
    assertEquals(0, run.status(), run::all);
  }

  /** Runs the playbook for some of the blank hosts. */
  static Result add(Lab lab, String user, List<Host> hosts, String... options) {
    return lab.engine(arguments(lab, user, hosts, options));
  }

  static String[] arguments(Lab lab, String user, List<Host> hosts, String... options) {
    return arguments(lab, PLAYBOOK, user, hosts, options);
  }

  /** What the engine is called with to run another playbook for some of the hosts. */
  static String[] call(String playbook, Lab lab, List<Host> hosts, String... options) {
    return arguments(lab, playbook, "root", hosts, options);
  }

  private static String[] arguments(
      Lab lab, String playbook, String user, List<Host> hosts, String... options) {
    String file = hosts.stream().map(Host::name).collect(Collectors.joining("-")) + ".yml";
    String inventory = lab.inventory(file, user, hosts.toArray(Host[]::new)).toString();
    return Stream.concat(Stream.of("-i", inventory, playbook), Stream.of(options))
        .toArray(String[]::new);
  }

  /** The cluster's own status has them under RemoteOnline, and nothing failed. */
  static void assertOnline(Lab lab, Host... hosts) {
    String status = lab.clusterSays("crm_mon -1 -r");
    Matcher online = ONLINE.matcher(status);
    assertTrue(online.find(), status);
    TreeSet<String> names = new TreeSet<>(List.of(online.group(1).split(" ")));
    for (Host host : hosts) assertTrue(names.contains(host.name()), status);
    assertTrue(!status.contains("Failed"), status);
  }

  /** The cause is the one thing that is told, and the cluster's configuration is as it was. */
  static void assertTold(String cause, Lab lab, List<Host> hosts, String... options) {
    String before = configuration(lab);

    Result run = add(lab, "root", hosts, options);

    assertEquals(2, run.status(), run::all);
    assertTrue(run.out().contains(cause), run::all);
    List<String> failures =
        run.out().lines().filter(line -> line.startsWith("failed: ")).skip(1).toList();
    assertTrue(failures.stream().allMatch(line -> line.contains("in the same way")), run::all);
    assertEquals(before, configuration(lab));
  }

  /** Without the time of the last cleanup, which Pacemaker keeps there. */
  private static String configuration(Lab lab) {
    return lab.cib()
        .lines()
        .filter(line -> !line.contains("last-lrm-refresh"))
        .collect(Collectors.joining("\n"));
  }

  /** A blank host with all that a remote node needs, and that no cluster uses. */
  static Host prepared(Lab lab) {
    Host host = lab.addBlank();
    host.must("dnf install -y pacemaker-remote resource-agents pcs");
    host.must(
        "install -d -g haclient -m 0750 /etc/pacemaker && echo "
            + key(lab)
            + " | base64 -d > /etc/pacemaker/authkey");
    host.must(
        "chown hacluster:haclient /etc/pacemaker/authkey && chmod 0400 /etc/pacemaker/authkey");
    host.must(
        "firewall-cmd -q --permanent --add-service=high-availability && firewall-cmd -q --reload");
    host.must("systemctl -q enable --now pacemaker_remote");
    return host;
  }

  /** The key of the cluster, in Base64. */
  static String key(Lab lab) {
    return lab.cluster().get(0).must("base64 -w0 /etc/pacemaker/authkey");
  }

  /** No mark, quarantine or probe of a run is left; the name of the last key rotation stays. */
  static void assertNothingLeft(Lab lab) {
    String cib = lab.cib();
    assertFalse(MARK.matcher(cib).find(), cib);
  }

  static void assertNothingFenced(Lab lab) {
    assertEquals(List.of(), lab.fenceCalls());
  }

  /** What of the cluster's configuration has a host's name in it, with its address left out. */
  static String configurationOf(Lab lab, Host host) {
    return lab.cib()
        .lines()
        .filter(line -> line.contains(host.name()))
        .map(line -> line.replace(host.address(), "ADDRESS").replace(host.name(), "HOST").strip())
        .collect(Collectors.joining("\n"));
  }
}
