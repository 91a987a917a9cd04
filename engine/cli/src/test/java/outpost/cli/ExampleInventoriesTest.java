package outpost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import outpost.core.inventory.Group;
import outpost.core.inventory.Host;
import outpost.core.inventory.Inventory;
import outpost.core.inventory.Layer;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Sources;

/** The two examples say the same, alone and together. */
class ExampleInventoriesTest {

  @ParameterizedTest
  @ValueSource(strings = {"inventories/example.yml", "inventories/example.ini", "inventories"})
  void namesACluster(String source) {
    Problems problems = new Problems();
    Inventory inventory = Inventory.read(List.of(source), new Sources(Path.of("../..")), problems);
    assertEquals(List.of(), problems.all());
    assertEquals(List.of("node1", "node2"), hosts(inventory, "cluster"));
    assertEquals(List.of("remote1", "remote2"), hosts(inventory, "remotes"));
    assertEquals(
        Map.of("ansible_user", "root", "ansible_host", "192.0.2.21"),
        vars(inventory, inventory.host("remote1").orElseThrow()));
  }

  private static List<String> hosts(Inventory inventory, String group) {
    return inventory.group(group).map(Group::hosts).orElse(List.of()).stream()
        .map(Host::name)
        .toList();
  }

  private static Map<String, String> vars(Inventory inventory, Host host) {
    Map<String, String> vars = new TreeMap<>();
    inventory
        .layers(host)
        .forEach(
            layer ->
                ((Layer.Written) layer)
                    .vars()
                    .forEach((name, node) -> vars.put(name, ((Node.Scalar) node).text())));
    return vars;
  }
}
