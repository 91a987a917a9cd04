package outpost.cli;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import outpost.api.Problem;
import outpost.core.connect.Login;
import outpost.core.facts.FactCache;
import outpost.core.program.Selection;
import outpost.core.run.Pace;
import picocli.CommandLine.Option;

/** Options that several commands share, in the groups in which their help shows them. */
final class Options {
  private Options() {}

  /** Which hosts, with which variables. */
  static final class Hosts {
    @Option(
        names = {"-i", "--inventory", "--inventory-file"},
        paramLabel = "SOURCE",
        description =
            "A YAML or INI file, a script, a folder, or names: `h1,h2,`."
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

  /** What to do. */
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
  }

  /** Which tasks. */
  static final class Choosing {
    @Option(
        names = {"-t", "--tags"},
        paramLabel = "TAGS",
        description =
            "Only tasks with one of these tags, and those tagged `always`; several have commas"
                + " between them. Also `tagged`, `untagged`, `all`. Repeatable.")
    List<String> tags = new ArrayList<>();

    @Option(
        names = "--skip-tags",
        paramLabel = "TAGS",
        description = "No tasks with one of these tags. Repeatable.")
    List<String> skipTags = new ArrayList<>();

    @Option(
        names = "--start-at-task",
        paramLabel = "NAME",
        description = "Leave out all before the task of this name, or pattern of names.")
    Optional<String> startAtTask = Optional.empty();

    Selection selection() {
      return Selection.of(tags, skipTags);
    }
  }

  /** How to go through tasks. */
  static final class Stepping {
    @Option(names = "--step", description = "Ask before each task whether it is to run.")
    boolean step;

    @Option(
        names = "--one-by-one",
        description =
            "Ask a host what a task needs to know only when that task is due. Otherwise these"
                + " questions travel with the trips of earlier tasks, which saves most trips.")
    boolean oneByOne;

    Pace pace() {
      if (step) return Pace.ASKING;
      return oneByOne ? Pace.ONE_BY_ONE : Pace.AHEAD;
    }

    @Option(
        names = "--force-handlers",
        description =
            "Run handlers also on hosts that fail after notifying them. So it is done anyway,"
                + " unless a play says `force_handlers: no`.")
    boolean forceHandlers;
  }

  /** Facts kept between runs. */
  static final class Facts {
    @Option(
        names = "--fact-cache",
        paramLabel = "DIR",
        description =
            "Keep facts in this folder, and read none anew that are there. Without it"
                + " $OUTPOST_FACT_CACHE, else nothing is kept.")
    Optional<Path> cache = Optional.empty();

    @Option(
        names = "--fact-cache-timeout",
        paramLabel = "SECONDS",
        description = "Believe them for so long (default: 86400, a day); 0 is for ever.")
    long timeout = FactCache.DAY.toSeconds();

    @Option(names = "--flush-cache", description = "Forget them all before the run.")
    boolean flush;

    /** Returns the folder, if there is one. */
    Optional<Path> folder(Surroundings around) {
      String variable = around.environment().getOrDefault("OUTPOST_FACT_CACHE", "");
      return cache
          .or(() -> variable.isEmpty() ? Optional.empty() : Optional.of(Path.of(variable)))
          .map(around.workingDirectory()::resolve);
    }

    Optional<Problem> wrong(Surroundings around) {
      if (timeout < 0) {
        return Optional.of(
            Problem.of(
                "wrong-usage",
                "`--fact-cache-timeout` is a number of seconds, not " + timeout,
                "0 believes facts for ever"));
      }
      if (!flush || folder(around).isPresent()) return Optional.empty();
      return Optional.of(
          Problem.of(
              "wrong-usage",
              "there is no cache to flush",
              "name its folder with `--fact-cache` or $OUTPOST_FACT_CACHE"));
    }
  }

  /** What to do instead of running. */
  static final class Lists {
    @Option(
        names = "--syntax-check",
        description = "Check playbooks and inventory, and connect to nothing.")
    boolean syntaxCheck;

    @Option(names = "--list-hosts", description = "List each play's hosts, and connect to nothing.")
    boolean listHosts;

