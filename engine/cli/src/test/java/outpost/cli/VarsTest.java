package outpost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Explains variables of a small project. */
class VarsTest {
  private @TempDir Path folder;

  @BeforeEach
  void writeAProject() throws IOException {
    write("hosts", "[web]\nweb1 release=1.2\nweb2\n[web:vars]\nrelease=1.1\n");
    write("group_vars/all.yml", "release: \"1.0\"\nwhole: { of: \"${release}\", n: [1, 2] }\n");
    write("roles/site/defaults/main.yml", "release: \"0.9\"\n");
    write("roles/site/tasks/main.yml", "- name: Of the role\n  debug: { msg: x }\n");
    write("more.yml", "release: \"1.35\"\n");
    write(
        "site.yml",
        """
        - name: Site
          hosts: web
          vars: { release: "1.3-${inventory_hostname}" }
          vars_files: [more.yml]
          roles: [site]
          tasks:
            - name: Deploy
              debug: { msg: "${release}" }
              vars: { release: "1.4" }
            - name: Ask
              command: cat /etc/release
              register: asked
            - name: Keep
              set_fact: { release: "${asked.stdout}" }
        - name: Again
          hosts: web1
          tasks:
            - debug: { msg: x }
        - name: Once more
          hosts: web1
          tasks:
            - debug: { msg: x }
        """);
  }

  @Test
  void everyPlaceOfTheInventoryIsShownTheWinnerFirst() {
    assertEquals(
        """
        release of web1 = 1.2
          wins  inventory: host web1 in hosts  hosts:2:14               1.2
                inventory: group_vars/all.yml  group_vars/all.yml:1:10  1.0
                inventory: group web in hosts  hosts:5:9                1.1
        """,
        explain("web1", "release"));
  }

  @Test
  void aLoopOfIncludedVariablesMaySetThem() throws IOException {
    write(
        "loop.yml",
        """
        - name: Loop
          hosts: web1
          tasks:
            - include_vars: "${item}.yml"
              loop: [more]
        """);
    assertTrue(
        explain("web1", "release", "loop.yml")
            .endsWith("  may be set in the run by `include_vars` of include_vars  loop.yml:4:7\n"));
  }

  @Test
  void aPlaybookAddsWhatItsPlaysSeeAndWhatTheRunMaySet() {
    assertEquals(
        """
        in play Site
        release of web1 = 1.35
          wins  `vars_files`                   more.yml:1:10            1.35
                `vars` of the play             site.yml:3:20            1.3-web1  from "1.3-${inventory_hostname}"
                inventory: host web1 in hosts  hosts:2:14               1.2
                inventory: group_vars/all.yml  group_vars/all.yml:1:10  1.0
                inventory: group web in hosts  hosts:5:9                1.1
                defaults of a role             roles/site/defaults/main.yml:1:10  0.9
          may be set in the run by `set_fact` of Keep  site.yml:13:7

        in play Again
        in play Once more
        release of web1 = 1.2
          wins  inventory: host web1 in hosts  hosts:2:14               1.2
                inventory: group_vars/all.yml  group_vars/all.yml:1:10  1.0
                inventory: group web in hosts  hosts:5:9                1.1
        """
            .replaceAll(" {2,}", "  "),
        explain("web1", "release", "site.yml").replaceAll(" {2,}", "  "));
  }

  @Test
  void aTaskSeesItsOwnVariables() {
    String told = explain("web2", "release", "site.yml", "--task", "Deploy", "-e", "release=9");
    assertTrue(
        told.startsWith(
            "in task Deploy (site.yml:7:7) of play Site\nrelease of web2 = 9\n  wins  `-e`"),
        told);
    assertTrue(told.contains("\n        `vars` of blocks and the task  site.yml:9:24 "), told);
  }

  @Test
  void aTaskOfARoleIsNamedAsTheRunNamesIt() {
    assertEquals(
        explain("web2", "release", "site.yml", "--task", "Of the role"),
        explain("web2", "release", "site.yml", "--task", "site : Of the role"));
  }

  @Test
  void valuesAreShownAsTheyComeOut() {
    assertEquals(
        "whole of web1 = {\"of\":1.2,\"n\":[1,2]}",
        explain("web1", "whole").lines().findFirst().orElseThrow());
  }

