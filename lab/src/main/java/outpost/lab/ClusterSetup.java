package outpost.lab;

import java.util.List;
import java.util.stream.Collectors;

/** Makes a Pacemaker cluster of booted nodes, with fencing enabled before its first start. */
final class ClusterSetup {
  private static final String PASSWORD_FILE = "/root/.hacluster";

  private final List<Host> nodes;
  private final String password;

  ClusterSetup(List<Host> nodes, String password) {
    this.nodes = nodes;
    this.password = password;
  }

  void run() {
    String names = nodes.stream().map(Host::name).collect(Collectors.joining(" "));
    Host first = nodes.get(0);
    for (Host node : nodes) {
      node.put(PASSWORD_FILE, "hacluster:" + password + "\n", 0600);
      node.must("chpasswd < " + PASSWORD_FILE + " && rm " + PASSWORD_FILE);
    }
    first.put(PASSWORD_FILE, password + "\n", 0600);
    // pcsd is active a moment before it answers
    first.await(120, "pcs host auth " + names + " -u hacluster < " + PASSWORD_FILE);
    first.must("rm " + PASSWORD_FILE);
    first.must("pcs cluster setup lab " + names + " --enable");
    nodes.parallelStream().forEach(node -> node.must(FIRST_CONFIGURATION));
    first.must("pcs cluster start --all");
    first.await(240, "crm_mon -1 2>/dev/null | grep -q 'Online: \\[ " + names + " \\]'");
    first.await(120, "crm_mon -1 2>/dev/null | grep -q 'fencing.*Started'");
  }

  /*
   * Laid down before the first start: fencing is on from the first moment, by a device for nodes of
   * any name, and nobody waits the usual 20 s for a DC. The nodes are named, as pcs numbers them: a
   * fencer of Pacemaker 3.0.0 that does not find its node takes no device, until the next change.
   */
  private static final String FIRST_CONFIGURATION =
      "set -e; cib=/root/cib.xml; cibadmin --empty > $cib;"
          + " pcs -f $cib property set dc-deadtime=2s stonith-enabled=true;"
          + " pcs -f $cib stonith create fencing fence_lab pcmk_host_check=none;"
          + " CIB_file=$cib cibadmin --modify --scope nodes --xml-text"
          + " '<nodes><node id=\"1\" uname=\"n1\"/><node id=\"2\" uname=\"n2\"/></nodes>';"
          + " install -o hacluster -g haclient -m 600 $cib /var/lib/pacemaker/cib/cib.xml;"
          + " rm $cib";
}
