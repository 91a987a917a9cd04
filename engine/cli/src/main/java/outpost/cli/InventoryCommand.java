package outpost.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import outpost.api.Problem;
import outpost.core.inventory.Group;
import outpost.core.inventory.Host;
import outpost.core.inventory.HostPattern;
import outpost.core.inventory.Inventory;
import outpost.core.inventory.InventoryView;
import outpost.core.inventory.Layer;
import outpost.core.program.InventoryExpressions;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Suggest;
import outpost.core.template.ValueText;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows hosts and groups with their variables. */
@Command(
    header = "Shows the hosts and groups of an inventory, and their variables.",
    description = {
      "",
      "Variables are shown as they are written: expressions are not evaluated, and what a vault"
          + " holds is `***`.",
    },
    customSynopsis = {
      Commands.PROGRAM + " inventory --list [-y] [--export] [OPTION]...",
      "or:    " + Commands.PROGRAM + " inventory --graph [GROUP] [--vars] [OPTION]...",
      "or:    " + Commands.PROGRAM + " inventory --host NAME [-y] [OPTION]...",
    },
    synopsisHeading = "%nUsage: ",
    parameterListHeading = "%n",
    sortOptions = false,
    usageHelpWidth = 96,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      " 0:it is shown",
      "64:wrong usage of this command line",
      "65:the inventory is wrong, or has no such host or group; all of it is told at once",
      "70:a bug of ours",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  java -jar engine.jar inventory -i hosts.yml --graph",
      "  java -jar engine.jar inventory -i hosts.yml --host web1",
      "  java -jar engine.jar inventory -i cloud.py --list --export -y --output hosts.yml",
    })
final class InventoryCommand implements outpost.cli.Command {
  @Parameters(
      paramLabel = "GROUP",
      arity = "0..1",
      description = "The group that --graph begins with (default: all).")
  private Optional<String> group = Optional.empty();

  @ArgGroup(validate = false, heading = "%nWhat to show, one of them:%n", order = 1)
  private What what = new What();

  @ArgGroup(validate = false, heading = "%nIn which form:%n", order = 2)
  private Form form = new Form();

  @ArgGroup(validate = false, heading = "%nWhich hosts, with which variables:%n", order = 3)
  private Options.Hosts hosts = new Options.Hosts();

  @ArgGroup(validate = false, heading = "%nWith which passwords of the vault:%n", order = 4)
  private Options.Vaults vaults = new Options.Vaults();

  @ArgGroup(validate = false, heading = "%nBeside which playbooks:%n", order = 5)
  private Beside beside = new Beside();

  @ArgGroup(validate = false, heading = "%nHelp:%n", order = 6)
  private Options.Helping helping = new Options.Helping();

  private static final class What {
    @Option(
        names = "--list",
        description = "All groups and hosts, as inventory scripts print them.")
    boolean list;

    @Option(names = "--graph", description = "A drawing of the groups.")
    boolean graph;

    @Option(names = "--host", paramLabel = "NAME", description = "The variables of one host.")
    Optional<String> host = Optional.empty();
  }

  private static final class Form {
    @Option(
        names = {"-y", "--yaml"},
        description = "YAML instead of JSON; of --list it is an inventory.")
    boolean yaml;

    @Option(
        names = "--export",
        description = "With --list: leave variables with the group that has them.")
    boolean export;

    @Option(names = "--vars", description = "With --graph: draw the variables as well.")
    boolean vars;

    @Option(
        names = "--output",
        paramLabel = "FILE",
        description = "Write to a file instead of the screen.")
    Optional<Path> output = Optional.empty();
  }

  private static final class Beside {
    @Option(
        names = "--playbook-dir",
        paramLabel = "FOLDER",
        description =
            "Where the playbooks are, whose group_vars and host_vars count as well (default:"
                + " here).")
    Path folder = Path.of("");
  }

