package outpost.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import outpost.api.Problem;
import outpost.core.program.Program;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Checks playbooks and all that they reach, and connects to nothing. */
@Command(
    header = "Checks playbooks, and all that they reach, before any host is touched.",
    description = {
      "",
      "Every file is read, every expression parsed, every argument typed, every variable looked"
          + " up for every host, and nothing connected to.",
      "What a run would change is what `run --check` tells.",
    },
    customSynopsis = Commands.PROGRAM + " check [OPTION]... PLAYBOOK...",
    synopsisHeading = "%nUsage: ",
    parameterListHeading = "%n",
    sortOptions = false,
    usageHelpWidth = 96,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      " 0:nothing is wrong",
      "64:wrong usage of this command line",
      "65:something is wrong; all of it is told at once",
      "70:a bug of ours",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  java -jar engine.jar check -i hosts.yml site.yml",
      "  java -jar engine.jar check -i hosts.yml playbooks/*.yml",
    })
final class CheckCommand implements outpost.cli.Command {
  @Parameters(paramLabel = "PLAYBOOK", arity = "0..*", description = "Files with plays.")
  private List<Path> playbooks = new ArrayList<>();

  @ArgGroup(validate = false, heading = "%nWhich hosts, with which variables:%n", order = 1)
  private Options.Hosts hosts = new Options.Hosts();

  @ArgGroup(validate = false, heading = "%nWith which modules of your own:%n", order = 2)
  private Options.OwnModules modules = new Options.OwnModules();

  @ArgGroup(validate = false, heading = "%nWith which passwords of the vault:%n", order = 2)
  private Options.Vaults vaults = new Options.Vaults();

  @ArgGroup(validate = false, heading = "%nWhich tasks:%n", order = 3)
  private Options.Choosing choosing = new Options.Choosing();

  @ArgGroup(
      validate = false,
      heading = "%nHow a run would connect; here nobody is asked for a password:%n",
      order = 4)
  private Options.Connecting connecting = new Options.Connecting();

  @ArgGroup(validate = false, heading = "%nAs which user a run would work:%n", order = 5)
  private Options.Becoming becoming = new Options.Becoming();

  @ArgGroup(validate = false, heading = "%nHelp:%n", order = 6)
  private Options.Helping helping = new Options.Helping();

  @Override
  public Optional<Problem> wrong(Surroundings around) {
    return playbooks.isEmpty()
        ? Optional.of(Usage.noPlaybook(Commands.PROGRAM + " check"))
        : Optional.empty();
  }

  @Override
  public int run(Surroundings around) {
    Reading reading = new Reading(around, vaults);
    if (reading.refused()) return Exit.USAGE;
    reading.keep(modules);
    if (reading.tell()) return Exit.USAGE;
    List<Program> programs = reading.programs(playbooks, hosts, new Options.Work(), choosing);
    if (reading.tell()) return Exit.WRONG_INPUT;
    for (Program program : programs) {
      Listing.head(program, reading.files()).forEach(around.out()::println);
    }
    return Exit.OK;
  }
}
