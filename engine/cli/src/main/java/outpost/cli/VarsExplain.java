package outpost.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import outpost.api.Problem;
import outpost.core.program.BoundPlay;
import outpost.core.program.Foresight;
import outpost.core.program.Program;
import outpost.core.program.Step;
import outpost.core.source.Problems;
import outpost.core.source.Suggest;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Explains the value that a variable has for a host. */
@Command(
    name = "explain",
    header = "Shows every place that gives a host a variable, and which of them wins.",
    description = {
      "",
      "Without a playbook it is what inventory and command line say; with one, what its plays see,"
          + " or one of its tasks. Nothing is connected to: what only a run finds out is said to be"
          + " unknown. Secrets are `***`.",
    },
    customSynopsis = Commands.PROGRAM + " vars explain [OPTION]... HOST NAME [PLAYBOOK]",
    synopsisHeading = "%nUsage: ",
    parameterListHeading = "%n",
    sortOptions = false,
    usageHelpWidth = 96,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      " 0:it is explained",
      "64:wrong usage of this command line",
      "65:there is no such host, variable or task, or a wrong playbook or inventory",
      "70:a bug of ours",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  java -jar engine.jar vars explain -i hosts.yml web1 release",
      "  java -jar engine.jar vars explain -i hosts.yml web1 release site.yml --task Deploy",
      "      as that task sees it: with variables of its role, its blocks and its own",
    })
final class VarsExplain implements outpost.cli.Command {
  /** Under this name the playbook is read that stands for none. */
  private static final Path NONE = Path.of("no playbook");

  @Parameters(index = "0", arity = "0..1", paramLabel = "HOST", description = "Whose variable.")
  private Optional<String> host = Optional.empty();

  @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "The variable.")
  private Optional<String> name = Optional.empty();

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "PLAYBOOK",
      description = "Where it is used.")
  private Optional<Path> playbook = Optional.empty();

  @Option(
      names = "--task",
      paramLabel = "NAME",
      order = 1,
      description = "As this task of the playbook sees it: its name, or `ROLE : NAME`.")
  private Optional<String> task = Optional.empty();

  @ArgGroup(validate = false, heading = "%nWhich hosts, with which variables:%n", order = 11)
  private Options.Hosts hosts = new Options.Hosts();

  @ArgGroup(validate = false, heading = "%nWith which passwords of the vault:%n", order = 12)
  private Options.Vaults vaults = new Options.Vaults();

  @ArgGroup(validate = false, heading = "%nHelp:%n", order = 13)
  private Options.Helping helping = new Options.Helping();

  @Override
  public Optional<Problem> wrong(Surroundings around) {
    if (host.isEmpty() || name.isEmpty()) {
      String what = host.isEmpty() ? "no host is named" : "no variable is named";
      return Optional.of(Usage.missing("vars explain", what, "web1 release"));
    }
    if (task.isPresent() && playbook.isEmpty()) {
      return Optional.of(
          Problem.of(
              "wrong-usage",
              "no playbook is named that has the task `" + task.get() + "`",
              "its file follows the variable: `vars explain %s %s site.yml`"
                  .formatted(host.get(), name.get())));
    }
    return Optional.empty();
  }

  /** A place from which a variable is looked at. */
  private record View(Program program, BoundPlay play, Optional<Step> step) {
    Foresight foresight() {
      return new Foresight(program, play);
    }

    String title() {
      return step.map(
              s -> "task " + Text.line(s.info().title()) + " (" + s.info().place() + ") of ")
          .orElse("")
          .concat("play " + Text.line(play.name()));
    }
  }

  @Override
  public int run(Surroundings around) {
    Reading reading = new Reading(around, vaults);
    if (reading.refused()) return Exit.USAGE;
    if (playbook.isEmpty()) {
      reading.sources().put(NONE, "- hosts: [all, localhost]\n");
    }
    List<Program> programs =
        reading.programs(
            List.of(playbook.orElse(NONE)), hosts, new Options.Work(), new Options.Choosing());
    if (reading.tell()) return Exit.WRONG_INPUT;
    Problems problems = new Problems();
    List<View> views = views(programs.get(0), problems);
    Map<List<String>, List<View>> explained = new LinkedHashMap<>();
    for (View view : views) {
      VarsText text = new VarsText(view.foresight(), name.get(), host.get(), view.step());
      text.lines()
          .ifPresent(lines -> explained.computeIfAbsent(lines, l -> new ArrayList<>()).add(view));
    }
    if (explained.isEmpty() && !problems.hasErrors()) undefined(views, problems);
    if (reading.tell(problems)) return Exit.WRONG_INPUT;
    boolean first = true;
    for (Map.Entry<List<String>, List<View>> each : explained.entrySet()) {
      if (!first) around.out().println();
      first = false;
      if (playbook.isPresent()) {
        each.getValue().forEach(view -> around.out().println("in " + view.title()));
      }
      each.getKey().forEach(line -> around.out().println(reading.masker().mask(line)));
    }
    return Exit.OK;
  }

  /** Returns from where it is to be looked at; why from nowhere is told. */
  private List<View> views(Program program, Problems problems) {
    List<View> views = new ArrayList<>();
    List<String> titles = new ArrayList<>();
    for (BoundPlay play : program.plays()) {
      if (!play.hosts().contains(host.get())) continue;
      if (task.isEmpty()) views.add(new View(program, play, Optional.empty()));
      for (Step step : task.isEmpty() ? List.<Step>of() : new Foresight(program, play).steps()) {
        titles.add(step.info().title());
        titles.add(step.info().name());
        boolean meant =
            step.info().title().equals(task.get()) || step.info().name().equals(task.get());
        if (meant) views.add(new View(program, play, Optional.of(step)));
      }
    }
    if (!views.isEmpty()) return views;
    if (titles.isEmpty()) {
      List<String> all = program.plays().stream().flatMap(p -> p.hosts().stream()).toList();
      List<String> hints = new ArrayList<>(Suggest.hint(host.get(), all));
      if (playbook.isPresent()) hints.add("look at `hosts:` of its plays and at `--limit`");
      problems.error(
          "no-hosts",
          (playbook.isPresent() ? "no play has the host `" : "no host is called `")
              + host.get()
              + "`",
          hints.toArray(String[]::new));
    } else {
      problems.error(
          "no-such-task",
          "no task for `" + host.get() + "` is called `" + task.get() + "`",
          Suggest.hint(task.get(), titles).toArray(String[]::new));
    }
    return views;
  }

  private void undefined(List<View> views, Problems problems) {
    TreeSet<String> known = new TreeSet<>();
    for (View view : views) {
      known.addAll(Foresight.scope(view.foresight().levels(host.get(), view.step())).names());
    }
    problems.error(
        "undefined-variable",
        "`" + name.get() + "` is not defined for `" + host.get() + "`",
        Suggest.hint(name.get(), known).toArray(String[]::new));
  }
}
