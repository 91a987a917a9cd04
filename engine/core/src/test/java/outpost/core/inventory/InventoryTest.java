package outpost.core.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Sources;

class InventoryTest {
  @TempDir Path folder;
  private final Problems problems = new Problems();

  @Test
  void yamlAndIniOfTheSameFleetAreEqual() throws IOException {
    write(
        "hosts.ini",
        """
        mail.example.com

        [webservers]
        foo.example.com http_port=80 maxRequests=808
        bar.example.com:2222
        www[01:03].example.com

        [dbservers]
        one.example.com
        two.example.com ansible_user=admin note="two words"
        three.example.com

        [east]
        foo.example.com
        one.example.com
        two.example.com

        [atlanta]
        host1
        host2

        [raleigh]
        host2
        host3

        [southeast:children]
        atlanta
        raleigh

        [southeast:vars]
        some_server=foo.southeast.example.com
        halon_system_timeout=30
        self_destruct_countdown=60
        escape_pods=2

        [usa:children]
        southeast
        northeast

        [northeast]

        [all:vars]
        ntp_server=ntp.example.com
        """);
    write(
        "hosts.yml",
        """
        ungrouped:
          hosts:
            mail.example.com:
        webservers:
          hosts:
            foo.example.com:
              http_port: 80
              maxRequests: 808
            bar.example.com:2222:
            www[01:03].example.com:
        dbservers:
          hosts:
            one.example.com:
            two.example.com: {ansible_user: admin, note: two words}
            three.example.com:
        east:
          hosts:
            foo.example.com:
            one.example.com:
            two.example.com:
        usa:
          children:
            southeast:
              children:
                atlanta:
                  hosts: {host1: , host2: }
                raleigh:
                  hosts: {host2: , host3: }
              vars:
                some_server: foo.southeast.example.com
                halon_system_timeout: 30
                self_destruct_countdown: 60
                escape_pods: 2
            northeast:
        all:
          vars:
            ntp_server: ntp.example.com
        """);
    Inventory ini = read("hosts.ini");
    Inventory yaml = read("hosts.yml");
    assertEquals(Told.groups(ini), withSameOrderOfAll(Told.groups(yaml), ini));
    assertEquals(Told.hosts(ini), Told.hosts(yaml));
    assertEquals(
        Map.of(
            "ansible_port", "2222",
            "ntp_server", "'ntp.example.com'"),
        Told.vars(ini, ini.host("bar.example.com").get()));
    assertEquals("30", Told.vars(ini, ini.host("host1").get()).get("halon_system_timeout"));
    assertEquals(
        List.of("atlanta", "raleigh", "southeast", "usa"),
        yaml.groupNames(yaml.host("host2").get()));
    assertEquals(3, yaml.group("atlanta").get().depth());
    assertEquals(List.of("mail.example.com"), Told.groups(yaml).get("ungrouped"));
  }

  /** Groups are declared in another order in the two files, and so are the hosts of all. */
  private static Map<String, List<String>> withSameOrderOfAll(
      Map<String, List<String>> groups, Inventory like) {
    List<String> all = groups.get("all").stream().sorted().toList();
    List<String> order = like.hosts().stream().map(Host::name).toList();
    assertEquals(order.stream().sorted().toList(), all);
    groups.put("all", order);
    return groups;
  }

  @Test
  void variablesWinInAnsiblesOrder() throws IOException {
    write(
        "inv/hosts.yml",
        """
        all:
          vars: {a: 3, b: 3, c: 3, d: 3, e: 3, f: 3, g: 3, h: 3, i: 3}
          children:
            web:
              vars: {b: 4, c: 4, d: 4, e: 4, f: 4, g: 4, h: 4, i: 4}
              hosts:
                one: {g: 9, h: 9, i: 9}
        """);
    write("inv/group_vars/all.yml", "{c: 5, d: 5, e: 5, f: 5, g: 5, h: 5, i: 5}\n");
    write("play/group_vars/all/main.yml", "{d: 6, e: 6, f: 6, g: 6, h: 6, i: 6}\n");
    write("inv/group_vars/web", "{e: 7, f: 7, g: 7, h: 7, i: 7}\n");
    write("play/group_vars/web.json", "{\"f\": 8, \"g\": 8, \"h\": 8, \"i\": 8}\n");
    write("inv/host_vars/one.yaml", "{h: 10, i: 10}\n");
    write("play/host_vars/one/deep/er.yml", "{i: 11}\n");
    Sources sources = new Sources(folder);
    Inventory inventory =
        Inventory.read(List.of("inv/hosts.yml"), sources, problems)
            .withPlaybook(Path.of("play"), sources, problems);
    assertEquals(List.of(), problems.all());
    Host one = inventory.host("one").get();
    assertEquals(
        "{a=3, b=4, c=5, d=6, e=7, f=8, g=9, h=10, i=11}", Told.vars(inventory, one).toString());
    assertEquals(
        List.of(
            "group all in inv/hosts.yml",
            "group web in inv/hosts.yml",
            "inv/group_vars/all.yml",
            "play/group_vars/all/main.yml",
            "inv/group_vars/web",
            "play/group_vars/web.json",
            "host one in inv/hosts.yml",
            "inv/host_vars/one.yaml",
            "play/host_vars/one/deep/er.yml"),
        inventory.layers(one).stream().map(Layer::origin).toList());
    Node i = ((Layer.Written) inventory.layers(one).get(8)).vars().get("i");
    assertEquals("play/host_vars/one/deep/er.yml:1:5", i.span().toString());
  }

