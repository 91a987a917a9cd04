package outpost.core.program;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import outpost.api.Problem;
import outpost.core.catalog.Catalog;
import outpost.core.catalog.Library;
import outpost.core.event.Prompter;
import outpost.core.facts.FactCache;
import outpost.core.inventory.HostPattern;
import outpost.core.inventory.Inventory;
import outpost.core.language.Keywords;
import outpost.core.language.Play;
import outpost.core.language.Playbook;
import outpost.core.language.PlaybookImport;
import outpost.core.source.Diagnostic;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Sources;
import outpost.core.template.Templates;

/**
 * Reads a playbook and all that it needs, and checks the whole of it. Everything that is wrong is
 * reported; nothing is sent to a host.
 */
public final class Loader {
  private final Catalog catalog;
  private final Templates templates;
  private final Sources sources;
  private final Problems problems;
  private final Optional<FactCache> cache;

  public Loader(Catalog catalog, Templates templates, Sources sources, Problems problems) {
    this(catalog, templates, sources, problems, Optional.empty());
  }

  /**
   * @param cache what earlier runs left
   */
  public Loader(
      Catalog catalog,
      Templates templates,
      Sources sources,
      Problems problems,
      Optional<FactCache> cache) {
    this.cache = cache;
    this.catalog = catalog;
    this.templates = templates;
    this.sources = sources;
    this.problems = problems;
  }

  private static final String UNKNOWN = "unknown-value";

  /** The version of Ansible whose language playbooks may count on. */
  private static final Map<String, Object> ANSIBLE =
      Map.of("full", "2.18.0", "string", "2.18.0", "major", 2, "minor", 18, "revision", 0);

  /**
   * What is to be run.
   *
   * @param playbook a file
   * @param inventories what {@code -i} takes
   * @param chosen how the inventory was found where none was named
   * @param limit the pattern of {@code --limit}
   * @param extra variables that beat all others
   * @param version of the engine
   * @param selection which tasks run, by their tags
   * @param startAtTask the name, or a pattern of names, of the first task that runs
   * @param prompter asks what plays want to be asked; where it is missing the answers are unknown
   * @param verbosity how often {@code -v} was given
   */
  public record Request(
      Path playbook,
      List<String> inventories,
      Optional<String> chosen,
      Optional<String> limit,
      Map<String, Object> extra,
      boolean check,
      boolean diff,
      int forks,
      String version,
      Selection selection,
      Optional<String> startAtTask,
      Optional<Prompter> prompter,
      int verbosity) {

    /** Asks for all tasks. */
    public Request(
        Path playbook,
        List<String> inventories,
        Optional<String> chosen,
        Optional<String> limit,
        Map<String, Object> extra,
        boolean check,
        boolean diff,
        int forks,
        String version) {
      this(
          playbook,
          inventories,
          chosen,
          limit,
          extra,
          check,
          diff,
          forks,
          version,
          Selection.EVERYTHING,
          Optional.empty(),
          Optional.empty(),
          0);
    }
  }

  /** Loads a program; empty if there is an error. */
  public Optional<Program> load(Request request) {
    return load(request, (play, variables) -> {});
  }

  /**
   * Loads a program; empty if there is an error.
   *
   * @param begins is told the play that it begins with before all is checked, with what is known of
   *     variables then, unless facts of earlier runs may say more
   */
  public Optional<Program> load(Request request, BiConsumer<BoundPlay, Variables> begins) {
    Problems wrong = new Problems();
    Path folder = folder(request.playbook());
    Catalog all = new Library(templates, sources, wrong).beside(folder, catalog);
    problems.addAll(wrong);
    if (wrong.hasErrors()) return Optional.empty(); // what uses a wrong module is not looked at
    return new Loader(all, templates, sources, problems, cache).loadWithModules(request, begins);
  }

  private Optional<Program> loadWithModules(
      Request request, BiConsumer<BoundPlay, Variables> begins) {
    Optional<Playbook> playbook = playbook(request.playbook(), Optional.empty());
    Path folder = folder(request.playbook());
    Inventory inventory =
        Inventory.read(
                request.inventories(),
                new InventoryExpressions(templates, request.extra()),
                sources,
                problems)
            .withPlaybook(folder, sources, problems);
    Questions questions = new Questions(request.extra().keySet(), templates.unlocker()::keep);
    Problems first = new Problems();
    first.addAll(problems);
    Optional<Program> program =
        new Loader(catalog, templates, sources, first, cache)
            .load(request, playbook, folder, inventory, questions, begins);
    boolean asks = request.prompter().isPresent() && questions.areOpen();
    // what hangs on an answer is looked at once more when it is known
    if (!asks || first.all().stream().anyMatch(told -> isWrong(told))) {
      tell(first, questions);
      return program;
    }
    questions.ask(request.prompter().get(), problems);
    if (problems.hasErrors()) return Optional.empty();
    return load(request, playbook, folder, inventory, questions, begins);
  }

  private static boolean isWrong(Diagnostic told) {
    return told.severity() == Diagnostic.Severity.ERROR && !told.problem().id().equals(UNKNOWN);
  }

  private void tell(Problems found, Questions questions) {
    for (Diagnostic told : found.all()) {
      boolean asked = told.problem().id().equals(UNKNOWN) && questions.areOpen();
      Problem problem =
          asked
              ? Problem.of(
                  UNKNOWN,
                  told.problem().message(),
                  "it hangs on what `vars_prompt` asks: `-e NAME=VALUE` gives the answer")
              : told.problem();
      problems.report(told.severity(), told.span(), problem);
    }
  }

