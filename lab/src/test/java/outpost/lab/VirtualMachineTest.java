package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real virtual machine, emulated in software, is a guest node for a while. */
class VirtualMachineTest {
  private static final String MACHINE = "machine1";
  private static final String NODE = "guest1";
  private static final String RESOURCE = "machine-vm";
  private static final String BOOTED = "cat /proc/sys/kernel/random/boot_id";

  /** Software emulation is slow, and slower on a machine that is busy. */
  private static final int SECONDS = 900;

  private final Proof proof =
      new Proof(
          "A virtual machine as a guest node",
          """
          A machine of libvirt, emulated in software, on a cluster of two nodes with fencing enabled. All of this is one run of
          `lab/test --full --only VirtualMachineTest`, which asserts what is to be seen here;
          lines that only tell what is waited for are left out.""");
  private Lab lab;
  private Machine machine;
  private String inventory;

  @Test
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void aMachineBecomesAGuestNodeIsUsedMaintainedAndAPlainMachineAgain() throws IOException {
    assumeTrue(Profile.also("a virtual machine as a guest node"));
    lab = Labs.virtual();
    machine = lab.addMachine(MACHINE);
    inventory = inventory();

    aGroupOfTheClusterRunsIt();
    itBecomesAGuestNodeWithoutAStop();
    resourcesRunWithinIt();
    itIsMaintained();
    itBecomesAPlainMachineWithoutAStop();

    RemoteNodes.assertNothingFenced(lab);
    proof.write("guest-node.md");
    removeTheMachine();
  }

  private void aGroupOfTheClusterRunsIt() {
    succeeds("The virtual machine is a resource", ours("machine.yml"));
    Host.await(SECONDS, MACHINE + " answers", () -> machine.run("true").ok());
    changesNothing("A second run changes nothing", ours("machine.yml"));
    proof.says("n2", "virsh list", lab.host("n2")::must);
  }

  private void itBecomesAGuestNodeWithoutAStop() {
    String booted = machine.must(BOOTED);

    succeeds("It becomes a guest node", "playbooks/add-guest.yml");

    assertEquals(booted, machine.must(BOOTED));
    assertTrue(status().contains("GuestOnline: [ " + NODE + " ]"));
    changesNothing("A second run changes nothing", "playbooks/add-guest.yml");
    assertEquals(booted, machine.must(BOOTED));
  }

  private void resourcesRunWithinIt() {
    succeeds("Resources run within it, alone and in a group", ours("services.yml"));
    awaitServicesWithin();
    status();
    proof.says(MACHINE, "ls /run/Dummy-*", machine::must);
  }

  private void itIsMaintained() {
    String booted = machine.must(BOOTED);
    String cib = lab.cib();
    String[] maintenance = {
      "playbooks/rolling-maintenance.yml",
      "-e",
      "maintenance_tasks=../" + ours("work.yml"),
      "-e",
      "stamp=maintained"
    };

    succeeds(
        "What maintenance would do",
        Stream.concat(Stream.of(maintenance), Stream.of("--check")).toArray(String[]::new));
    assertEquals(cib, lab.cib());
    assertEquals(booted, machine.must(BOOTED));

    succeeds("Maintenance", maintenance);

    assertEquals("maintained\n", machine.must("cat /etc/maintained"));
    assertNotEquals(booted, machine.must(BOOTED), "it was stopped, as the guide has it");
    assertFalse(lab.cib().contains("outpost"), lab::cib);
    assertEquals(List.of("n2"), runsOn());
    awaitServicesWithin();
    status();
    changesNothing("A second run changes nothing", maintenance);
  }

  private void itBecomesAPlainMachineWithoutAStop() {
    String booted = machine.must(BOOTED);

    succeeds("It becomes a plain machine again", remove());

    assertEquals(booted, machine.must(BOOTED));
    assertEquals(List.of("n2"), runsOn());
    String status = status();
    assertFalse(status.contains(NODE), status);
    for (String service : List.of("alone", "first", "second")) {
      assertTrue(machine.run("! ls /run/Dummy-" + service + ".state").ok());
      String where = lab.clusterSays("crm_resource --resource " + service + " --locate");
      assertTrue(where.matches("(?s).*is running on: n[12]\\b.*"), where);
    }
    assertFalse(lab.clusterSays("cibadmin --query").contains("\"" + NODE + "\""), lab::cib);
    changesNothing("A second run changes nothing", remove());
  }

  private static String[] remove() {
    return new String[] {"playbooks/remove-guest.yml", "-e", "leaving=" + MACHINE};
  }

  private void removeTheMachine() {
    for (String resource : List.of("service", "alone", "machine")) {
      lab.clusterSays("pcs resource disable " + resource + " --wait=" + SECONDS);
      lab.clusterSays("pcs resource delete " + resource);
    }
  }

  /** Their state files are within the machine, whatever the cluster says. */
  private void awaitServicesWithin() {
    String states = "cd /run && ls Dummy-alone.state Dummy-first.state Dummy-second.state";
    Host.await(SECONDS, "the services run on " + NODE, () -> machine.run(states).ok());
  }

  /** The cluster nodes that a machine runs on. */
  private List<String> runsOn() {
    return lab.cluster().stream()
        .filter(node -> node.must("virsh list --name").lines().anyMatch(MACHINE::equals))
        .map(Host::name)
        .toList();
  }

  private String succeeds(String what, String... arguments) {
    String[] all =
        Stream.concat(Stream.of("-i", inventory), Stream.of(arguments)).toArray(String[]::new);
    Result run = lab.engine(all);
    assertEquals(0, run.status(), run::all);
    proof.ran(what, run, all);
    return run.out();
  }

  private void changesNothing(String what, String... arguments) {
    String told = succeeds(what, arguments);
    List<String> counts =
        Pattern.compile("\\bchanged=\\d+").matcher(told).results().map(MatchResult::group).toList();
    assertEquals(List.of("changed=0"), counts.stream().distinct().toList(), told);
  }

  private String status() {
    return proof.says("n1", "crm_mon -1 -r", lab.host("n1")::must);
  }

  private static String ours(String file) {
    return "lab/src/test/resources/machine/" + file;
  }

  private String inventory() throws IOException {
    Path file = lab.inventory("machine.yml", "root");
    String guest =
        """
            guests:
              hosts:
                %s:
                  ansible_host: %s
                  guest_name: %s
                  guest_resource: %s
                  guest_connect_timeout: 300s
        """
            .formatted(MACHINE, machine.address(), NODE, RESOURCE);
    Files.writeString(
        file, Files.readString(file).replaceFirst("    remotes:\n      hosts: \\{}\n", guest));
    return Checkout.here().root().relativize(file).toString();
  }
}
