package outpost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Modules that do not come with the engine: written in YAML and shell, or brought in a jar. */
class OwnModulesTest {
  private @TempDir Path folder;

  @BeforeEach
  void writeAPlaybook() throws IOException {
    site("- greeting: {line: \"it's ${who} & $(co)\", path: PATH}");
  }

  private void site(String task) throws IOException {
    write(
        "site.yml",
        "- hosts: all\n  gather_facts: no\n  tasks:\n    "
            + task.replace("PATH", folder.resolve("greeting").toString()).indent(4).strip()
            + "\n");
  }

  @Test
  void aNewModuleIsCheckedDoneAndThenLeftAlone() throws IOException {
    assertEquals("", well("new", "module", "greeting").err());

    Invocation check = here("-CD", "-e", "who=me", "site.yml");
    assertTrue(check.out().contains("line: absent -> it's me & $(co)"), check.out());
    assertTrue(check.out().contains("\n    +it's me & $(co)\n"), check.out());
    assertFalse(Files.exists(folder.resolve("greeting")));

    assertTrue(here("-e", "who=me", "site.yml").out().contains("changed=1"));
    assertEquals("it's me & $(co)\n", Files.readString(folder.resolve("greeting")));
    assertTrue(here("-e", "who=me", "site.yml").out().contains("changed=0"));

    site("- greeting: {line: x, path: PATH, state: absent}");
    assertTrue(here("site.yml").out().contains("file: present -> absent"));
    assertFalse(Files.exists(folder.resolve("greeting")));
  }

  @Test
  void aNewModuleHasAManual() throws IOException {
    well("new", "module", "greeting", "--directory", "mine");
    Golden.check("doc-own-module.txt", well("doc", "-M", "mine", "greeting").out());
  }

  @Test
  void nothingIsWrittenOverAndNoNameIsTakenTwice() throws IOException {
    well("new", "module", "greeting");
    assertEquals(
        """
        error: there is a file `library/greeting.yml` already
           = choose another name

        1 error
        """,
        wrong(64, "new", "module", "greeting"));
    assertTrue(wrong(64, "new", "module", "copy").contains("there is a module `copy` already"));
    assertTrue(wrong(64, "new", "module", "Not-a-name").contains("cannot be a module's name"));
    assertTrue(wrong(64, "new", "role", "x").contains("there is no `new role`"));

    Files.move(folder.resolve("library/greeting.yml"), folder.resolve("library/copy.yml"));
    assertTrue(wrong(65, "check", "-i", "here,", "site.yml").contains("a module `copy` already"));
  }

  @Test
  void anObstacleKeepsItFromDoingAnything() throws IOException {
    well("new", "module", "greeting");
    site("- greeting: {line: x, path: PATH/}");
    Invocation run = here("site.yml");
    assertEquals(2, run.status());
    assertTrue(run.out().contains("greeting/` is a folder\n   = name the file in it"), run.out());
  }

  @Test
  void allThatIsWrongWithItIsToldAtItsPlaceAndNothingElse() throws IOException {
    write(
        "library/greeting.yml",
        """
        doc: Greets.
        args:
          line: The line.
          Path: { doc: The file., type: texts }
        probe: emit text "$(cat "$path")"
        changes:
          - what: line
            from: ${found.text}
            to: ${lines}
            running: echo
          - what: more
            from: ${found.text
            to: x
            run: echo
        """);
    Golden.check("own-module-wrong.txt", wrong(65, "check", "-i", "here,", "site.yml"));
  }

  @Test
  void expressionsMayUseArgumentsAndWhatWasFound() throws IOException {
    write(
        "library/greeting.yml",
        """
        doc: Greets.
        args:
          line: The line.
          Path: The file.
        probe: emit text "$(cat "$path")"
        changes:
          - what: line
            when: line == found.text
            from: ${found.text}
            to: ${lines}
            run: echo ${not_ours}
          - what: more
            from: ${found.text
            to: x
            run: echo
        """);
    Golden.check("own-module-expressions.txt", wrong(65, "check", "-i", "here,", "site.yml"));
  }

