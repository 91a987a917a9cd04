package outpost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import outpost.core.catalog.Catalog;
import outpost.core.program.EngineSteps;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Yaml;

class DocTest {
  private @TempDir Path folder;

  @Test
  void aModulesPageHasAllThatItTakes() {
    Golden.check("doc-systemd.txt", well("doc", "systemd"));
  }

  @Test
  void theManualOfAllModulesIsWrittenFromTheirCode() {
    Golden.check(Path.of("../../docs/modules.md"), well("doc", "--markdown"));
  }

  @Test
  void everyModuleHasTwoExamples() {
    for (Doc doc : Docs.of(DocKind.MODULE, Catalog.load()).values()) {
      if (EngineSteps.NAMES.contains(doc.name())) continue;
      long examples = ((ModuleDoc) doc).examples().stream().filter(l -> l.startsWith("# ")).count();
      assertTrue(examples >= 2, doc.name() + " has " + examples);
    }
  }

  @Test
  void stepsOfTheEngineHaveAPageAsModulesHave() {
    assertTrue(well("doc", "assert").contains("\n  that · list of texts · must be given\n"));
  }

  @Test
  void aModuleIsFoundByAnyOfItsNames() {
    assertEquals(well("doc", "dnf"), well("doc", "ansible.builtin.yum"));
  }

  @Test
  void aSnippetIsATaskToFillIn() {
    assertEquals(
        """
        - name: Fails; together with `when`, that is a check of one's own
          fail:
            # msg:  # text. Why.
        """,
        well("doc", "-s", "fail"));
  }

  @Test
  void theListHasASentenceForEach() {
    String list = well("doc", "-l");
    assertTrue(list.contains("\ndebug "), list);
    assertTrue(list.lines().allMatch(line -> line.matches("[a-z0-9_]+ +[A-Z].*\\.")), list);
  }

  @Test
  void aKindAloneListsAllOfIt() {
    assertEquals(well("doc", "-l", "-t", "filter"), well("doc", "-t", "filter"));
  }

  @Test
  void keywordsSayWhereTheyStand() {
    assertEquals(
        """
        serial

        How many hosts at a time: a number, a percentage, or a list.
        It stands in: play.
        """,
        well("doc", "-t", "keyword", "serial"));
  }

  @Test
  void functionsHaveAnExample() {
    for (String kind : List.of("filter", "test", "lookup")) {
      String list = well("doc", "-l", "-t", kind);
      assertTrue(list.lines().allMatch(line -> line.matches("\\S+ +.*\\.")), list);
    }
    String page = well("doc", "-t", "filter", "or_else");
    assertTrue(page.contains("\nExample\n  ${0?or_else('nothing')}\ngives\n  nothing\n"), page);
  }

  @Test
  void programsGetJson() {
    assertEquals(
        "{\"fail\":{\"name\":\"fail\",\"aliases\":[],"
            + "\"doc\":\"Fails; together with `when`, that is a check of one's own.\","
            + "\"args\":[{\"name\":\"msg\",\"doc\":\"Why.\",\"kind\":\"text\",\"choices\":[],"
            + "\"default\":\"failed as requested\",\"required\":false,\"aliases\":[],"
            + "\"free_form\":false,\"fields\":[]}],\"results\":[],\"examples\":\"\"}}\n",
        well("doc", "-j", "fail"));
  }

  @Test
  void examplesAreShownWithoutWhatTheyNeedBefore() {
    Source file =
        new Source(
            "x",
            """
            - example: Do it.
              before:
                - other: {}
              task:
                do:
                  it: now
                when: ok
            - example: Again.
              task:
                do: { it: twice }
              changes: no
            """);
    assertEquals(
        List.of(
            "# Do it.", "- do:", "    it: now", "  when: ok", "# Again.", "- do: { it: twice }"),
        Examples.of(Yaml.read(file, new Problems()).orElseThrow()));
  }

  @Test
  void asksForAName() {
    wrong(
        """
        error: nothing is named to be shown
           = as in `java -jar engine.jar doc systemd`
           = `java -jar engine.jar doc --help` lists what there is
        """);
  }

  @Test
  void suggestsTheModuleThatWasMeant() {
    wrong(
        """
        error: there is no module `sytemd`
           = did you mean `systemd`?
           = `java -jar engine.jar doc -l` lists them all

        1 error
        """,
        "sytemd");
  }

  @Test
  void saysWhereANameOfAnotherKindIsFound() {
    wrong(
        """
        error: there is no module `serial`
           = it is a keyword: `doc -t keyword serial`
           = `java -jar engine.jar doc -l` lists them all

        1 error
        """,
        "serial");
    wrong(
        """
        error: there is no keyword `dnf`
           = it is a module: `doc -t module dnf`
           = `java -jar engine.jar doc -l -t keyword` lists them all

        1 error
        """,
        "-t",
        "keyword",
        "dnf");
  }

  @Test
  void onlyModulesHaveASnippet() {
    wrong(
        """
        error: only modules have a task to fill in
           = leave out `--snippet`
        """,
        "-s",
        "-t",
        "keyword",
        "serial");
    wrong(
        """
        error: `--snippet` shows a task and nothing else
           = leave out `--json`
        """,
        "-s",
        "-j",
        "dnf");
  }

  @Test
  void knowsTheKindsThereAre() {
    wrong(
        """
        error: `--type` must be one of `module`, `keyword`, `filter`, `test`, `lookup` and not `modul`
           = did you mean `module`?
        """,
        "-t",
        "modul",
        "x");
  }

  private String well(String... args) {
    Invocation doc = Invocation.of(folder, args);
    assertEquals("", doc.err());
    assertEquals(0, doc.status());
    return doc.out();
  }

  private void wrong(String told, String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "doc";
    System.arraycopy(args, 0, all, 1, args.length);
    Invocation doc = Invocation.of(folder, all);
    assertEquals(told, doc.err());
    assertEquals("", doc.out());
    assertEquals(64, doc.status());
  }
}
