package outpost.core.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import outpost.core.source.DiagnosticRenderer;
import outpost.core.source.Problems;
import outpost.core.source.Sources;

class ScriptInventoryTest {
  @TempDir Path folder;
  private final Problems problems = new Problems();

  @Test
  void groupsAndVariablesAreThoseItPrints() throws IOException {
    script(
        """
        {
          "web": {"hosts": ["a", "b"], "vars": {"port": 80, "name": "x\\u00e9\\n", "on": true}},
          "db": ["c"],
          "site": {"children": ["web", "late"]},
          "late": {"hosts": ["d"], "vars": {"ansible_group_priority": 5}},
          "lone": {"x": null},
          "ratio": {"vars": {"r": 1e3, "list": [1, "1", {"k": []}]}, "hosts": []},
          "_meta": {"hostvars": {"a": {"port": 8080}, "c": {}}}
        }
        """);
    Inventory inventory = read();
    assertEquals(
        List.of("`lone` is both a host and a group"),
        problems.all().stream().map(d -> d.problem().message()).toList());
    assertEquals(
        "{all=[c, lone, a, b, d], db=[c], late=[d], lone=[lone], ratio=[], site=[a, b, d],"
            + " ungrouped=[], web=[a, b]}",
        Told.groups(inventory).toString());
    assertEquals(
        "{name='x\u00e9\n', on=true, port=8080}",
        Told.vars(inventory, inventory.host("a").get()).toString());
    assertEquals("{x=null}", Told.vars(inventory, inventory.host("lone").get()).toString());
    assertEquals(5, inventory.group("late").get().priority());
  }

  @Test
  void withoutMetaEachHostIsAskedFor() throws IOException {
    Files.writeString(
        folder.resolve("hosts.sh"),
        """
        #!/bin/sh
        if [ "$1" = --list ]; then echo '{"web": ["a", "b"]}'; else echo "{\\"name\\": \\"$2\\"}"; fi
        """);
    executable();
    Inventory inventory = read();
    assertEquals("{a={name='a'}, b={name='b'}}", Told.hosts(inventory).toString());
    assertTrue(
        new DiagnosticRenderer(false)
            .render(problems.all())
            .startsWith(
                "warning: this inventory script has to be run once more for each of its 2 hosts"));
  }

  @Test
  void itRunsInTheFolderWhereTheUserIs() throws IOException {
    Files.createDirectories(folder.resolve("sub"));
    Files.writeString(folder.resolve("hosts.sh"), "#!/bin/sh\necho '[]'; pwd >&2; exit 1\n");
    executable();
    new InventoryReader(new Sources(folder.resolve("sub")), Expressions.NONE, Duration.ofMinutes(1))
        .read(List.of("../hosts.sh"), problems);
    assertTrue(
        new DiagnosticRenderer(false)
            .render(problems.all())
            .contains("\n     " + folder.resolve("sub").toRealPath() + "\n"));
  }

  @Test
  void oneThatHangsIsEndedWithWhatItStarted() throws IOException {
    Files.writeString(
        folder.resolve("hosts.sh"),
        "#!/bin/sh\necho asking the cloud >&2\nsleep 1000 &\necho $! > sleeper\nwait\n");
    executable();
    new InventoryReader(new Sources(folder), Expressions.NONE, Duration.ofMillis(2500))
        .read(List.of("hosts.sh"), problems);
    assertEquals(
        """
        error: `hosts.sh --list` has not ended after 2 s
           = it says on standard error
             asking the cloud

        1 error
        """,
        new DiagnosticRenderer(false).render(problems.all()));
    long sleeper = Long.parseLong(Files.readString(folder.resolve("sleeper")).strip());
    ProcessHandle.of(sleeper).ifPresent(p -> p.onExit().join()); // for ever if it is not ended
  }

  @Test
  void itIsReadAgainByARefresh() throws IOException {
    script("{\"web\": [\"a\"]" + ", \"_meta\": {\"hostvars\": {}}}");
    Inventory before = read();
    script("{\"web\": [\"b\"]" + ", \"_meta\": {\"hostvars\": {}}}");
    Inventory after = before.refreshed(new Sources(folder), problems);
    assertEquals(List.of("b"), Told.groups(after).get("web"));
  }

  private void script(String json) throws IOException {
    Files.writeString(folder.resolve("hosts.sh"), "#!/bin/sh\ncat <<'X'\n" + json + "\nX\n");
    executable();
  }

  private void executable() {
    assertTrue(folder.resolve("hosts.sh").toFile().setExecutable(true));
  }

  private Inventory read() {
    return Inventory.read(List.of("hosts.sh"), new Sources(folder), problems);
  }
}