  @Test
  void aHostThatNoInventoryNamesHasTheVariablesOfAll() throws IOException {
    write("hosts.ini", "[web]\none\n[all:vars]\na=1\n[web:vars]\na=2\n");
    write("host_vars/localhost.yml", "b: 2\n");
    Inventory inventory = read("hosts.ini");
    assertEquals("{a=1, b=2}", Told.vars(inventory, Host.stranger("localhost")).toString());
    assertEquals(List.of(), inventory.groupNames(Host.stranger("localhost")));
  }

  @Test
  void deeperGroupsWinThenHigherPriorityThenTheLaterName() throws IOException {
    write(
        "hosts.ini",
        """
        [a]
        h
        [b]
        h
        [c]
        h
        [deep]
        h
        [b:children]
        deep
        [a:vars]
        x=a
        y=a
        z=a
        ansible_group_priority=10
        [b:vars]
        x=b
        y=b
        [c:vars]
        x=c
        y=c
        z=c
        w=c
        [b:vars]
        w=b
        [deep:vars]
        y=deep
        """);
    Inventory inventory = read("hosts.ini");
    assertEquals(
        "{w='c', x='a', y='deep', z='a'}",
        Told.vars(inventory, inventory.host("h").get()).toString());
  }

  @Test
  void laterSourcesWinAndAddToEarlierOnes() throws IOException {
    write("one.ini", "[web]\na x=1 y=1\n[web:vars]\nz=1\n");
    write("two.yml", "web: {hosts: {a: {x: 2}, b: }, vars: {z: 2}}\n");
    Inventory inventory = read("one.ini", "two.yml", "c,d:22,");
    assertEquals("{x=2, y=1, z=2}", Told.vars(inventory, inventory.host("a").get()).toString());
    assertEquals(List.of("a", "b"), Told.groups(inventory).get("web"));
    assertEquals(List.of("c", "d"), Told.groups(inventory).get("ungrouped"));
    assertEquals(List.of("one.ini", "two.yml", "c,d:22,"), inventory.sources());
  }

  @Test
  void aDirectoryIsReadInOrderWithoutWhatIsNoInventory() throws IOException {
    write("inv/10-first", "[web]\na x=1\n");
    write("inv/20-second", "web:\n  hosts:\n    a: {x: 2}\n");
    write("inv/30-sub/third.json", "{\"web\": {\"hosts\": {\"b\": null}}}\n");
    write("inv/README.md", "# words\n");
    write("inv/.hidden.yml", "x: [\n");
    write("inv/old.yml~", "x: [\n");
    write("inv/ansible.cfg", "[defaults]\n");
    write("inv/ec2.ini", "[ec2]\nregions = all\n");
    write("inv/ec2", "[aws]\n");
    write("inv/group_vars/web.yml", "y: 1\n");
    Inventory inventory = read("inv");
    assertEquals(List.of("a", "b"), Told.groups(inventory).get("web"));
    assertEquals("{x=2, y=1}", Told.vars(inventory, inventory.host("a").get()).toString());
    assertEquals(
        Optional.of(folder.resolve("inv/30-sub/third.json")), inventory.host("b").get().file());
  }

  @Test
  void aFileWithACommaInItsNameIsAFile() throws IOException {
    write("a,b", "[web]\nx\n");
    assertEquals(List.of("x"), Told.groups(read("a,b")).get("web"));
  }

