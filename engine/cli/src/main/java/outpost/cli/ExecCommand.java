package outpost.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import outpost.api.Problem;
import outpost.core.catalog.ArgSpec;
import outpost.core.program.Program;
import outpost.core.run.HostAccess;
import outpost.core.run.Pace;
import outpost.core.source.Problems;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Does one thing on hosts, without a playbook. */
@Command(
    header = "Runs one command or module on hosts, without a playbook.",
    description = {
      "",
      "Hosts that answer alike are told of together. All else is as in a playbook of one task:"
          + " `$${…}` in arguments is an expression, and everything is checked first.",
    },
    customSynopsis = {
      Commands.PROGRAM + " exec [OPTION]... PATTERN -- COMMAND [ARGUMENT]...",
      "or:    " + Commands.PROGRAM + " exec [OPTION]... PATTERN [-m MODULE] -a ARGS",
    },
    synopsisHeading = "%nUsage: ",
    parameterListHeading = "%n",
    sortOptions = false,
    usageHelpWidth = 96,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      " 0:all is well",
      " 2:it failed on a host",
      " 4:hosts were unreachable, and none failed",
      "64:wrong usage of this command line",
      "65:a wrong argument or inventory, or no host matched; nothing was changed",
      "70:a bug of ours",
      "130:interrupted",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  java -jar engine.jar exec -i hosts.yml all -- uptime",
      "  java -jar engine.jar exec -i hosts.yml 'web:!web3' -a 'df -h /var'",
      "  java -jar engine.jar exec -i hosts.yml -b db -m systemd -a 'name=sshd state=restarted'",
      "  java -jar engine.jar exec -i hosts.yml -CD all -m copy -a '{content: hello, dest: /etc/motd}'",
    })
final class ExecCommand implements outpost.cli.Command {
  /** Under this name the playbook of one task is read. */
  private static final Path NAME = Path.of("command line");

