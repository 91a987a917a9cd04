package outpost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of a result that take long to tell are told where something refers to them. */
class ReferredTest {
  private static final String LOOK =
      """
      - hosts: all
        gather_facts: false
        vars: {kind: "${f.stat.mimetype!''}", none: "${f.stat.size!''}"}
        tasks:
          - stat: {path: %s}
            register: f
      """;

  private @TempDir Path folder;

  private List<String> told(String more, String... options) throws IOException {
    Files.writeString(folder.resolve("site.yml"), LOOK.formatted(folder) + more);
    List<String> args =
        new ArrayList<>(
            List.of("-i", "here,", "-e", "ansible_connection=local", "--output", "jsonl"));
    args.addAll(List.of(options));
    args.add("site.yml");
    Invocation run = Invocation.of(folder, args.toArray(String[]::new));
    assertEquals(0, run.status(), run.err());
    String result =
        run.out().lines().filter(line -> line.contains("\"isdir\"")).findFirst().orElseThrow();
    return List.of("mimetype", "charset", "attr_flags").stream()
        .filter(part -> result.contains("\"" + part + "\""))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "    - debug: {msg: x}\n      when: f.stat.exists && f.stat.isdir",
        "    - debug: {msg: \"${none}\"}",
        "    - debug: {msg: \"${lookup('env', 'HOME')} ${(g.stat.mimetype)!}\"}",
        "    - include_tasks: sizes.yml",
        "  handlers:\n    - debug: {msg: \"${f.stat.size}\"}\n      listen: x",
      })
  void whatNothingRefersToIsNotAskedFor(String more) throws IOException {
    Files.writeString(folder.resolve("sizes.yml"), "- debug: {msg: \"${f.stat.size}\"}\n");
    assertEquals(List.of(), told(more));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "    - debug: {msg: \"${f.stat.mimetype}\"}",
        "    - debug: {msg: \"${f.stat['charset']}\"}",
        "    - debug: {msg: \"${kind}\"}",
        "    - {name: \"see ${f.stat.mimetype}\", debug: {msg: x}}",
        "    - debug: {msg: x}\n      when: f.stat.mimetype == 'x'",
        "    - include_tasks: kinds.yml",
        "    - include_tasks: \"${'kinds'}.yml\"",
        "    - copy: {content: \"${f.stat.mimetype}\", dest: /dev/null}\n      when: false",
        "  handlers:\n    - debug: {msg: \"${f.stat.mimetype}\"}\n      listen: x",
        "  handlers:\n    - {include_tasks: kinds.yml, listen: x}",
        "- hosts: all\n  gather_facts: false\n  tasks:\n    - debug: {msg: \"${f.stat.mimetype}\"}",
        "    - debug: {msg: \"${lookup('template', 'kind.ftl')}\"}",
        "    - template: {src: kind.ftl, dest: /dev/null}\n      when: false",
      })
  void whatSomethingRefersToIs(String more) throws IOException {
    Files.writeString(folder.resolve("kinds.yml"), "- debug: {msg: \"${f.stat.mimetype}\"}\n");
    Files.createDirectories(folder.resolve("templates"));
    Files.writeString(folder.resolve("templates/kind.ftl"), "${f.stat.mimetype}");
    assertEquals(List.of("mimetype", "charset"), told(more).subList(0, 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "    - debug: {var: f}",
        "    - debug: {msg: \"${f.stat?keys?join(' ')}\"}",
        "    - debug: {msg: \"${.vars['f'].stat.attr_flags!''}\"}",
        "    - debug: {msg: \"${.vars[('f')].stat.size} ${lookup('vars', 'f').stat.size}\"}",
        "    - debug: {msg: \"${hostvars.here.f.stat.size}\"}",
        "    - include_vars: more.yml",
        "  vars_files: [\"${'more'}.yml\"]",
      })
  void allIsAskedForWhereItIsUsedAsAWholeOrMayBe(String more) throws IOException {
    Files.writeString(folder.resolve("more.yml"), "deep: \"${f.stat.attr_flags}\"\n");
    assertEquals("mimetype", told(more).get(0));
  }

  @Test
  void whoLooksAtResultsSeesAllOfThem() throws IOException {
    assertEquals("mimetype", told("", "-v").get(0));
  }

  @Test
  void whatATaskSaysHolds() throws IOException {
    String said = LOOK.replace("path: %s", "path: /, get_mime: true");
    Files.writeString(folder.resolve("site.yml"), said);
    Invocation run =
        Invocation.of(
            folder,
            "-i",
            "here,",
            "-e",
            "ansible_connection=local",
            "--output",
            "jsonl",
            "site.yml");
    assertEquals(true, run.out().contains("\"mimetype\""));
  }
}