  @Test
  void secretsGoByStandardInputAndAreShownNowhere() throws IOException {
    Path secret = folder.resolve("secret");
    write(
        "library/token.yml",
        """
        doc: Keeps a token.
        args:
          value: { doc: The token., type: secret }
        probe: |
          [ ! -e %1$s ] || blob text < %1$s
          emit variable "${value-none}"
        changes:
          - what: token
            from: ${found.text!''}
            to: ${value}
            diff: { before: "${found.text!''}", after: "${value}" }
            run: cat > %1$s
            stdin: ${value}
        """
            .formatted(secret));
    site(
        "- token: {value: hunter2-hunter2}\n  register: told\n- debug: {var: told.found.variable}");
    Invocation run = here("-D", "-vv", "site.yml");
    assertEquals(0, run.status(), run.out());
    assertFalse(run.out().contains("hunter2"), run.out());
    assertTrue(run.out().contains("token: (hidden) -> (hidden)"), run.out());
    assertTrue(run.out().contains("    none\n"), run.out());
    assertEquals("hunter2-hunter2", Files.readString(secret));
    assertTrue(here("site.yml").out().contains("changed=0"));
  }

  @Test
  void aJarBringsModulesWithTheirExamples() throws IOException {
    Path jar = jar();
    site("- pet: {name: cat}");
    Invocation run =
        Invocation.of(
            folder,
            Map.of("OUTPOST_MODULE_PATH", jar.toString()),
            Optional.empty(),
            "-i",
            "here,",
            "-c",
            "local",
            "site.yml");
    assertEquals(0, run.status(), run.out() + run.err());
    assertTrue(run.out().contains("note: cat is fed"), run.out());
    String page = well("doc", "-M", jar.toString(), "pet").out();
    assertTrue(page.contains("Keeps a pet.") && page.contains("- pet: { name: cat }"), page);
  }

  @Test
  void whatIsNoModuleIsTold() throws IOException {
    write("notes.txt", "x");
    assertEquals(
        """
        error: `notes.txt` is no module
           = name a jar, a YAML file, or a folder of them

        1 error
        """,
        wrong(64, "check", "-M", "notes.txt", "-i", "here,", "site.yml"));
  }

  /** Compiles a module against the API, as its author would, and packs it. */
  private Path jar() throws IOException {
    Path source =
        write(
            "src/pets/Pet.java",
            """
            package pets;

            import outpost.api.*;

            @Doc("Keeps a pet.")
            public final class Pet implements outpost.api.Module<Pet.Args, Pet.Found> {
              public record Args(@Arg("Its name.") String name) {}
              public record Found(String food) {}

              @Override
              public Probe<Found> probe(Args want) {
                return Probe.of(Found.class, Script.sh("emit food fish"));
              }

              @Override
              public Plan plan(Args want, Found is) {
                return Plan.builder().note(want.name() + " is fed").build();
              }
            }
            """);
    List<String> compile = new ArrayList<>(List.of("-d", folder.resolve("out").toString()));
    compile.addAll(List.of("-cp", System.getProperty("java.class.path"), source.toString()));
    int status =
        ToolProvider.getSystemJavaCompiler().run(null, null, null, compile.toArray(String[]::new));
    assertEquals(0, status);
    Path jar = folder.resolve("pets.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String name : List.of("Pet", "Pet$Args", "Pet$Found")) {
        add(
            out,
            "pets/" + name + ".class",
            Files.readAllBytes(folder.resolve("out/pets/" + name + ".class")));
      }
      add(out, "META-INF/services/outpost.api.Module", "pets.Pet\n".getBytes());
      add(
          out,
          "examples/pet.yml",
          "- example: Keep one.\n  task:\n    pet: { name: cat }\n".getBytes());
    }
    return jar;
  }

  private static void add(JarOutputStream out, String name, byte[] bytes) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(bytes);
    out.closeEntry();
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private Invocation here(String... args) {
    List<String> all = new ArrayList<>(List.of("-i", "here,", "-c", "local"));
    all.addAll(List.of(args));
    return Invocation.of(folder, all.toArray(String[]::new));
  }

  private Invocation well(String... args) {
    Invocation run = Invocation.of(folder, args);
    assertEquals(0, run.status(), run.out() + run.err());
    return run;
  }

  private String wrong(int status, String... args) {
    Invocation run = Invocation.of(folder, args);
    assertEquals(status, run.status(), run.out() + run.err());
    return run.err();
  }
}