    @Option(names = "--list-tasks", description = "List each play's tasks, and connect to nothing.")
    boolean listTasks;

    @Option(names = "--list-tags", description = "List the tags there are, and connect to nothing.")
    boolean listTags;

    /** Whether no host is to be touched at all. */
    boolean any() {
      return syntaxCheck || listing();
    }

    boolean listing() {
      return listHosts || listTasks || listTags;
    }
  }

  /** Modules that do not come with the engine. */
  static final class OwnModules {
    @Option(
        names = {"-M", "--module-path"},
        paramLabel = "PATH",
        description =
            "A jar or YAML file with modules of your own, or a folder of them. Repeatable. Without"
                + " any $OUTPOST_MODULE_PATH; those in a folder library beside a playbook are"
                + " there anyway.")
    List<Path> paths = new ArrayList<>();

    /** Returns where to look, in order. */
    List<Path> paths(Surroundings around) {
      String variable = around.environment().getOrDefault("OUTPOST_MODULE_PATH", "");
      return paths.isEmpty()
          ? Arrays.stream(variable.split(File.pathSeparator))
              .filter(path -> !path.isEmpty())
              .map(Path::of)
              .toList()
          : paths;
    }
  }

  /** Passwords of the vault. */
  static final class Vaults {
    @Option(
        names = "--vault-id",
        paramLabel = "[LABEL@]SOURCE",
        description =
            "A password of the vault: `prompt` to be asked for it, a file, or a program that"
                + " prints it. Repeatable; what is encrypted names the label to try first.")
    List<String> ids = new ArrayList<>();

    @Option(
        names = {"--vault-password-file", "--vault-pass-file"},
        paramLabel = "FILE",
        description = "The same without a label. Without any, $OUTPOST_VAULT_PASSWORD_FILE.")
    List<String> files = new ArrayList<>();

    @Option(
        names = {"-J", "--ask-vault-pass", "--ask-vault-password"},
        description = "Ask for the password of the vault.")
    boolean ask;
  }

  /** How to connect. */
  static final class Connecting {
    @Option(
        names = {"-c", "--connection"},
        paramLabel = "HOW",
        converter = Choices.Means.class,
        description = "ssh (default), or local: run everything on this machine.")
    Optional<Means> means = Optional.empty();

    @Option(
        names = {"-u", "--user"},
        paramLabel = "NAME",
        description = "Log in as this user.")
    Optional<String> user = Optional.empty();

    @Option(
        names = {"--private-key", "--key-file"},
        paramLabel = "FILE",
        description = "Log in with this key. Without it those of ~/.ssh and of the agent.")
    Optional<Path> privateKey = Optional.empty();

    @Option(
        names = {"-k", "--ask-pass"},
        description = "Ask for the password to log in with.")
    boolean askPassword;

    @Option(
        names = {"--connection-password-file", "--conn-pass-file"},
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
        names = {"-T", "--timeout", "--connect-timeout"},
        paramLabel = "SECONDS",
        description = "Give a connection up after so long (default: 10).")
    Optional<Integer> connectTimeout = Optional.empty();
  }

  /** As which user. */
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
        names = "--become-method",
        paramLabel = "HOW",
        converter = Choices.BecomeMethods.class,
        description = "By which means: sudo (default) or su.")
    Optional<BecomeMethod> method = Optional.empty();

    @Option(
        names = {"-K", "--ask-become-pass"},
        description = "Ask for the password that sudo wants.")
    boolean askPassword;

    @Option(
        names = {"--become-password-file", "--become-pass-file"},
        paramLabel = "FILE",
        description = "Read the password that sudo wants from a file.")
    Optional<Path> passwordFile = Optional.empty();
  }

  /** What is told. */
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
  }

  /** Help. */
  static final class Helping {
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

  /** How hosts are reached. */
  enum Means {
    SSH,
    LOCAL
  }

  /** By which means one becomes another user. */
  enum BecomeMethod {
    SUDO,
    SU
  }

  /** For whom a run is told. */
  enum Output {
    HUMAN,
    JSONL
  }
}
