package outpost.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import outpost.api.Problem;
import outpost.core.catalog.Catalog;
import outpost.core.catalog.Library;
import outpost.core.event.Masker;
import outpost.core.event.Prompter;
import outpost.core.facts.FactCache;
import outpost.core.program.BoundPlay;
import outpost.core.program.Loader;
import outpost.core.program.Program;
import outpost.core.program.Selection;
import outpost.core.program.Variables;
import outpost.core.source.Diagnostic;
import outpost.core.source.DiagnosticRenderer;
import outpost.core.source.Problems;
import outpost.core.source.Sources;
import outpost.core.source.Suggest;
import outpost.core.template.ControlNode;
import outpost.core.template.Templates;
import outpost.core.vault.Vault;

/** Reads what a command line names, each file once, and tells all that is wrong with it. */
final class Reading {
  private final Surroundings around;
  private final Masker masker;
  private final Problems problems = new Problems();
  private final Problems refused = new Problems();
  private final Sources sources;
  private final Templates templates;
  private Catalog catalog = Catalog.load();
  private Optional<FactCache> cache;
  private BiConsumer<BoundPlay, Variables> begins = (play, variables) -> {};

  Reading(Surroundings around) {
    this(around, new Options.Vaults());
  }

  Reading(Surroundings around, Options.Vaults vaults) {
    this.around = around;
    this.masker = around.masker();
    keep(new Options.Facts());
    Vault vault = new Vault(new VaultPasswords(around, masker, refused).of(vaults), masker::add);
    this.sources = new Sources(around.workingDirectory(), vault);
    this.templates = new Templates(new ControlNode(around.environment()), vault);
  }

  /** Tells what is wrong with the passwords of the vault; returns whether anything is. */
  boolean refused() {
    return tell(refused);
  }

  /** All that is written goes through it. */
  Masker masker() {
    return masker;
  }

  Problems problems() {
    return problems;
  }

  /** Says who is told the play that the first program begins with before all is checked. */
  void begins(BiConsumer<BoundPlay, Variables> begins) {
    this.begins = begins;
  }

  /** Says where facts are kept between runs. */
  void keep(Options.Facts facts) {
    Duration timeToLive = Duration.ofSeconds(facts.timeout);
    cache =
        facts
            .folder(around)
            .map(folder -> new FactCache(folder, timeToLive, around.clock(), masker::finds));
    if (facts.flush) {
      cache.ifPresent(
          c ->
              c.flush(
                  what ->
                      problems.report(
                          Diagnostic.Severity.WARNING,
                          Optional.empty(),
                          Problem.of("fact-cache", what))));
    }
  }

  /** Says where modules are that do not come with the engine. */
  void keep(Options.OwnModules modules) {
    Library library = new Library(templates, sources, problems);
    for (Path path : modules.paths(around)) catalog = library.at(path, catalog);
  }

  Sources sources() {
    return sources;
  }

  Templates templates() {
    return templates;
  }

  /** Returns how many files were read so far. */
  int files() {
    return sources.count();
  }

  InventoryChoice inventory(Options.Hosts hosts) {
    return InventoryChoice.of(
        hosts.inventories, around.environment(), around.workingDirectory(), problems);
  }

  /** Returns the variables of the command line. */
  Map<String, Object> extra(Options.Hosts hosts) {
    Map<String, Object> extra = new LinkedHashMap<>();
    ExtraVars.read(hosts.extraVars, sources, problems)
        .forEach((name, node) -> extra.put(name, templates.compile(node, problems)));
    return extra;
  }

  Catalog catalog() {
    return catalog;
  }

  /** Returns those of the playbooks that nothing is wrong with, and asks nothing. */
  List<Program> programs(
      List<Path> playbooks, Options.Hosts hosts, Options.Work work, Options.Choosing choosing) {
    return programs(playbooks, hosts, work, choosing, Optional.empty(), 0);
  }

  /**
   * Returns those of the playbooks that nothing is wrong with.
   *
   * @param prompter asks what plays want to be asked; without it the answers stay unknown
   */
  List<Program> programs(
      List<Path> playbooks,
      Options.Hosts hosts,
      Options.Work work,
      Options.Choosing choosing,
      Optional<Prompter> prompter,
      int verbosity) {
    InventoryChoice inventory = inventory(hosts);
    Map<String, Object> extra = extra(hosts);
    Loader loader = new Loader(catalog, templates, sources, problems, cache);
    List<Program> programs = new ArrayList<>();
    for (Path playbook : playbooks) {
      Loader.Request request =
          new Loader.Request(
              sources.absolute(playbook),
              inventory.sources(),
              inventory.chosen(),
              hosts.limit,
              extra,
              work.check,
              work.diff,
              work.forks,
              Version.number(),
              choosing.selection(),
              choosing.startAtTask,
              prompter,
              verbosity);
      loader.load(request, begins).ifPresent(programs::add);
      begins = (play, variables) -> {}; // what comes after may never be run
    }
    if (programs.size() == playbooks.size()) unknownTags(programs, choosing.selection());
    return programs;
  }

  private void unknownTags(List<Program> programs, Selection selection) {
    Set<String> known = new TreeSet<>();
    programs.forEach(program -> known.addAll(program.tags()));
    boolean open = programs.stream().anyMatch(Program::isOpen);
    for (String tag : selection.unknown(known)) {
      List<String> hints = new ArrayList<>(Suggest.hint(tag, known));
      hints.add(
          known.isEmpty()
              ? "no task has any tag"
              : "there are: " + Text.line(String.join(", ", known)));
      if (open) hints.add("an include may bring it: what it brings is known only in the run");
      problems.report(
          open ? Diagnostic.Severity.WARNING : Diagnostic.Severity.ERROR,
          Optional.empty(),
          new Problem("unknown-tag", "no task has the tag `" + tag + "`", hints));
    }
  }

  /** Tells what is wrong so far; returns whether there are errors. */
  boolean tell() {
    return tell(problems);
  }

  boolean tell(Problems problems) {
    DiagnosticRenderer renderer = new DiagnosticRenderer(around.errTerminal().colours());
    around.err().print(masker.mask(renderer.render(problems.all())));
    return problems.hasErrors();
  }
}
