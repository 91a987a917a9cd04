package outpost.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import outpost.api.Problem;
import outpost.core.catalog.Catalog;
import outpost.core.source.Problems;
import outpost.core.source.Suggest;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what modules, keywords and functions there are, and what they take. */
@Command(
    header = "Shows what modules, keywords, filters and such there are, and what they take.",
    customSynopsis = {
      Commands.PROGRAM + " doc [OPTION]... NAME...",
      "or:    " + Commands.PROGRAM + " doc -l [OPTION]...",
    },
    synopsisHeading = "%nUsage: ",
    parameterListHeading = "%n",
    sortOptions = false,
    usageHelpWidth = 96,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      " 0:all that was asked for is shown",
      "64:wrong usage, or there is nothing of that name",
      "70:a bug of ours",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  java -jar engine.jar doc systemd",
      "  java -jar engine.jar doc -s copy >> site.yml",
      "      a task to fill in",
      "  java -jar engine.jar doc -l -t keyword",
      "  java -jar engine.jar doc -j dnf | jq '.dnf.args[].name'",
    })
final class DocCommand implements outpost.cli.Command {
  @Parameters(paramLabel = "NAME", arity = "0..*", description = "What to show.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = {"-t", "--type"},
      paramLabel = "KIND",
      converter = Choices.Documented.class,
      description = "What the names are: module (default), keyword, filter, test or lookup.")
  private DocKind kind = DocKind.MODULE;

  @Option(
      names = {"-l", "--list"},
      description = "List all there are, with a sentence for each.")
  private boolean list;

  @Option(
      names = {"-s", "--snippet"},
      description = "Show a task to fill in.")
  private boolean snippet;

  @Option(
      names = {"-j", "--json"},
      description = "Show it as JSON, for programs.")
  private boolean json;

  @Option(
      names = {"-m", "--markdown"},
      description = "Show it as Markdown, for a manual.")
  private boolean markdown;

  @ArgGroup(validate = false, heading = "%nWith which modules of your own:%n", order = 8)
  private Options.OwnModules modules = new Options.OwnModules();

  @ArgGroup(validate = false, heading = "%nHelp:%n", order = 9)
  private Options.Helping helping = new Options.Helping();

  @Override
  public Optional<Problem> wrong(Surroundings around) {
    if (names.isEmpty() && !list && !markdown && kind == DocKind.MODULE) {
      return Optional.of(Usage.missing("doc", "nothing is named to be shown", "systemd"));
    }
    if (snippet && kind != DocKind.MODULE) {
      return Optional.of(
          Problem.of(
              "wrong-usage", "only modules have a task to fill in", "leave out `--snippet`"));
    }
    if (snippet && (json || list)) {
      return Optional.of(
          Problem.of(
              "wrong-usage",
              "`--snippet` shows a task and nothing else",
              "leave out `" + (json ? "--json" : "--list") + "`"));
    }
    if (markdown && (json || list || snippet || kind != DocKind.MODULE)) {
      return Optional.of(
          Problem.of(
              "wrong-usage",
              "`--markdown` is for whole manuals of modules",
              "leave out `--json`, `--list`, `--snippet` and `--type`"));
    }
    return Optional.empty();
  }

  @Override
  public int run(Surroundings around) {
    list |= names.isEmpty() && !markdown;
    Reading reading = new Reading(around);
    reading.keep(modules);
    if (reading.tell()) return Exit.USAGE;
    Map<String, Doc> all = Docs.of(kind, reading.catalog());
    Map<String, Doc> chosen = names.isEmpty() ? all : new LinkedHashMap<>();
    Problems problems = new Problems();
    for (String name : names) {
      Optional<Doc> doc = Docs.find(all, name);
      if (doc.isPresent()) chosen.put(doc.get().name(), doc.get());
      else unknown(name, all, reading.catalog(), problems);
    }
    boolean wrong = reading.tell(problems);
    show(chosen, around);
    return wrong ? Exit.USAGE : Exit.OK;
  }

  private void unknown(String name, Map<String, Doc> all, Catalog catalog, Problems problems) {
    List<String> hints = new ArrayList<>(Suggest.hint(name, all.keySet()));
    for (DocKind other : DocKind.values()) {
      if (other != kind && Docs.find(Docs.of(other, catalog), name).isPresent()) {
        hints.add(
            "it is a %s: `doc -t %s %s`".formatted(Choices.word(other), Choices.word(other), name));
      }
    }
    String type = kind == DocKind.MODULE ? "" : " -t " + Choices.word(kind);
    hints.add("`" + Commands.PROGRAM + " doc -l" + type + "` lists them all");
    problems.error(
        "wrong-usage",
        "there is no " + Choices.word(kind) + " `" + name + "`",
        hints.toArray(String[]::new));
  }

  private void show(Map<String, Doc> docs, Surroundings around) {
    if (json) {
      Map<String, Object> all = new LinkedHashMap<>();
      docs.forEach((name, doc) -> all.put(name, list ? doc.sentence() : doc.json()));
      around.out().println(Json.of(all, UnaryOperator.identity()));
      return;
    }
    if (markdown) {
      ModuleManual.of(docs.values(), names.isEmpty()).forEach(around.out()::println);
      return;
    }
    if (list) {
      int widest = docs.keySet().stream().mapToInt(String::length).max().orElse(0);
      docs.forEach(
          (name, doc) -> around.out().printf("%-" + widest + "s  %s%n", name, doc.sentence()));
      return;
    }
    DocText text = new DocText(around.outTerminal().colours());
    boolean first = true;
    for (Doc doc : docs.values()) {
      if (!first) around.out().println();
      first = false;
      (snippet ? doc.snippet() : doc.page(text)).forEach(around.out()::println);
    }
  }
}