  private static final String COMMAND = "command";

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PATTERN",
      description = "The hosts: `web:!web3`; `all` are all of the inventory.")
  private Optional<String> pattern = Optional.empty();

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "A program and its arguments, after `--`; no shell on the host reads them.")
  private List<String> words = new ArrayList<>();

  @Option(
      names = {"-m", "--module-name"},
      paramLabel = "MODULE",
      order = 1,
      description = "What is to be done (default: command).")
  private String module = COMMAND;

  @Option(
      names = {"-a", "--args"},
      paramLabel = "ARGS",
      order = 2,
      description =
          "The module's arguments: `name=value …`, a YAML or JSON mapping, or a command line.")
  private Optional<String> args = Optional.empty();

  @ArgGroup(validate = false, heading = "%nWhich hosts, with which variables:%n", order = 11)
  private Options.Hosts hosts = new Options.Hosts();

  @ArgGroup(validate = false, heading = "%nWith which modules of your own:%n", order = 12)
  private Options.OwnModules modules = new Options.OwnModules();

  @ArgGroup(validate = false, heading = "%nWith which passwords of the vault:%n", order = 12)
  private Options.Vaults vaults = new Options.Vaults();

  @ArgGroup(validate = false, heading = "%nHow to do it:%n", order = 13)
  private Options.Work work = new Options.Work();

  @ArgGroup(validate = false, heading = "%nWithout waiting on a connection:%n", order = 14)
  private Background background = new Background();

  @ArgGroup(
      validate = false,
      heading = "%nHow to connect, where the inventory does not say:%n",
      order = 15)
  private Options.Connecting connecting = new Options.Connecting();

  @ArgGroup(validate = false, heading = "%nAs which user:%n", order = 16)
  private Options.Becoming becoming = new Options.Becoming();

  @ArgGroup(validate = false, heading = "%nWhat is told:%n", order = 17)
  private Options.Telling telling = new Options.Telling();

  @ArgGroup(validate = false, heading = "%nWhat becomes of results:%n", order = 18)
  private Results results = new Results();

  @ArgGroup(validate = false, heading = "%nHelp:%n", order = 19)
  private Options.Helping helping = new Options.Helping();

  private static final class Background {
    @Option(
        names = {"-B", "--background"},
        paramLabel = "SECONDS",
        description = "Let it run by itself on the host, for so long at most.")
    Optional<Integer> seconds = Optional.empty();

    @Option(
        names = {"-P", "--poll"},
        paramLabel = "SECONDS",
        description = "With -B: look at it so often (default: 15); 0: do not wait for it.")
    Optional<Integer> poll = Optional.empty();
  }

  private static final class Results {
    @Option(
        names = {"-o", "--one-line"},
        description = "A line for each host, as soon as it is done.")
    boolean oneLine;

    @Option(
        names = {"-t", "--tree"},
        paramLabel = "DIRECTORY",
        description = "Write each host's result as JSON into a file of its name there.")
    Optional<Path> tree = Optional.empty();
  }

  @Override
  public Optional<Problem> wrong(Surroundings around) {
    if (pattern.isEmpty())
      return Optional.of(Usage.missing("exec", "no hosts are named", "all -- uptime"));
    return command()
        .or(() -> Usage.tooSmall("--forks", work.forks))
        .or(() -> connecting.connectTimeout.flatMap(t -> Usage.tooSmall("--connect-timeout", t)))
        .or(() -> background.seconds.flatMap(t -> Usage.tooSmall("--background", t)))
        .or(this::pollWithoutBackground)
        .or(this::oneLineForMachines);
  }

  private Optional<Problem> command() {
    if (words.isEmpty()) {
      boolean nothing = module.equals(COMMAND) && args.isEmpty();
      return nothing
          ? Optional.of(Usage.missing("exec", "no command is named", pattern.get() + " -- uptime"))
          : Optional.empty();
    }
    String typed = String.join(" ", words);
    if (args.isPresent()) {
      return wrong(
          "`-a` gives a command already, and `" + typed + "` is another", "drop one of them");
    }
    if (!module.equals(COMMAND)) {
      return wrong(
          "only a command may follow the hosts, and not arguments of `" + module + "`",
          "hand them over with `-a`");
    }
    return Optional.empty();
  }

  private Optional<Problem> pollWithoutBackground() {
    if (background.poll.isEmpty() || background.seconds.isPresent()) return Optional.empty();
    return wrong("`--poll` goes with `--background`", "say how long it may run: `-B 3600`");
  }

  private Optional<Problem> oneLineForMachines() {
    if (!results.oneLine || telling.output == Options.Output.HUMAN) return Optional.empty();
    return wrong("`--one-line` is for people", "leave out one of it and `--output jsonl`");
  }

  private static Optional<Problem> wrong(String message, String hint) {
    return Optional.of(Problem.of("wrong-usage", message, hint));
  }

  @Override
  public int run(Surroundings around) {
    Reading reading = new Reading(around, vaults);
    if (reading.refused()) return Exit.USAGE;
    reading.keep(modules);
    if (reading.tell()) return Exit.USAGE;
    reading.sources().put(NAME, playbook(reading));
    Problems refused = new Problems();
    Access access = new Access(around, reading.masker(), refused);
    try (Beforehand connections = new Beforehand(around)) {
      connections.begin(reading, access.beforehand(connecting, becoming), work);
      List<Program> programs =
          reading.programs(
              List.of(NAME),
              hosts,
              work,
              new Options.Choosing(),
              Optional.empty(),
              telling.verbose.length);
      if (reading.tell()) return Exit.WRONG_INPUT;
      HostAccess.Defaults defaults = access.of(connecting, becoming);
      Optional<ResultTree> tree =
          results
              .tree
              .map(around.workingDirectory()::resolve)
              .map(folder -> new ResultTree(folder, reading.masker(), around.err()));
      tree.ifPresent(folder -> folder.make(refused));
      if (reading.tell(refused)) return Exit.USAGE;
      return new Running(
              around,
              connections,
              reading.masker(),
              work,
              telling.verbose.length,
              Pace.AHEAD,
              defaults)
          .run(
              programs,
              telling.output,
              screen -> reporter(screen, reading, around),
              event -> tree.ifPresent(folder -> folder.on(event)));
    }
  }

  private String playbook(Reading reading) {
    List<ArgSpec> specs =
        reading.catalog().find(module).map(spec -> spec.args().specs()).orElse(List.of());
    AdHoc task =
        new AdHoc(pattern.orElseThrow(), module, specs, background.seconds, background.poll);
    return words.isEmpty() ? task.withArgs(args.orElse("")) : task.withWords(words);
  }

  private LiveReporter reporter(Screen screen, Reading reading, Surroundings around) {
    int verbosity = telling.verbose.length;
    OutcomeText text = new OutcomeText(screen, reading.masker(), verbosity);
    return results.oneLine
        ? new OneLineReporter(screen, reading.masker(), around.clock())
        : new ExecReporter(screen, text, reading.masker(), around.clock(), verbosity);
  }
}