  @Test
  void aFileThatMayBeExecutedButIsTextIsReadAsText() throws IOException {
    write("hosts.ini", "[web]\nx\n");
    assertTrue(folder.resolve("hosts.ini").toFile().setExecutable(true));
    assertEquals(List.of("x"), Told.groups(read("hosts.ini")).get("web"));
  }

  @Test
  void anEmptyDirectoryAndAMissingFileAreErrors() throws IOException {
    Files.createDirectories(folder.resolve("inv"));
    Inventory.read(List.of("inv", "none.ini"), new Sources(folder), problems);
    assertEquals(
        List.of("there is no inventory in the directory `inv`", "there is no file `none.ini`"),
        problems.all().stream().map(d -> d.problem().message()).toList());
  }

  @Test
  void groupsMayBeUsedBeforeTheyAreDeclared() throws IOException {
    write("hosts.ini", "[site:children]\nweb\n[web:vars]\nx=1\n[web]\na\n");
    Inventory inventory = read("hosts.ini");
    assertEquals(List.of("a"), Told.groups(inventory).get("site"));
    assertEquals("{x=1}", Told.vars(inventory, inventory.host("a").get()).toString());
  }

  @Test
  void hostsOfAllAloneAreUngrouped() throws IOException {
    write("hosts.yml", "all: {hosts: {a: , b: }, children: {web: {hosts: {b: }}}}\n");
    Inventory inventory = read("hosts.yml");
    assertEquals(List.of("a"), Told.groups(inventory).get("ungrouped"));
    assertEquals(List.of("a", "b"), Told.groups(inventory).get("all"));
  }

  @Test
  void hostsAndChildrenMayBeOneName() throws IOException {
    write("hosts.yml", "site: {children: web}\nweb: {hosts: a}\n");
    assertEquals(List.of("a"), Told.groups(read("hosts.yml")).get("site"));
  }

  @Test
  void aFileThatIsNotReadIsWarnedOf() throws IOException {
    write("hosts.ini", "[cluster]\na\nweb1\n");
    write("group_vars/cluster/x.yml", "a: 1\n");
    write("group_vars/cluster.yml", "a: 2\n");
    write("group_vars/clutser.yml", "a: 2\n");
    write("group_vars/other.yml", "a: 2\n");
    write("host_vars/web2.yml", "a: 2\n");
    Inventory inventory = Inventory.read(List.of("hosts.ini"), new Sources(folder), problems);
    assertEquals(
        List.of(
            "there is no group `clutser`, so `group_vars/clutser.yml` is not read",
            "`group_vars/cluster.yml` is not read: `group_vars/cluster` comes first"),
        problems.all().stream().map(d -> d.problem().message()).toList());
    assertEquals("{a=1}", Told.vars(inventory, inventory.host("a").get()).toString());
  }

  @Test
  void aFileOfVariablesMustBeAMapping() throws IOException {
    write("hosts.ini", "[web]\na\n");
    write("group_vars/web.yml", "- a\n");
    write("group_vars/all.yml", "# nothing yet\n");
    Inventory.read(List.of("hosts.ini"), new Sources(folder), problems);
    assertEquals(1, problems.all().size());
    assertEquals("group_vars/web.yml:1:1", problems.all().get(0).span().get().toString());
  }

  @Test
  void namesMissingFromAnInventoryThatCouldNotBeReadAreNoFurtherMistake() {
    Inventory inventory = Inventory.read(List.of("none.ini"), new Sources(folder), problems);
    Source play = new Source("play.yml", "web");
    assertEquals(List.of(), HostPattern.of("web", play.span(0, 3)).select(inventory, problems));
    assertEquals(1, problems.all().size());
  }

  @Test
  void theFinderTakesTheEnvironmentThenTheFolder() throws IOException {
    Map<String, String> set = Map.of("OUTPOST_INVENTORY", "x.ini");
    assertEquals(List.of("x.ini"), InventoryFinder.find(set, folder, problems));
    assertEquals(List.of(), InventoryFinder.find(Map.of(), folder, problems));
    assertEquals("no-inventory", problems.all().get(0).problem().id());
    Files.createDirectories(folder.resolve("inventories"));
    assertEquals(List.of("inventories"), InventoryFinder.find(Map.of(), folder, problems));
    assertTrue(problems.all().size() == 1);
  }

  private Inventory read(String... sources) {
    Inventory inventory = Inventory.read(Arrays.asList(sources), new Sources(folder), problems);
    assertEquals(List.of(), problems.all());
    return inventory;
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
