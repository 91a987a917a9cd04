package outpost.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import outpost.api.Secret;
import outpost.core.catalog.Catalog;
import outpost.core.connect.Connections;
import outpost.core.event.Masker;
import outpost.core.event.Recap;
import outpost.core.event.Reporter;
import outpost.core.program.Loader;
import outpost.core.program.Program;
import outpost.core.run.HostAccess;
import outpost.core.run.Runner;
import outpost.core.source.DiagnosticRenderer;
import outpost.core.source.Problems;
import outpost.core.source.Sources;
import outpost.core.template.ControlNode;
import outpost.core.template.Templates;

/** Loads what a command line names, tells all that is wrong with it, and lists or runs it. */
final class Launch {
  private final Options options;
  private final Surroundings around;
  private final Masker masker = new Masker();
  private final AtomicBoolean interrupted = new AtomicBoolean();

  Launch(Options options, Surroundings around) {
    this.options = options;
    this.around = around;
  }

  /** Returns the exit status. */
  int run() {
    Problems problems = new Problems();
    List<Program> programs = load(problems);
    around.err().print(masker.mask(renderer().render(problems.all())));
    if (problems.hasErrors()) return Exit.WRONG_INPUT;
    if (options.work.onlyLists()) return list(programs);
    Problems refused = new Problems();
    HostAccess.Defaults access = access(refused);
    around.err().print(renderer().render(refused.all()));
    return refused.hasErrors() ? Exit.USAGE : run(programs, access);
  }

  private DiagnosticRenderer renderer() {
    return new DiagnosticRenderer(around.errTerminal().colours());
  }

  private List<Program> load(Problems problems) {
    Sources sources = new Sources(around.workingDirectory());
    Templates templates = new Templates(new ControlNode(around.environment()));
    InventoryChoice inventory =
        InventoryChoice.of(
            options.hosts.inventories, around.environment(), around.workingDirectory(), problems);
    Map<String, Object> extra = new LinkedHashMap<>();
    ExtraVars.read(options.hosts.extraVars, sources, problems)
        .forEach((name, node) -> extra.put(name, templates.compile(node, problems)));
    Loader loader = new Loader(Catalog.load(), templates, sources, problems);
    List<Program> programs = new ArrayList<>();
    for (Path playbook : options.playbooks) {
      loader.load(request(playbook, inventory, extra)).ifPresent(programs::add);
    }
    return programs;
  }

  private Loader.Request request(
      Path playbook, InventoryChoice inventory, Map<String, Object> extra) {
    return new Loader.Request(
        playbook,
        inventory.sources(),
        inventory.chosen(),
        options.hosts.limit,
        extra,
        options.work.check,
        options.work.diff,
        options.work.forks,
        Version.number());
  }

  private int list(List<Program> programs) {
    for (Program program : programs) {
      around.out().println(program.playbook() + ": nothing wrong");
      Listing.of(program, options.work.listHosts, options.work.listTasks)
          .forEach(around.out()::println);
    }
    return Exit.OK;
  }

  /** Variables of the command line: weaker than those of inventory and playbook. */
  private HostAccess.Defaults access(Problems problems) {
    Options.Connecting connecting = options.connecting;
    Map<String, Object> login = new LinkedHashMap<>();
    connecting.user.ifPresent(user -> login.put("ansible_user", user));
    connecting.privateKey.ifPresent(
        key ->
            login.put(
                "ansible_private_key_file", around.workingDirectory().resolve(key).toString()));
    connecting.connectTimeout.ifPresent(seconds -> login.put("ansible_timeout", seconds));
    connecting.hostKeys.ifPresent(how -> login.put("ansible_host_key_checking", Choices.word(how)));
    Passwords passwords = new Passwords(around, problems);
    Optional<Secret> ssh =
        passwords.get(
            "SSH password",
            connecting.askPassword,
            connecting.passwordFile,
            "--connection-password-file");
    ssh.ifPresent(password -> login.put("ansible_password", password));
    Optional<Secret> sudo =
        passwords.get(
            "sudo password",
            options.becoming.askPassword,
            options.becoming.passwordFile,
            "--become-password-file");
    ssh.ifPresent(masker::add);
    sudo.ifPresent(masker::add);
    return new HostAccess.Defaults(login, options.becoming.become, options.becoming.user, sudo);
  }

  /** Runs programs one after the other; what follows a failed one is not begun. */
  private int run(List<Program> programs, HostAccess.Defaults access) {
    Thread main = Thread.currentThread();
    around.onInterrupt().accept(() -> interrupt(main));
    int status = Exit.OK;
    for (Program program : programs) {
      status = run(program, access);
      if (status != Exit.OK) break;
    }
    return status;
  }

  private int run(Program program, HostAccess.Defaults access) {
    Runner.Options how =
        new Runner.Options(
            Version.number(), options.work.forks, options.work.check, options.work.diff, access);
    try (Connections connections = new EitherConnections(around.environment())) {
      Recap recap =
          switch (options.telling.output) {
            case HUMAN -> onConsole(program, how, connections);
            case JSONL -> {
              Reporter lines = new JsonLinesReporter(around.out(), masker, around.clock());
              yield run(program, how, connections, lines);
            }
          };
      return interrupted.get() ? Exit.INTERRUPTED : Exit.of(recap);
    }
  }

  private Recap onConsole(Program program, Runner.Options how, Connections connections) {
    Terminal terminal = around.outTerminal();
    Screen screen = new Screen(around.out(), masker, terminal.live(), terminal.colours());
    ConsoleReporter console =
        new ConsoleReporter(screen, masker, around.clock(), options.telling.verbose.length);
    Ticker ticker = new Ticker(console::tick);
    try {
      return run(program, how, connections, console);
    } finally {
      ticker.close();
    }
  }

  private Recap run(
      Program program, Runner.Options how, Connections connections, Reporter reporter) {
    return new Runner(connections, reporter, masker, around.clock()).run(program, how);
  }

  private void interrupt(Thread main) {
    interrupted.set(true);
    around.err().println("interrupted: what is under way on hosts is given up; again: at once");
    around.err().flush();
    main.interrupt();
  }
}
