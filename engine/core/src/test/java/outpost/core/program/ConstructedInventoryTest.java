package outpost.core.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import outpost.core.inventory.Group;
import outpost.core.inventory.Host;
import outpost.core.inventory.Inventory;
import outpost.core.inventory.InventoryView;
import outpost.core.source.DiagnosticRenderer;
import outpost.core.source.Golden;
import outpost.core.source.Problems;
import outpost.core.source.Sources;
import outpost.core.template.ControlNode;
import outpost.core.template.Templates;
import outpost.core.template.ValueText;

class ConstructedInventoryTest {
  private static final Templates TEMPLATES = new Templates(new ControlNode(Map.of()));

  private static final String FLEET =
      """
      all:
        vars: {domain: example.com}
        children:
          web:
            hosts:
              web1: {os: CentOS, tags: {env: prod, tier: ""}, cpus: 4, zones: [eu, ""], private: 10.0.0.1}
              web2: {os: "", tags: {env: test}, cpus: 2}
            vars: {role: front}
          db:
            hosts:
              db1: {os: Debian, cpus: 8, prio: 5}
      """;

  @TempDir private Path folder;
  private final Problems problems = new Problems();

  @Test
  void composesVariablesFromThoseThereAre() throws IOException {
    Inventory inventory =
        constructed(
            """
            plugin: ansible.builtin.constructed
            compose:
              ansible_host: private
              fqdn: inventory_hostname + "." + domain
              half: ${cpus / 2}
              big: cpus > 3
              pair: "[os, role]"
              names: group_names
            """);
    assertEquals(
        "{ansible_host=10.0.0.1, big=true, cpus=4, domain=example.com, fqdn=web1.example.com,"
            + " half=2, names=[web], os=CentOS, pair=[CentOS, front], private=10.0.0.1,"
            + " role=front, tags={env=prod, tier=}, zones=[eu, ]}",
        vars(inventory, "web1"));
    assertEquals(
        "{big=true, cpus=8, domain=example.com, fqdn=db1.example.com, half=4, names=[db],"
            + " os=Debian, prio=5}",
        vars(inventory, "db1"));
    assertEquals("", told());
  }

  @Test
  void groupsHostsByConditionsThatSeeWhatWasComposed() throws IOException {
    Inventory inventory =
        constructed(
            """
            plugin: constructed
            compose: {big: cpus > 3}
            groups:
              large: big
              front_prod: role == 'front' && tags.env == 'prod'
              web: inventory_hostname?starts_with('db')
              never: false
            """);
    assertEquals(
        "{all=[web1, web2, db1], db=[db1], front_prod=[web1], large=[web1, db1], ungrouped=[],"
            + " web=[web1, web2, db1]}",
        groups(inventory));
    assertEquals("", told());
  }

  @Test
  void namesGroupsByValues() throws IOException {
    Inventory inventory =
        constructed(
            """
            plugin: constructed
            keyed_groups:
              - {key: os, prefix: os}
              - {key: os, prefix: any, default_value: none, separator: "-"}
              - {key: tags, prefix: tag, parent_group: "tags_${domain}"}
              - {key: tags, prefix: bare, trailing_separator: no}
              - {key: tags, prefix: full, default_value: unset}
              - {key: zones, separator: ""}
              - {key: zones, prefix: z, default_value: nowhere}
              - {key: role}
            """);
    assertEquals(
        "{_front=[web1, web2], all=[web1, web2, db1], any_CentOS=[web1], any_Debian=[db1],"
            + " any_none=[web2], bare_env_prod=[web1], bare_env_test=[web2], bare_tier=[web1],"
            + " db=[db1], eu=[web1], full_env_prod=[web1], full_env_test=[web2],"
            + " full_tier_unset=[web1], os_CentOS=[web1], os_Debian=[db1],"
            + " tag_env_prod=[web1], tag_env_test=[web2], tag_tier_=[web1],"
            + " tags_example_com=[web1, web2], ungrouped=[], web=[web1, web2],"
            + " z_eu=[web1], z_nowhere=[web1]}",
        groups(inventory));
    assertEquals(
        List.of("tag_env_prod", "tag_tier_", "tag_env_test"),
        inventory.group("tags_example_com").get().children());
  }

  @Test
  void aNameWithoutPrefixMayBeginWithoutSeparator() throws IOException {
    Inventory inventory =
        constructed(
            "plugin: constructed\nleading_separator: false\n"
                + "keyed_groups: [{key: role}, {key: tags}, {key: role, prefix: r}]\n");
    assertEquals(
        "{all=[web1, web2, db1], db=[db1], env_prod=[web1], env_test=[web2],"
            + " front=[web1, web2], r_front=[web1, web2], tier_=[web1], ungrouped=[],"
            + " web=[web1, web2]}",
        groups(inventory));
  }

