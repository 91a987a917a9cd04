package outpost.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import outpost.api.Problem;
import outpost.core.event.Prompter;
import outpost.core.program.Program;
import outpost.core.run.HostAccess;
import outpost.core.source.Problems;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Runs playbooks, which is what the program does where it is told nothing else. */
@Command(
    header = "Brings hosts to the state that a playbook describes, over SSH.",
    description = {"", "Nothing is installed on the hosts: a POSIX shell is enough there."},
    customSynopsis = Commands.PROGRAM + " run [OPTION]... PLAYBOOK...",
    synopsisHeading = "%nUsage: ",
    parameterListHeading = "%n",
    sortOptions = false,
    sortSynopsis = false,
    usageHelpWidth = 96,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      " 0:all is well",
      " 2:a host failed",
      " 4:hosts were unreachable, and none failed",
      "64:wrong usage of this command line",
      "65:a wrong playbook or inventory, or no host matched; nothing was changed",
      "70:a bug of ours",
      "130:interrupted",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  java -jar engine.jar playbooks/add-remote.yml",
      "      with the inventory of ./inventories",
      "  java -jar engine.jar -i hosts.yml -CD site.yml",
      "      what would be changed, as differences; nothing is changed",
      "  java -jar engine.jar -i hosts.yml -l 'web:!web3' -e release=1.4.2 site.yml",
      "      some of the hosts, with a variable",
      "  java -jar engine.jar -i hosts.yml --output jsonl site.yml | jq 'select(.event == \"recap\")'",
      "      for programs",
    })
final class RunCommand implements outpost.cli.Command {
  @Parameters(
      paramLabel = "PLAYBOOK",
      arity = "0..*",
      description = "Files with plays, run one after the other.")
  List<Path> playbooks = new ArrayList<>();

  @ArgGroup(validate = false, heading = "%nWhich hosts, with which variables:%n", order = 1)
  Options.Hosts hosts = new Options.Hosts();

  @ArgGroup(validate = false, heading = "%nWith which modules of your own:%n", order = 2)
  private Options.OwnModules modules = new Options.OwnModules();

  @ArgGroup(validate = false, heading = "%nWith which passwords of the vault:%n", order = 2)
  private Options.Vaults vaults = new Options.Vaults();

  @ArgGroup(validate = false, heading = "%nWhat to do:%n", order = 3)
  Options.Work work = new Options.Work();

  @ArgGroup(validate = false, heading = "%nWhich tasks:%n", order = 4)
  Options.Choosing choosing = new Options.Choosing();

  @ArgGroup(validate = false, heading = "%nFacts of earlier runs:%n", order = 5)
  private Options.Facts facts = new Options.Facts();

  @ArgGroup(validate = false, heading = "%nHow to go through them:%n", order = 5)
  private Options.Stepping stepping = new Options.Stepping();

  @ArgGroup(validate = false, heading = "%nInstead of running:%n", order = 6)
  private Options.Lists lists = new Options.Lists();

  @ArgGroup(
      validate = false,
      heading = "%nHow to connect, where the inventory does not say:%n",
      order = 7)
  Options.Connecting connecting = new Options.Connecting();

  @ArgGroup(
      validate = false,
      heading = "%nAs which user, where the playbook does not say:%n",
      order = 8)
  Options.Becoming becoming = new Options.Becoming();

  @ArgGroup(validate = false, heading = "%nWhat is told:%n", order = 9)
  Options.Telling telling = new Options.Telling();

  @ArgGroup(validate = false, heading = "%nHelp:%n", order = 10)
  private Options.Helping helping = new Options.Helping();

  @Override
  public Optional<Problem> wrong(Surroundings around) {
    if (playbooks.isEmpty()) return Optional.of(Usage.noPlaybook(Commands.PROGRAM));
    return misplacedCommand(around)
        .or(() -> Usage.tooSmall("--forks", work.forks))
        .or(() -> connecting.connectTimeout.flatMap(t -> Usage.tooSmall("--connect-timeout", t)))
        .or(() -> facts.wrong(around))
        .or(this::listForMachines)
        .or(() -> nobodyToAsk(around));
  }

  /** A word that names no file may have been meant as a command. */
  private Optional<Problem> misplacedCommand(Surroundings around) {
    return playbooks.stream()
        .filter(path -> !Files.exists(around.workingDirectory().resolve(path)))
        .map(Path::toString)
        .flatMap(name -> Usage.command(name).stream())
        .findFirst();
  }

  private Optional<Problem> nobodyToAsk(Surroundings around) {
    if (!stepping.step || around.prompter().isAnybodyThere()) return Optional.empty();
    return Optional.of(
        Problem.of(
            "no-terminal",
            "there is no terminal to ask before each task, as `--step` wants",
            "choose tasks with `--tags` or `--start-at-task`"));
  }

  private Optional<Problem> listForMachines() {
    if (!lists.any() || telling.output != Options.Output.JSONL) return Optional.empty();
    return Optional.of(
        Problem.of(
            "wrong-usage",
            "lists are for people, there are no events in them",
            "leave out `--output jsonl`"));
  }

  @Override
  public int run(Surroundings around) {
    Reading reading = new Reading(around, vaults);
    if (reading.refused()) return Exit.USAGE;
    reading.keep(modules);
    if (reading.tell()) return Exit.USAGE;
    reading.keep(facts);
    Problems refused = new Problems();
    Access access = new Access(around, reading.masker(), refused);
    try (Beforehand connections = new Beforehand(around)) {
      if (!lists.any() && !stepping.step) {
        connections.begin(reading, access.beforehand(connecting, becoming), work);
      }
      List<Program> programs =
          reading.programs(
              playbooks, hosts, work, choosing, prompter(around), telling.verbose.length);
      if (reading.tell()) return Exit.WRONG_INPUT;
      if (lists.any()) return list(reading, programs, around);
      HostAccess.Defaults defaults = access.of(connecting, becoming);
      if (reading.tell(refused)) return Exit.USAGE;
      return new Running(
              around,
              connections,
              reading.masker(),
              work,
              telling.verbose.length,
              stepping.pace(),
              defaults)
          .run(programs, telling.output, screen -> reporter(screen, reading, around), event -> {});
    }
  }

  /** Lists need no answers. */
  private Optional<Prompter> prompter(Surroundings around) {
    return lists.any() ? Optional.empty() : Optional.of(around.prompter());
  }

  private LiveReporter reporter(Screen screen, Reading reading, Surroundings around) {
    return new ConsoleReporter(screen, reading.masker(), around.clock(), telling.verbose.length);
  }

  private int list(Reading reading, List<Program> programs, Surroundings around) {
    for (Program program : programs) {
      Listing.head(program, reading.files()).forEach(around.out()::println);
      if (!lists.listing()) continue;
      new Listing(lists).of(program).forEach(around.out()::println);
    }
    return Exit.OK;
  }
}
