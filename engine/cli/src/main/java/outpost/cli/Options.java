package outpost.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import outpost.core.connect.Login;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the user typed, read by picocli. */
@Command(
    name = Options.NAME,
    header = "Brings hosts to the state that a playbook describes, over SSH.",
    description = {"", "Nothing is installed on the hosts: a POSIX shell is enough there."},
    customSynopsis = {"java -jar engine.jar [OPTION]... PLAYBOOK..."},
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
      "65:a wrong playbook or inventory, or no host matched; nothing was touched",
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
final class Options {
  static final String NAME = "java -jar engine.jar";

  @Parameters(
      paramLabel = "PLAYBOOK",
      arity = "0..*",
      description = "Files with plays, run one after the other.")
  List<Path> playbooks = new ArrayList<>();

  @ArgGroup(validate = false, heading = "%nWhich hosts, with which variables:%n", order = 1)
  Hosts hosts = new Hosts();

  @ArgGroup(validate = false, heading = "%nWhat to do:%n", order = 2)
  Work work = new Work();

  @ArgGroup(
      validate = false,
      heading = "%nHow to connect, where the inventory does not say:%n",
      order = 3)
  Connecting connecting = new Connecting();

  @ArgGroup(
      validate = false,
      heading = "%nAs which user, where the playbook does not say:%n",
      order = 4)
  Becoming becoming = new Becoming();

  @ArgGroup(validate = false, heading = "%nWhat is told:%n", order = 5)
  Telling telling = new Telling();

  static final class Hosts {
    @Option(
        names = {"-i", "--inventory"},
        paramLabel = "SOURCE",
        description =
            "A file (YAML or INI), a folder of them, or names: `h1,h2,`."
                + " Repeatable; later ones win. Without it $OUTPOST_INVENTORY, else the folder"
                + " inventories.")
    List<String> inventories = new ArrayList<>();

    @Option(
        names = {"-l", "--limit"},
        paramLabel = "PATTERN",
        description = "Of each play's hosts, only these: `cluster:!node3`.")
    Optional<String> limit = Optional.empty();

    @Option(
        names = {"-e", "--extra-vars"},
        paramLabel = "VARS",
        description =
            "Variables that win over all others: `name=value`, a YAML or JSON mapping, or"
                + " `@FILE`. Repeatable.")
    List<String> extraVars = new ArrayList<>();
  }

  static final class Work {
    @Option(
        names = {"-C", "--check"},
        description = "Change nothing; tell what would be changed.")
    boolean check;

    @Option(
        names = {"-D", "--diff"},
        description = "Show differences in texts line by line.")
    boolean diff;

    @Option(
        names = {"-f", "--forks"},
        paramLabel = "N",
        description = "Work on so many hosts at a time (default: 50).")
    int forks = 50;

    @Option(
        names = "--syntax-check",
        description = "Check playbooks and inventory, and connect to nothing.")
    boolean syntaxCheck;

    @Option(names = "--list-hosts", description = "List each play's hosts, and connect to nothing.")
    boolean listHosts;

    @Option(names = "--list-tasks", description = "List each play's tasks, and connect to nothing.")
    boolean listTasks;

    /** Whether no host is to be touched at all. */
    boolean onlyLists() {
      return syntaxCheck || listHosts || listTasks;
    }
  }

  static final class Connecting {
    @Option(
        names = {"-u", "--user"},
        paramLabel = "NAME",
        description = "Log in as this user.")
    Optional<String> user = Optional.empty();

    @Option(
        names = "--private-key",
        paramLabel = "FILE",
        description = "Log in with this key. Without it ~/.ssh/config, the agent and ~/.ssh.")
    Optional<Path> privateKey = Optional.empty();

    @Option(
        names = {"-k", "--ask-pass"},
        description = "Ask for the password to log in with.")
    boolean askPassword;

    @Option(
        names = "--connection-password-file",
        paramLabel = "FILE",
        description = "Read the password to log in with from a file.")
    Optional<Path> passwordFile = Optional.empty();

    @Option(
        names = "--host-key-checking",
        paramLabel = "HOW",
        converter = Choices.HostKeys.class,
        description =
            "strict: only host keys that known_hosts has; accept-new: add those of unknown hosts;"
                + " off: take any, which lets anybody pose as a host. Default: what"
                + " ~/.ssh/config says, else strict.")
    Optional<Login.HostKeys> hostKeys = Optional.empty();

    @Option(
        names = "--connect-timeout",
        paramLabel = "SECONDS",
        description = "Give a connection up after so long (default: 10).")
    Optional<Integer> connectTimeout = Optional.empty();
  }

  static final class Becoming {
    @Option(
        names = {"-b", "--become"},
        description = "Run tasks as another user, by sudo.")
    boolean become;

    @Option(
        names = "--become-user",
        paramLabel = "NAME",
        description = "The user to become (default: root).")
    Optional<String> user = Optional.empty();

    @Option(
        names = {"-K", "--ask-become-pass"},
        description = "Ask for the password that sudo wants.")
    boolean askPassword;

    @Option(
        names = "--become-password-file",
        paramLabel = "FILE",
        description = "Read the password that sudo wants from a file.")
    Optional<Path> passwordFile = Optional.empty();
  }

  static final class Telling {
    @Option(
        names = "--output",
        paramLabel = "FORM",
        converter = Choices.OutputForm.class,
        description = "human (default), or jsonl: one JSON object per event and line.")
    Output output = Output.HUMAN;

    @Option(
        names = {"-v", "--verbose"},
        description = "Tell more: skipped hosts and what commands print; twice: places and times.")
    boolean[] verbose = {};

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help.")
    boolean help;

    @Option(
        names = {"-V", "--version"},
        versionHelp = true,
        description = "Show the versions of this program, Java and the system.")
    boolean version;
  }

  /** For whom a run is told. */
  enum Output {
    HUMAN,
    JSONL
  }
}