  @Override
  public Optional<Problem> wrong(Surroundings around) {
    long asked =
        Stream.of(what.list, what.graph, what.host.isPresent())
            .filter(Boolean::booleanValue)
            .count();
    if (asked != 1) {
      return Optional.of(
          Problem.of(
              "wrong-usage",
              asked == 0 ? "it is not said what to show" : "only one thing can be shown at a time",
              "say one of `--list`, `--graph` and `--host NAME`"));
    }
    if (group.isPresent() && !what.graph) {
      return Optional.of(
          Problem.of(
              "wrong-usage",
              "`" + group.get() + "` goes with `--graph` only",
              what.list
                  ? "to see some of the hosts, say `--limit " + group.get() + "`"
                  : "a host's name follows `--host`"));
    }
    return Optional.empty();
  }

  @Override
  public int run(Surroundings around) {
    Reading reading = new Reading(around, vaults);
    if (reading.refused()) return Exit.USAGE;
    Problems problems = reading.problems();
    Inventory inventory =
        Inventory.read(
                reading.inventory(hosts).sources(),
                new InventoryExpressions(reading.templates(), reading.extra(hosts)),
                reading.sources(),
                problems)
            .withPlaybook(beside.folder, reading.sources(), problems);
    List<Host> shown =
        hosts
            .limit
            .map(l -> HostPattern.limit(l, reading.sources(), problems).select(inventory, problems))
            .orElse(inventory.hosts());
    Layer extra =
        new Layer.Written(
            "--extra-vars", ExtraVars.read(hosts.extraVars, reading.sources(), problems));
    InventoryView view = new InventoryView(inventory, shown, List.of(extra), this::value);
    Optional<String> text =
        problems.hasErrors() ? Optional.empty() : text(inventory, view, problems);
    if (reading.tell() || text.isEmpty()) return Exit.WRONG_INPUT;
    return write(reading.masker().mask(text.get()), around, reading);
  }

  private Object value(Node written) {
    return form.yaml || what.graph ? ValueText.written(written) : ValueText.marked(written);
  }

  /** Returns what is to be shown; empty if there is no such thing, which is told. */
  private Optional<String> text(Inventory inventory, InventoryView view, Problems problems) {
    if (what.graph) {
      return group(inventory, problems)
          .map(g -> String.join("\n", view.graph(g, form.vars)) + "\n");
    }
    if (what.host.isPresent()) {
      return host(inventory, problems).map(view::host).map(this::text);
    }
    return Optional.of(text(form.yaml ? view.tree(form.export) : view.list(form.export)));
  }

  private String text(Object value) {
    return form.yaml ? ValueText.yaml(value) : ValueText.json(value) + "\n";
  }

  private Optional<Group> group(Inventory inventory, Problems problems) {
    String name = group.orElse(Group.ALL);
    if (inventory.group(name).isEmpty()) {
      problems.error(
          "unknown-group",
          "no group is called `" + name + "`",
          Suggest.hint(name, inventory.groups().stream().map(Group::name).toList())
              .toArray(String[]::new));
    }
    return inventory.group(name);
  }

  private Optional<Host> host(Inventory inventory, Problems problems) {
    String name = what.host.orElseThrow();
    Source source = new Source("--host", name);
    List<Host> found =
        HostPattern.of(name, source.span(0, name.length())).select(inventory, problems);
    if (found.size() > 1) {
      problems.error(
          "several-hosts",
          "`" + name + "` means " + found.size() + " hosts, and `--host` shows one",
          "`--list --limit " + name + "` shows them all");
    }
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  private int write(String text, Surroundings around, Reading reading) {
    if (form.output.isEmpty()) {
      around.out().print(text);
      return Exit.OK;
    }
    Path file = around.workingDirectory().resolve(form.output.get());
    try {
      Draft.replace(file, text.getBytes(StandardCharsets.UTF_8));
      return Exit.OK;
    } catch (IOException e) {
      reading
          .problems()
          .error(
              "unwritable-file",
              "`" + form.output.get() + "` cannot be written",
              "its folder must be there, and this user must be allowed to write to it");
      reading.tell();
      return Exit.WRONG_INPUT;
    }
  }
}
