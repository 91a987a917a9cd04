package outpost.core.program;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import outpost.core.catalog.Catalog;
import outpost.core.inventory.Host;
import outpost.core.inventory.HostPattern;
import outpost.core.inventory.Inventory;
import outpost.core.language.Playbook;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Sources;
import outpost.core.template.Templates;

/**
 * Reads a playbook and all that it needs, and checks the whole of it. Everything that is wrong is
 * reported; nothing is connected to.
 */
public final class Loader {
  private final Catalog catalog;
  private final Templates templates;
  private final Sources sources;
  private final Problems problems;

  public Loader(Catalog catalog, Templates templates, Sources sources, Problems problems) {
    this.catalog = catalog;
    this.templates = templates;
    this.sources = sources;
    this.problems = problems;
  }

  /**
   * What is to be run.
   *
   * @param playbook a file
   * @param inventories what {@code -i} takes
   * @param chosen how the inventory was found where none was named
   * @param limit the pattern of {@code --limit}
   * @param extra variables that beat all others
   * @param version of the engine, for {@code ansible_version}
   * @param selection which tasks run, by their tags
   * @param startAtTask the name, or a pattern of names, of the first task that runs
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
      Optional<String> startAtTask) {

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
          Optional.empty());
    }
  }

  /** Loads a program; empty if there is an error. */
  public Optional<Program> load(Request request) {
    Optional<Playbook> playbook = playbook(request.playbook());
    Inventory inventory =
        Inventory.read(request.inventories(), sources, problems)
            .withPlaybook(folder(request.playbook()), sources, problems);
    Binder binder = new Binder(catalog, templates, problems);
    SearchPath files = new SearchPath(folder(request.playbook()), templates);
    InventoryVars vars = new InventoryVars(inventory, binder::compile);
    PlayBinder playBinder =
        new PlayBinder(
            binder,
            inventory,
            vars,
            files,
            limit(request.limit(), inventory),
            request.extra(),
            problems);
    List<BoundPlay> plays =
        playbook.map(Playbook::plays).orElse(List.of()).stream().map(playBinder::bind).toList();
    Variables variables = variables(request, inventory, plays, vars);
    if (!problems.hasErrors() && plays.stream().allMatch(play -> play.hosts().isEmpty())) {
      problems.error(
          "no-hosts",
          "no host is left to work on",
          "look at `hosts:` of the plays and at `--limit`");
    }
    new Checker(variables, files, new FactShapes(), problems).check(plays);
    if (problems.hasErrors()) return Optional.empty();
    return Optional.of(
        new Program(
            sources.name(request.playbook()),
            inventory.sources(),
            request.chosen(),
            plays,
            variables,
            files));
  }

  private static Path folder(Path playbook) {
    return Optional.ofNullable(playbook.getParent()).orElse(Path.of("."));
  }

  private Optional<Playbook> playbook(Path path) {
    Set<String> names = new TreeSet<>(catalog.names());
    names.addAll(EngineSteps.NAMES);
    Optional<Source> source = sources.read(path, problems);
    return source.map(text -> Playbook.read(text, names, problems));
  }

  private Predicate<Host> limit(Optional<String> limit, Inventory inventory) {
    if (limit.isEmpty()) return host -> true;
    return Set.copyOf(HostPattern.limit(limit.get(), sources, problems).select(inventory, problems))
        ::contains;
  }

  private Variables variables(
      Request request, Inventory inventory, List<BoundPlay> plays, InventoryVars vars) {
    Map<String, List<Map<String, Object>>> byHost = new LinkedHashMap<>();
    inventory.hosts().forEach(host -> byHost.put(host.name(), vars.of(host)));
    for (BoundPlay play : plays) {
      play.hosts().forEach(h -> byHost.computeIfAbsent(h, name -> vars.of(Host.stranger(name))));
    }
    Map<String, List<String>> groups = new LinkedHashMap<>();
    inventory
        .groups()
        .forEach(g -> groups.put(g.name(), g.hosts().stream().map(Host::name).toList()));
    return new Variables(
        byHost,
        vars.of(Host.stranger("localhost")),
        request.extra(),
        magic(request, inventory),
        groups);
  }

  private Map<String, Object> magic(Request request, Inventory inventory) {
    Map<String, Object> magic = new LinkedHashMap<>();
    magic.put("playbook_dir", folder(request.playbook()).toAbsolutePath().normalize().toString());
    magic.put("ansible_check_mode", request.check());
    magic.put("ansible_diff_mode", request.diff());
    magic.put("ansible_forks", request.forks());
    magic.put("ansible_inventory_sources", inventory.sources());
    magic.put("outpost_version", request.version());
    return magic;
  }
}
