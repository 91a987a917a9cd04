package outpost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryCommandTest {
  private @TempDir Path folder;

  @BeforeEach
  void inventory() throws IOException {
    write(
        "hosts.ini",
        """
        lone
        [web]
        w1 port=8080
        w2
        [db]
        d1
        [site:children]
        web
        db
        [web:vars]
        port=80
        ansible_group_priority=5
        [site:vars]
        motd=${greeting}
        """);
    write("group_vars/db.yml", "tuned: yes\n");
    write("playbooks/host_vars/d1.yml", "from: playbook\n");
  }

  @Test
  void aListIsWhatAScriptWouldPrint() {
    assertEquals(
        """
        {
            "_meta": {
                "hostvars": {
                    "d1": {
                        "motd": "${greeting}",
                        "tuned": true
                    },
                    "w1": {
                        "motd": "${greeting}",
                        "port": 8080
                    },
                    "w2": {
                        "motd": "${greeting}",
                        "port": 80
                    }
                }
            },
            "all": {
                "children": [
                    "ungrouped",
                    "site"
                ]
            },
            "db": {
                "hosts": [
                    "d1"
                ]
            },
            "site": {
                "children": [
                    "web",
                    "db"
                ]
            },
            "ungrouped": {
                "hosts": [
                    "lone"
                ]
            },
            "web": {
                "hosts": [
                    "w1",
                    "w2"
                ]
            }
        }
        """,
        shown("--list"));
  }

  @Test
  void anExportIsAnInventoryThatCanBeReadAgain() throws IOException {
    String exported = shown("--list", "--export", "-y");
    assertEquals(
        """
        all:
          children:
            site:
              children:
                db:
                  hosts:
                    d1: {}
                  vars:
                    tuned: true
                web:
                  hosts:
                    w1:
                      port: 8080
                    w2: {}
                  vars:
                    ansible_group_priority: 5
                    port: 80
              vars:
                motd: ${greeting}
            ungrouped:
              hosts:
                lone: {}
        """,
        exported);
    String before = shown("--list");
    Files.delete(folder.resolve("group_vars/db.yml"));
    write("hosts.ini.yml", exported);
    assertEquals(
        inAnyOrder(before), inAnyOrder(run("inventory", "-i", "hosts.ini.yml", "--list").out()));
  }

  /** Groups in an export are in the order of their names. */
  private static List<String> inAnyOrder(String json) {
    return json.lines().map(line -> line.replace(",", "")).sorted().toList();
  }

  @Test
  void aDrawingBeginsWithAGroup() {
    assertEquals(
        """
        @all:
          |--@ungrouped:
          |  |--lone
          |--@site:
          |  |--@web:
          |  |  |--w1
          |  |  |--w2
          |  |--@db:
          |  |  |--d1
        """,
        shown("--graph"));
    assertEquals(
        """
        @web:
          |--w1
          |  |--{motd = ${greeting}}
          |  |--{port = 8080}
          |--w2
          |  |--{motd = ${greeting}}
          |  |--{port = 80}
          |--{ansible_group_priority = 5}
          |--{port = 80}
        """,
        shown("--graph", "web", "--vars"));
  }

  @Test
  void aHostHasTheVariablesOfItsGroupsOfThePlaybooksAndOfTheCommandLine() {
    assertEquals(
        """
        {
            "from": "playbook",
            "motd": "hi",
            "tuned": true
        }
        """,
        shown("--host", "d1", "--playbook-dir", "playbooks", "-e", "motd=hi"));
    assertEquals("port: 80\nmotd: ${greeting}\n".lines().sorted().toList(), lines("-y"));
    assertEquals("{\n    \"ansible_connection\": \"local\"\n}\n", shown("--host", "localhost"));
  }

  private List<String> lines(String option) {
    return shown("--host", "w2", option).lines().toList();
  }

  @Test
  void aLimitShowsSomeOfTheHosts() {
    assertEquals(
        """
        @all:
          |--@ungrouped:
          |--@site:
          |  |--@web:
          |  |  |--w2
          |  |--@db:
        """,
        shown("--graph", "--limit", "web:!w1"));
    assertEquals(
        """
        all:
          children:
            site:
              children:
                db: {}
                web:
                  hosts:
                    w2:
                      motd: ${greeting}
                      port: 80
            ungrouped: {}
        """,
        shown("--list", "-y", "--limit", "w2"));
  }

  @Test
  void whatIsShownCanGoToAFile() throws IOException {
    assertEquals("", shown("--host", "d1", "--output", "out.json"));
    Path file = folder.resolve("out.json");
    assertEquals(shown("--host", "d1"), Files.readString(file));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals("", shown("--host", "d1", "--output", "/dev/null"));
    assertFalse(Files.isRegularFile(Path.of("/dev/null")));
    wrong(
        65,
        """
        error: `none/out.json` cannot be written
           = its folder must be there, and this user must be allowed to write to it

        1 error
        """,
        "--list",
        "--output",
        "none/out.json");
  }

  @Test
  void whatIsNotThereIsAnError() {
    wrong(
        65,
        """
        error: no group is called `wbe`
           = did you mean `web`?

        1 error
        """,
        "--graph",
        "wbe");
    wrong(
        65,
        """
        error: no host or group is called `w3`
          --> --host:1:1
           |
         1 | w3
           | ^^
           = did you mean `w1`?

        1 error
        """,
        "--host",
        "w3");
    wrong(
        65,
        """
        error: `web` means 2 hosts, and `--host` shows one
           = `--list --limit web` shows them all

        1 error
        """,
        "--host",
        "web");
  }

  @Test
  void oneThingIsShownAtATime() {
    wrong(
        64,
        """
        error: it is not said what to show
           = say one of `--list`, `--graph` and `--host NAME`
        """);
    wrong(
        64,
        """
        error: only one thing can be shown at a time
           = say one of `--list`, `--graph` and `--host NAME`
        """,
        "--list",
        "--graph");
    wrong(
        64,
        """
        error: `web` goes with `--graph` only
           = to see some of the hosts, say `--limit web`
        """,
        "--list",
        "web");
  }

  @Test
  void aWrongInventoryIsNotShown() throws IOException {
    write("hosts.ini", "[web\nw1\n");
    assertEquals(65, run("inventory", "-i", "hosts.ini", "--list").status());
    assertEquals("", run("inventory", "-i", "hosts.ini", "--list").out());
  }

  private String shown(String... args) {
    Invocation done = run(args(args));
    assertEquals("", done.err());
    assertEquals(0, done.status());
    return done.out();
  }

  private void wrong(int status, String message, String... args) {
    Invocation done = run(args(args));
    assertEquals(message, done.err());
    assertEquals(status, done.status());
    assertEquals("", done.out());
  }

  private static String[] args(String... args) {
    List<String> all = new ArrayList<>(List.of("inventory", "-i", "hosts.ini"));
    all.addAll(List.of(args));
    return all.toArray(String[]::new);
  }

  private Invocation run(String... args) {
    return Invocation.of(folder, args);
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
