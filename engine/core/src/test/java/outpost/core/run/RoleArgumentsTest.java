package outpost.core.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoleArgumentsTest {
  @TempDir Path folder;
  private Playbooks playbooks;

  @BeforeEach
  void makeRole() {
    playbooks =
        new Playbooks(folder)
            .write(
                "roles/web/meta/argument_specs.yml",
                """
                argument_specs:
                  main:
                    options:
                      port: {type: int, required: true}
                      token: {no_log: true}
                """)
            .write("roles/web/tasks/main.yml", "- {name: serve, debug: {msg: \"${port}\"}}\n");
  }

  private List<String> run(String text) {
    List<String> told = playbooks.run(text);
    assertEquals("", playbooks.problems);
    return told;
  }

  @Test
  void refusesOnTheHostWhatOnlyTheRunKnows() {
    List<String> told =
        run(
            """
            - hosts: h1
              tasks:
                - {sh: "echo eighty", register: found}
                - set_fact: {port: "${found.stdout}"}
                - include_role: {name: web}
            """);
    assertEquals(
        "arguments h1 failed: `port` of the role `web` takes a whole number, not `eighty`",
        told.get(told.size() - 1));
  }

  @Test
  void runsTheRoleWhereItsArgumentsAreRight() {
    List<String> told =
        run(
            """
            - hosts: h1
              roles: [{role: web, vars: {port: 80}}]
            """);
    assertEquals(List.of("play h1 [h1]", "arguments h1 ok", "serve h1 ok [80]"), told);
  }

  @Test
  void isHeldToItsArgumentsWhateverTagsAreAskedFor() {
    List<String> told =
        run(
            """
            - hosts: h1
              tasks:
                - {sh: "echo x", register: found, tags: always}
                - set_fact: {port: "${found.stdout}"}
                  tags: always
                - import_role: {name: web}
                  when: found.stdout == "y"
            """);
    assertEquals("serve h1 skipped: its condition is false", told.get(told.size() - 1));
    assertEquals("arguments h1 skipped: its condition is false", told.get(3));
  }

  @Test
  void tellsARescueAllThatIsWrong() {
    List<String> told =
        run(
            """
            - hosts: h1
              tasks:
                - {sh: "echo '[1]'", register: found}
                - block:
                    - validate_argument_spec:
                        argument_spec: {port: {type: int}, size: {type: bytes}}
                        provided_arguments:
                          port: "${found.stdout}"
                          size: "${found.stdout}"
                        validate_args_context: {name: mine}
                  rescue:
                    - debug:
                        msg:
                          - "${ansible_failed_result.argument_errors?size}"
                          - "${ansible_failed_result.validate_args_context.name}"
            """);
    assertEquals("debug h1 ok [- 2, - mine]", told.get(told.size() - 1));
  }

  @Test
  void masksArgumentsThatAreNotToBeShown() {
    run(
        """
        - hosts: h1
          roles: [{role: web, vars: {port: 80}, token: swordfish}]
        """);
    assertTrue(playbooks.masker.mask("a swordfish swims").contains("a *** swims"));
  }

  @Test
  void masksArgumentsThatOnlyTheRunKnows() {
    run(
        """
        - hosts: h1
          roles: [{role: web, vars: {port: 80, token: "${lookup('pipe', 'echo sword; echo fish')}"}}]
        """);
    assertEquals("a *** swims", playbooks.masker.mask("a sword\nfish swims"));
  }

  @Test
  void asksInTheRunWhatIsValidated() {
    List<String> told =
        run(
            """
            - hosts: h1
              tasks:
                - block:
                    - validate_argument_spec:
                        argument_spec: '${lookup("pipe", "echo ''{size: {type: int}}''")?from_yaml}'
                        provided_arguments: {size: "${lookup('pipe', 'echo big')}"}
                        validate_args_context: {name: "${lookup('pipe', 'echo mine')}"}
                  rescue:
                    - debug:
                        msg: "${ansible_failed_result.argument_errors?join(' ')}"
                    - debug:
                        msg: "${ansible_failed_result.validate_args_context.name}"
            """);
    assertEquals(
        List.of(
            "debug h1 ok [`size` of `validate_argument_spec` takes a whole number, not `big`]",
            "debug h1 ok [mine]"),
        told.subList(told.size() - 2, told.size()));
  }
}
