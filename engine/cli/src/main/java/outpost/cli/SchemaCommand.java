package outpost.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import outpost.api.Problem;
import outpost.core.source.Suggest;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints JSON Schemas, for editors. */
@Command(
    header = "Prints a JSON Schema, by which editors complete and check what you write.",
    customSynopsis = Commands.PROGRAM + " schema [OPTION]... [playbook|tasks|inventory]",
    synopsisHeading = "%nUsage: ",
    parameterListHeading = "%n",
    sortOptions = false,
    usageHelpWidth = 96,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      " 0:it is printed",
      "64:wrong usage",
      "70:a bug of ours",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  java -jar engine.jar schema > ~/.outpost-playbook.json",
      "      then, as the first line of a playbook:",
      "      # yaml-language-server: $schema=/home/me/.outpost-playbook.json",
    })
final class SchemaCommand implements outpost.cli.Command {
  private static final List<String> KINDS = List.of("playbook", "tasks", "inventory");

  @Parameters(
      paramLabel = "KIND",
      arity = "0..*",
      description =
          "Of what: playbook (default), tasks (files of roles, and included ones), inventory.")
  private List<String> kinds = List.of();

  @ArgGroup(validate = false, heading = "%nWith which modules of your own:%n", order = 1)
  private Options.OwnModules modules = new Options.OwnModules();

  @ArgGroup(validate = false, heading = "%nHelp:%n", order = 9)
  private Options.Helping helping = new Options.Helping();

  @Override
  public Optional<Problem> wrong(Surroundings around) {
    if (kinds.isEmpty() || kinds.size() == 1 && KINDS.contains(kinds.get(0))) {
      return Optional.empty();
    }
    String kind = kinds.get(kinds.size() == 1 ? 0 : 1);
    List<String> near = Suggest.hint(kind, KINDS);
    return Optional.of(
        new Problem(
            "wrong-usage",
            kinds.size() == 1
                ? "there is no schema of `" + kind + "`"
                : "`schema` prints one at a time",
            near.isEmpty() ? List.of("it is one of: " + String.join(", ", KINDS)) : near));
  }

  @Override
  public int run(Surroundings around) {
    Reading reading = new Reading(around);
    reading.keep(modules);
    if (reading.tell()) return Exit.USAGE;
    Schemas schemas = new Schemas(reading.catalog());
    Map<String, Object> schema =
        switch (kinds.isEmpty() ? "playbook" : kinds.get(0)) {
          case "tasks" -> schemas.tasks();
          case "inventory" -> schemas.inventory();
          default -> schemas.playbook();
        };
    around.out().println(Json.of(schema, UnaryOperator.identity()));
    return Exit.OK;
  }
}