  @Test
  void seesFoldersOfVariablesAndTheCommandLineOnlyWhereItSaysSo() throws IOException {
    write("group_vars/web.yml", "beside: yes\n");
    String groups = "groups: {one: beside!false, two: given!false}\n";
    assertEquals(List.of(), members(constructed("plugin: constructed\n" + groups), "one", "two"));
    assertEquals(
        List.of("web1", "web2", "web1", "web2", "db1"),
        members(
            constructed(
                "plugin: constructed\nuse_vars_plugins: true\nuse_extra_vars: true\n" + groups),
            "one",
            "two"));
  }

  @Test
  void laterSourcesSeeItsGroupsAndWin() throws IOException {
    write("hosts.yml", FLEET);
    write("built.config", "plugin: constructed\ncompose: {a: cpus, b: cpus}\ngroups: {g: true}\n");
    write("late", "web1 b=9\n[g:vars]\nc=7\n");
    Inventory inventory = read("hosts.yml", "built.config", "late");
    assertEquals("", told());
    Map<String, Object> vars = view(inventory).host(inventory.host("web1").get());
    assertEquals("4 9 7", vars.get("a") + " " + vars.get("b") + " " + vars.get("c"));
  }

  @Test
  void aRefreshWorksItOutAnew() throws IOException {
    Inventory before = constructed("plugin: constructed\ngroups: {large: cpus > 3}\n");
    write("hosts.yml", FLEET.replace("cpus: 2", "cpus: 20"));
    Inventory after = before.refreshed(new Sources(folder), problems);
    assertEquals(List.of("web1", "web2", "db1"), members(after, "large"));
    assertEquals("", told());
  }

  @Test
  void whatIsNotDefinedIsLeftOutUnlessItIsStrict() throws IOException {
    String rest =
        "compose: {x: nosuch}\ngroups: {g: nosuch.y == 1}\nkeyed_groups: [{key: nosuch}]\n";
    constructed("plugin: constructed\n" + rest);
    assertEquals("", told());
    write("hosts.yml", "web: {hosts: {web1: , web2: }}\n");
    write("built.yml", "plugin: constructed\nstrict: true\n" + rest);
    read("hosts.yml", "built.yml");
    assertEquals(
        """
        error: `nosuch` is not defined
          --> built.yml:3:14
           |
         3 | compose: {x: nosuch}
           |              ^^^^^^
           = on host `web1` and 1 other
           = if it may be missing give a default: `nosuch!'…'`

        error: `nosuch` is not defined
          --> built.yml:4:13
           |
         4 | groups: {g: nosuch.y == 1}
           |             ^^^^^^
           = on host `web1` and 1 other
           = if it may be missing give a default: `nosuch!'…'`

        error: `nosuch` is not defined
          --> built.yml:5:22
           |
         5 | keyed_groups: [{key: nosuch}]
           |                      ^^^^^^
           = on host `web1` and 1 other
           = if it may be missing give a default: `nosuch!'…'`

        3 errors
        """,
        told());
  }

  @TestFactory
  Stream<DynamicTest> tellsWhatIsWrongWith() throws IOException {
    return Golden.each(
        "outpost/core/program/constructed",
        (file, found) ->
            Inventory.read(
                List.of("h1,", file.getFileName().toString()),
                new InventoryExpressions(TEMPLATES, Map.of()),
                new Sources(file.getParent()),
                found));
  }

  private Inventory constructed(String config) throws IOException {
    write("hosts.yml", FLEET);
    write("built.yml", config);
    return read("hosts.yml", "built.yml");
  }

  private Inventory read(String... sources) {
    return Inventory.read(
        List.of(sources),
        new InventoryExpressions(TEMPLATES, Map.of("given", true)),
        new Sources(folder),
        problems);
  }

  private static InventoryView view(Inventory inventory) {
    return new InventoryView(inventory, inventory.hosts(), List.of(), ValueText::written);
  }

  private static String vars(Inventory inventory, String host) {
    return new TreeMap<>(view(inventory).host(inventory.host(host).get())).toString();
  }

  private static String groups(Inventory inventory) {
    Map<String, List<String>> groups = new TreeMap<>();
    for (Group group : inventory.groups()) {
      groups.put(group.name(), group.hosts().stream().map(Host::name).toList());
    }
    return groups.toString();
  }

  private static List<String> members(Inventory inventory, String... groups) {
    List<String> members = new ArrayList<>();
    for (String group : groups) {
      inventory.group(group).ifPresent(g -> g.hosts().forEach(h -> members.add(h.name())));
    }
    return members;
  }

  private String told() {
    return new DiagnosticRenderer(false).render(problems.all());
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
