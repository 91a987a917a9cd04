package outpost.core.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import outpost.core.source.DiagnosticRenderer;
import outpost.core.source.Problems;
import outpost.core.source.Sources;

class AdditionTest {
  @TempDir Path folder;
  private final Problems problems = new Problems();
  private Inventory inventory;

  @BeforeEach
  void read() throws IOException {
    write("hosts.ini", "lone\n[web]\nweb1 a=1\nweb2\n[site:children]\nweb\n");
    inventory = Inventory.read(List.of("hosts.ini"), sources(), problems);
  }

  @Test
  void aNewHostIsInItsGroupsAndFirstOfAll() {
    assertTrue(add(host("new", List.of("web", "fresh"), Map.of("x", 1))));
    assertEquals(
        "{all=[new, lone, web1, web2], fresh=[new], site=[web1, web2, new],"
            + " ungrouped=[lone], web=[web1, web2, new]}",
        Told.groups(inventory).toString());
    assertEquals("{x=given 1}", Told.vars(inventory, inventory.host("new").get()).toString());
    assertEquals(List.of("fresh", "site", "web"), names("new"));
  }

  @Test
  void aNewHostWithoutGroupsIsUngrouped() {
    assertTrue(add(host("new", List.of(), Map.of())));
    assertEquals(List.of("ungrouped"), names("new"));
    assertTrue(add(host("new", List.of("web"), Map.of())));
    assertEquals(List.of("site", "web"), names("new"));
  }

  @Test
  void whatIsThereAlreadyChangesNothing() {
    assertFalse(add(host("web1", List.of("web"), Map.of())));
    assertFalse(add(host("web1", List.of(), Map.of("a", 1))));
    assertTrue(add(host("web1", List.of(), Map.of("a", 2, "b", List.of(1)))));
    assertFalse(add(host("web1", List.of("web"), Map.of("b", List.of(1)))));
    assertTrue(add(host("web1", List.of(), Map.of("b", List.of(2)))));
    assertEquals(
        "{a=given 2, b=given [2]}", Told.vars(inventory, inventory.host("web1").get()).toString());
  }

  @Test
  void valuesThatAreAddedLoseToHostVars() throws IOException {
    write("host_vars/new.yml", "x: 3\n");
    add(host("new", List.of(), Map.of("x", 1, "y", 2)));
    assertEquals("{x=3, y=given 2}", Told.vars(inventory, inventory.host("new").get()).toString());
  }

  @Test
  void aNewGroupBringsItsGroupVarsOfInventoryAndPlaybook() throws IOException {
    write("group_vars/os_rhel.yml", "pkg: dnf\n");
    write("play/group_vars/os_rhel.yml", "from: play\n");
    inventory = inventory.withPlaybook(folder.resolve("play"), sources(), problems);
    assertTrue(add(Addition.group("lone", "os_rhel", List.of("all"))));
    assertEquals(
        "{from='play', pkg='dnf'}", Told.vars(inventory, inventory.host("lone").get()).toString());
    assertFalse(add(Addition.group("lone", "os_rhel", List.of("all"))));
    assertTrue(add(Addition.group("web1", "os_rhel", List.of("all"))));
  }

  @Test
  void layersOfWhatWasThereStayTheSameObjects() throws IOException {
    write("group_vars/web.yml", "pkg: dnf\n");
    inventory = Inventory.read(List.of("hosts.ini"), sources(), problems);
    List<Layer> before = inventory.layers(inventory.host("web1").get());
    add(host("new", List.of("web"), Map.of("x", 1)));
    List<Layer> after = inventory.layers(inventory.host("web1").get());
    assertEquals(2, after.size());
    for (int i = 0; i < before.size(); i++) assertSame(before.get(i), after.get(i));
  }

  @Test
  void aKeyWithSpacesBecomesAGroupWithDashesBelowItsParents() {
    assertTrue(add(Addition.group("web1", "CentOS Linux", List.of("by os", "site"))));
    assertEquals(List.of("CentOS-Linux", "by-os", "site", "web"), names("web1"));
    assertEquals(2, inventory.group("CentOS-Linux").get().depth());
  }

  @Test
  void localhostCanBeGroupedWithoutBeingInTheInventory() {
    assertTrue(add(Addition.group("localhost", "here", List.of("all"))));
    Host localhost = inventory.group("here").get().hosts().get(0);
    assertTrue(localhost.implicit());
    assertTrue(inventory.host("localhost").isEmpty());
    assertEquals(List.of("here"), inventory.groupNames(localhost));
  }

  @Test
  void portsOfAddedHostsAreVariables() {
    assertEquals(
        new Addition.OfHost("web", List.of(), Map.of("ansible_port", 2222), "test"),
        host("web:2222", List.of(), Map.of()));
    assertEquals("fe80::1", host("[fe80::1]:22", List.of(), Map.of()).name());
    assertEquals("fe80::1", host("fe80::1", List.of(), Map.of()).name());
    assertEquals(Map.of(), host("fe80::1", List.of(), Map.of()).vars());
    assertEquals("web:99999", host("web:99999", List.of(), Map.of()).name());
  }

  @Test
  void aGroupCannotContainItself() {
    add(Addition.group("lone", "web", List.of("web")));
    add(Addition.group("lone", "site", List.of("web")));
    add(Addition.group("lone", "all", List.of("web")));
    assertEquals(
        """
        error: group `web` would contain itself

        error: group `site` would contain itself
           = `web` is already in `site`

        error: group `all` would contain itself
           = every group is in `all`, so `all` can be in none

        3 errors
        """,
        told());
    assertEquals(List.of(), inventory.additions());
  }

  @Test
  void badNamesAreTold() {
    add(host("two words", List.of(), Map.of()));
    add(host("x", List.of("a b"), Map.of()));
    add(Addition.group("lone", "a,b", List.of("all")));
    assertEquals(
        """
        error: `two words` is no host
           = names of hosts have no spaces

        error: `a b` cannot be the name of a group
           = names of groups have no spaces and no commas

        error: `a,b` cannot be the name of a group
           = names of groups have no spaces and no commas

        3 errors
        """,
        told());
    assertTrue(inventory.host("x").isEmpty());
  }

  @Test
  void aRefreshReadsAgainAndKeepsWhatWasAdded() throws IOException {
    inventory = inventory.withPlaybook(folder.resolve("play"), sources(), problems);
    add(host("new", List.of("web"), Map.of("x", 1)));
    add(host("web1", List.of(), Map.of("y", 2)));
    add(Addition.group("web2", "os_rhel", List.of("all")));
    write("hosts.ini", "[web]\nweb1\nweb3\n");
    write("play/group_vars/web.yml", "late: yes\n");
    inventory = inventory.refreshed(sources(), problems);
    assertEquals(
        "{all=[new, web1, web3], ungrouped=[], web=[web1, web3, new]}",
        Told.groups(inventory).toString());
    assertEquals(
        "{late=yes, y=given 2}", Told.vars(inventory, inventory.host("web1").get()).toString());
    assertEquals(3, inventory.additions().size());
    assertEquals("", told());
  }

  private static Addition.OfHost host(String name, List<String> groups, Map<String, Object> vars) {
    return Addition.host(name, groups, vars, "test");
  }

  /** Says whether that changed anything. */
  private boolean add(Addition addition) {
    Inventory.Added added = inventory.with(addition, sources(), problems);
    inventory = added.inventory();
    return added.changed();
  }

  private List<String> names(String host) {
    return inventory.groupNames(inventory.host(host).get());
  }

  private String told() {
    return new DiagnosticRenderer(false).render(problems.all());
  }

  private Sources sources() {
    return new Sources(folder);
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