  private Optional<Program> load(
      Request request,
      Optional<Playbook> playbook,
      Path folder,
      Inventory inventory,
      Questions questions,
      BiConsumer<BoundPlay, Variables> begins) {
    Binder binder = new Binder(catalog, templates, sources, problems);
    InventoryVars vars = new InventoryVars(inventory, binder::compile);
    Optional<HostPattern> limit =
        request.limit().map(pattern -> HostPattern.limit(pattern, sources, problems));
    limit.ifPresent(pattern -> pattern.select(inventory, problems));
    SearchPath files = SearchPath.ofPlaybook(folder, templates);
    PlayBinder playBinder =
        new PlayBinder(
            binder, vars, files, limit, request.extra(), request.selection(), questions, problems);
    List<BoundPlay> plays = new ArrayList<>();
    playbook.ifPresent(p -> bind(p, folder, List.of(), request, binder, playBinder, plays));
    Variables variables = new Variables(vars, request.extra(), magic(request, inventory));
    List<BoundPlay> chosen = StartAt.of(request.startAtTask(), Gathering.ahead(plays), problems);
    if (!problems.hasErrors() && !questions.areOpen() && cache.isEmpty()) {
      chosen.stream()
          .filter(play -> !play.hosts().isEmpty())
          .findFirst()
          .ifPresent(play -> begins.accept(play, variables.ahead()));
    }
    check(variables, chosen);
    boolean none = plays.stream().allMatch(play -> play.hosts().isEmpty());
    if (!problems.hasErrors() && none) {
      problems.error(
          "no-hosts",
          "no host is left to work on",
          "look at `hosts:` of the plays and at `--limit`");
    }
    if (problems.hasErrors()) return Optional.empty();
    return Optional.of(
        new Program(
            sources.name(request.playbook()),
            inventory.sources(),
            request.chosen(),
            chosen,
            variables,
            sources,
            cache));
  }

  /** What is wrong with the cache is told when the run reads it. */
  private Map<String, Object> kept(String host) {
    return cache.map(c -> c.read(host, warning -> {}).set()).orElse(Map.of());
  }

  /** Where files of variables could not be opened, that their variables are missing is no news. */
  private void check(Variables variables, List<BoundPlay> plays) {
    boolean gaps =
        problems.all().stream().anyMatch(told -> told.problem().id().startsWith("vault-"));
    Problems found = new Problems();
    new Checker(
            variables.ahead(),
            sources,
            this::kept,
            templates.unlocker()::keep,
            gaps ? found : problems)
        .check(plays);
    found.all().stream()
        .filter(told -> !told.problem().id().equals("undefined-variable"))
        .forEach(told -> problems.report(told.severity(), told.span(), told.problem()));
  }

  /** Binds the plays of a playbook and of those that it imports, in their order. */
  private void bind(
      Playbook playbook,
      Path folder,
      List<Path> around,
      Request request,
      Binder binder,
      PlayBinder playBinder,
      List<BoundPlay> plays) {
    for (Playbook.Entry entry : playbook.entries()) {
      if (entry instanceof Play play) {
        plays.add(playBinder.bind(play, folder));
        continue;
      }
      PlaybookImport imported = (PlaybookImport) entry;
      VarLevel extra = new VarLevel(VarLevel.Rank.EXTRA, request.extra());
      Optional<String> name = binder.text(imported.file(), new LayeredScope(List.of(extra)));
      if (name.isEmpty()) continue;
      Path file = folder.resolve(name.get()).normalize();
      if (!Files.exists(file)) {
        problems.error(
            imported.file().span(),
            "no-such-file",
            "there is no playbook `" + name.get() + "`",
            Stream.concat(
                    SearchPath.near(name.get(), List.of(file)).stream(),
                    Stream.of("looked for " + sources.name(file)))
                .toArray(String[]::new));
        continue;
      }
      if (around.contains(file)) {
        problems.error(
            imported.file().span(), "import-circle", "`" + name.get() + "` imports itself");
        continue;
      }
      List<Path> deeper = new ArrayList<>(around);
      deeper.add(file);
      playbook(file, Optional.of(imported.keywords()))
          .ifPresent(p -> bind(p, folder(file), deeper, request, binder, playBinder, plays));
    }
  }

  private static Path folder(Path playbook) {
    return Optional.ofNullable(playbook.getParent()).orElse(Path.of("."));
  }

  private Optional<Playbook> playbook(Path path, Optional<Keywords> around) {
    Set<String> names = Binder.names(catalog);
    Optional<Source> source = sources.read(path, problems);
    return source.map(
        text ->
            around.isPresent()
                ? Playbook.read(text, names, around.get(), problems)
                : Playbook.read(text, names, problems));
  }

  private static List<String> sorted(Set<String> tags) {
    return tags.stream().sorted().toList();
  }

  private Map<String, Object> magic(Request request, Inventory inventory) {
    Map<String, Object> magic = new LinkedHashMap<>();
    magic.put("playbook_dir", folder(request.playbook()).toAbsolutePath().normalize().toString());
    magic.put("ansible_check_mode", request.check());
    magic.put("ansible_diff_mode", request.diff());
    magic.put("ansible_verbosity", request.verbosity());
    magic.put("ansible_forks", request.forks());
    magic.put("ansible_inventory_sources", inventory.sources());
    magic.put("ansible_run_tags", sorted(request.selection().tags()));
    magic.put("ansible_skip_tags", sorted(request.selection().skipTags()));
    request.limit().ifPresent(limit -> magic.put("ansible_limit", limit));
    magic.put("ansible_managed", "managed by Outpost");
    magic.put("ansible_version", ANSIBLE);
    magic.put("outpost_version", request.version());
    return magic;
  }
}