  @Test
  void whatOnlyTheRunFindsOutIsSaidToBeUnknown() {
    assertEquals(
        """
        in play Site
        asked of web1 is not defined before the run
          may be set in the run by `register` of Ask  site.yml:10:7
        """,
        explain("web1", "asked", "site.yml"));
    assertTrue(
        explain("web1", "ansible_os_family")
            .startsWith("ansible_os_family of web1 = (known in the run only)\n"));
  }

  @Test
  void secretsAreNotShown() throws IOException {
    write("password", "sesame\n");
    write("secret.yml", "key: hunter22\nwith: \"x${key}y\"\n");
    Invocation encrypt =
        Invocation.of(
            folder, "vault", "encrypt", "--vault-password-file", "password", "secret.yml");
    assertEquals(0, encrypt.status(), encrypt.err());
    for (String name : List.of("key", "with")) {
      String told = explain("web1", name, "-e", "@secret.yml", "--vault-password-file", "password");
      assertTrue(told.startsWith(name + " of web1 = ***\n  wins  `-e` on the command line"), told);
      assertTrue(!told.contains("hunter22"), told);
    }
  }

  @Test
  void aVariableThatIsNotThereIsAMistake() {
    wrong(
        """
        error: `relaese` is not defined for `web1`
           = did you mean `release`?

        1 error
        """,
        "web1",
        "relaese");
  }

  @Test
  void aHostThatIsNotThereIsAMistake() {
    wrong(
        """
        error: no host is called `web`
           = did you mean `web1`?

        1 error
        """,
        "web",
        "release");
    wrong(
        """
        error: no play has the host `web3`
           = did you mean `web1`?
           = look at `hosts:` of its plays and at `--limit`

        1 error
        """,
        "web3",
        "release",
        "site.yml");
  }

  @Test
  void aTaskThatIsNotThereIsAMistake() {
    wrong(
        """
        error: no task for `web1` is called `Deplyo`
           = did you mean `Deploy`?

        1 error
        """,
        "web1",
        "release",
        "site.yml",
        "--task",
        "Deplyo");
  }

  @Test
  void asksForAllThatItNeeds() {
    usage(
        """
        error: what is to be done with variables is not said
           = as in `java -jar engine.jar vars explain web1 release`
           = `java -jar engine.jar vars --help` lists what there is
        """,
        "vars");
    usage(
        """
        error: there is no command `vars explian`
           = did you mean `explain`?
        """,
        "vars",
        "explian");
    usage(
        """
        error: no host is named
           = as in `java -jar engine.jar vars explain web1 release`
           = `java -jar engine.jar vars explain --help` lists what there is
        """,
        "vars",
        "explain");
    usage(
        """
        error: no variable is named
           = as in `java -jar engine.jar vars explain web1 release`
           = `java -jar engine.jar vars explain --help` lists what there is
        """,
        "vars",
        "explain",
        "web1");
    usage(
        """
        error: no playbook is named that has the task `Deploy`
           = its file follows the variable: `vars explain web1 release site.yml`
        """,
        "vars",
        "explain",
        "web1",
        "release",
        "--task",
        "Deploy");
  }

  @Test
  void explainHasAHelpOfItsOwn() {
    Invocation help = Invocation.of(folder, "vars", "explain", "--help");
    Golden.check("help-vars-explain.txt", help.out());
    assertEquals(0, help.status());
  }

  private void usage(String told, String... args) {
    Invocation vars = Invocation.of(folder, args);
    assertEquals(told, vars.err());
    assertEquals(64, vars.status());
  }

  private void wrong(String told, String... args) {
    Invocation vars = run(args);
    assertEquals(told, vars.err());
    assertEquals("", vars.out());
    assertEquals(65, vars.status());
  }

  private String explain(String... args) {
    Invocation vars = run(args);
    assertEquals("", vars.err());
    assertEquals(0, vars.status());
    return vars.out();
  }

  private Invocation run(String... args) {
    List<String> all = new ArrayList<>(List.of("vars", "explain", "-i", "hosts"));
    all.addAll(List.of(args));
    return Invocation.of(folder, all.toArray(String[]::new));
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
