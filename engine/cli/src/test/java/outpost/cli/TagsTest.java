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

/** Chooses tasks of a playbook on the command line. */
class TagsTest {
  private @TempDir Path folder;

  @BeforeEach
  void writeAPlaybook() throws IOException {
    Files.createDirectories(folder.resolve("roles/site/tasks"));
    Files.writeString(
        folder.resolve("roles/site/tasks/main.yml"),
        "- name: Of the role\n  debug: { msg: role }\n");
    Files.writeString(
        folder.resolve("site.yml"),
        """
        - name: Greet
          hosts: all
          tags: greeting
          roles:
            - { role: site, tags: web }
          tasks:
            - name: First
              debug: { msg: first }
              tags: [one, both]
            - name: Second
              debug: { msg: second }
              tags: two,both
            - name: Last
              debug: { msg: last }
              tags: [never, extra]
        - name: Leave
          hosts: all
          tasks:
            - name: Bye
              debug: { msg: bye }
        """);
    Files.writeString(
        folder.resolve("open.yml"),
        """
        - hosts: all
          tasks:
            - command: echo x
              register: which
              tags: always
            - include_tasks: "${which.stdout}.yml"
              tags: always
        """);
  }

  @Test
  void listsTheTagsOfEachPlay() {
    assertEquals(
        """
        site.yml: nothing wrong · 2 plays, 4 tasks, 2 files, 2 hosts
        play Greet · 2 hosts  TAGS: [greeting]
          TASK TAGS: [both, extra, greeting, never, one, two, web]
        play Leave · 2 hosts  TAGS: []
          TASK TAGS: []
        """,
        well("--list-tags"));
  }

  @Test
  void listsTasksWithTheirTags() {
    assertEquals(
        """
        site.yml: nothing wrong · 2 plays, 4 tasks, 2 files, 2 hosts
        play Greet · 2 hosts
          task site : Of the role (debug)  TAGS: [greeting, web]  roles/site/tasks/main.yml:1:3
          task First (debug)  TAGS: [both, greeting, one]  site.yml:7:7
          task Second (debug)  TAGS: [both, greeting, two]  site.yml:10:7
        play Leave · 2 hosts
          task Bye (debug)  site.yml:19:7
        """,
        well("--list-tasks"));
  }

  @Test
  void takesWhatIsTagged() {
    assertEquals(List.of("First", "Second"), tasks("-t", "both"));
    assertEquals(List.of("First"), tasks("--tags", "one,web", "--skip-tags", "web"));
    assertEquals(List.of("Last"), tasks("-t", "extra"));
    assertEquals(List.of("Bye"), tasks("-t", "untagged"));
    assertEquals(List.of("First", "Second"), tasks("-t", "one", "-t", "two"));
  }

  @Test
  void startsAtATask() {
    assertEquals(List.of("Second", "Bye"), tasks("--start-at-task", "Second"));
    assertEquals(List.of("Second", "Bye"), tasks("--start-at-task", "Sec*"));
  }

  @Test
  void aTaskThatIsNotThereIsAMistake() {
    Invocation run = run("--start-at-task", "Secnd", "site.yml");
    assertEquals(
        """
        error: no task is called `Secnd`, to start at
           = did you mean `Second`?

        1 error
        """,
        run.err());
    assertEquals(65, run.status());
  }

  @Test
  void aTagThatNoTaskHasIsAMistake() {
    for (String option : List.of("--tags", "--skip-tags")) {
      Invocation run = run(option, "wbe", "site.yml");
      assertEquals(
          """
          error: no task has the tag `wbe`
             = did you mean `web`?
             = there are: both, extra, greeting, never, one, two, web

          1 error
          """,
          run.err());
      assertEquals("", run.out());
      assertEquals(65, run.status());
    }
  }

  @Test
  void aTagMayComeWithWhatOnlyTheRunIncludes() throws IOException {
    Files.writeString(folder.resolve("x.yml"), "- debug: { msg: here }\n  tags: x\n");
    Invocation run = run("--tags", "x", "open.yml");
    assertEquals(
        """
        warning: no task has the tag `x`
           = there are: always
           = an include may bring it: what it brings is known only in the run

        1 warning
        """,
        run.err());
    assertTrue(run.out().contains("\n    here\n"), run.out());
    assertEquals(0, run.status());
  }

  @Test
  void everyTagIsKnownOfSeveralPlaybooks() throws IOException {
    Files.writeString(
        folder.resolve("other.yml"), "- hosts: all\n  tasks: [{ debug: { msg: x }, tags: o }]\n");
    assertEquals(0, run("--tags", "o,one", "--list-tasks", "site.yml", "other.yml").status());
  }

  private List<String> tasks(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--list-tasks");
    return well(all.toArray(String[]::new))
        .lines()
        .filter(line -> line.startsWith("  task "))
        .map(line -> line.replaceFirst("  task ", "").replaceFirst(" \\(.*", ""))
        .filter(name -> !name.startsWith("site :"))
        .toList();
  }

  private String well(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("site.yml");
    Invocation run = run(all.toArray(String[]::new));
    assertEquals("", run.err());
    assertEquals(0, run.status());
    return run.out();
  }

  private Invocation run(String... args) {
    List<String> all = new ArrayList<>(List.of("-i", "a,b,", "-c", "local"));
    all.addAll(List.of(args));
    return Invocation.of(folder, all.toArray(String[]::new));
  }
}
