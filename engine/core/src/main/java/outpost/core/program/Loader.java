package outpost.core.program;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import outpost.core.catalog.Catalog;
import outpost.core.facts.Facts;
import outpost.core.inventory.Host;
import outpost.core.inventory.HostPattern;
import outpost.core.inventory.Inventory;
import outpost.core.inventory.Layer;
import outpost.core.language.Keyword;
import outpost.core.language.Play;
import outpost.core.language.Playbook;
import outpost.core.schedule.Batches;
import outpost.core.source.Diagnostic.Severity;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Sources;
import outpost.core.template.EvaluationFailed;
import outpost.core.template.Scope;
import outpost.core.template.Template;
import outpost.core.template.Templates;
import outpost.core.template.Unknown;
import outpost.core.template.UnknownValue;

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
      String version) {}

  /** Loads a program; empty if there is an error. */
  public Optional<Program> load(Request request) {
    Optional<Playbook> playbook = playbook(request.playbook());
    Inventory inventory =
        Inventory.read(request.inventories(), sources, problems)
            .withPlaybook(folder(request.playbook()), sources, problems);
    Binder binder = new Binder(catalog, templates, problems);
    SearchPath files = new SearchPath(folder(request.playbook()), templates);
    Predicate<Host> limited = limit(request.limit(), inventory);
    List<BoundPlay> plays = new ArrayList<>();
    for (Play play : playbook.map(Playbook::plays).orElse(List.of())) {
      plays.add(bind(play, binder, inventory, limited, request));
    }
    Variables variables = variables(request, inventory, plays, binder);
    if (!problems.hasErrors() && plays.stream().allMatch(play -> play.hosts().isEmpty())) {
      problems.error(
          "no-hosts",
          "no host is left to work on",
          "look at `hosts:` of the plays and at `--limit`");
    }
    new Checker(variables, files, facts(), problems).check(plays);
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

  /** What a check knows of facts: their kinds. */
  private static Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    Facts.schema().forEach((name, kind) -> facts.put(name, unknown(kind)));
    return facts;
  }

  private static Unknown unknown(Facts.Kind kind) {
    return switch (kind) {
      case TEXT -> Unknown.STR;
      case NUMBER -> Unknown.NUM;
      case TRUTH -> Unknown.BOOL;
      case LIST -> new Unknown.Seq(Unknown.ANY);
      case MAPPING -> new Unknown.Open(Unknown.ANY);
    };
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

  private BoundPlay bind(
      Play play, Binder binder, Inventory inventory, Predicate<Host> limited, Request request) {
    Map<String, Object> vars = binder.vars(play.vars());
    Scope scope = new LayeredScope(List.of(request.extra(), vars));
    List<String> hosts = hosts(play, inventory, limited, scope);
    List<List<Step>> sections =
        List.of(
            binder.steps(play.preTasks(), false),
            binder.steps(play.tasks(), false),
            binder.steps(play.postTasks(), false));
    List<Step> handlers = binder.steps(play.handlers(), true);
    return new BoundPlay(
        play.title(),
        play.span(),
        hosts,
        List.of(vars),
        serial(play, binder, scope),
        maxFail(play, binder, scope),
        isOn(play, Keyword.ANY_ERRORS_FATAL, binder, scope),
        isOn(play, Keyword.FORCE_HANDLERS, binder, scope),
        needsFacts(play, vars, sections, handlers),
        sections,
        handlers);
  }

  private List<String> hosts(Play play, Inventory inventory, Predicate<Host> limited, Scope scope) {
    if (play.hosts().isEmpty()) return List.of();
    List<Node.Scalar> parts = new ArrayList<>();
    for (Node.Scalar written : play.hosts()) {
      parts.add(new Node.Scalar(written.span(), text(written, scope), true, written.tag()));
    }
    return HostPattern.of(parts).select(inventory, problems).stream()
        .filter(limited)
        .map(Host::name)
        .toList();
  }

  /** Returns the text of a keyword that the whole play shares: only its own variables are there. */
  private String text(Node.Scalar node, Scope scope) {
    return String.valueOf(value(templates.compile(node, problems), scope).orElse(node.text()));
  }

  private Optional<Object> value(Template template, Scope scope) {
    try {
      return Optional.of(template.evaluate(scope));
    } catch (EvaluationFailed e) {
      problems.report(Severity.ERROR, Optional.of(e.span()), e.problem());
    } catch (UnknownValue e) {
      problems.error(template.span(), "unknown-value", "this must be known before the play begins");
    }
    return Optional.empty();
  }

  private boolean isOn(Play play, Keyword keyword, Binder binder, Scope scope) {
    return play.find(keyword)
        .flatMap(node -> value(binder.compile(node), scope))
        .map(String::valueOf)
        .filter(text -> text.equalsIgnoreCase("true") || text.equalsIgnoreCase("yes"))
        .isPresent();
  }

  private List<Batches.Size> serial(Play play, Binder binder, Scope scope) {
    List<Batches.Size> sizes = new ArrayList<>();
    for (Node.Scalar written : play.serial()) {
      String text = value(binder.compile(written), scope).map(String::valueOf).orElse("1").strip();
      boolean percent = text.endsWith("%");
      String number = percent ? text.substring(0, text.length() - 1) : text;
      try {
        int amount = Integer.parseInt(number.strip());
        if (amount > 0) sizes.add(new Batches.Size(amount, percent));
      } catch (NumberFormatException e) {
        problems.error(
            written.span(),
            "wrong-type",
            "`serial` takes a number of hosts or a share such as 30%, not `" + text + "`");
      }
    }
    return sizes;
  }

  private Optional<Integer> maxFail(Play play, Binder binder, Scope scope) {
    Optional<Node> written = play.find(Keyword.MAX_FAIL_PERCENTAGE);
    Optional<String> text =
        written.flatMap(node -> value(binder.compile(node), scope)).map(String::valueOf);
    try {
      return text.map(Integer::valueOf);
    } catch (NumberFormatException e) {
      problems.error(
          written.orElseThrow().span(),
          "wrong-type",
          "`max_fail_percentage` takes a whole number, not `" + text.get() + "`");
      return Optional.empty();
    }
  }

  private boolean needsFacts(
      Play play, Map<String, Object> vars, List<List<Step>> sections, List<Step> handlers) {
    Optional<Node> gather = play.find(Keyword.GATHER_FACTS);
    boolean forbidden =
        gather.filter(n -> n instanceof Node.Scalar s && !s.truth().orElse(true)).isPresent();
    if (forbidden) return false;
    Set<String> names = new TreeSet<>();
    vars.values().forEach(value -> names.addAll(((Template) value).variables()));
    List<Step> steps = new ArrayList<>(handlers);
    sections.forEach(steps::addAll);
    for (Step step : steps) {
      step.templates().forEach(template -> names.addAll(template.variables()));
      step.conditions().forEach(condition -> names.addAll(condition.variables()));
    }
    return Facts.needed(names);
  }

  private Variables variables(
      Request request, Inventory inventory, List<BoundPlay> plays, Binder binder) {
    Map<Layer, Map<String, Object>> compiled = new IdentityHashMap<>();
    Map<String, List<Map<String, Object>>> byHost = new LinkedHashMap<>();
    for (Host host : inventory.hosts()) {
      byHost.put(host.name(), layers(inventory.layers(host), compiled, binder));
    }
    for (BoundPlay play : plays) {
      for (String host : play.hosts()) {
        byHost.computeIfAbsent(
            host, h -> layers(inventory.layers(Host.stranger(h)), compiled, binder));
      }
    }
    Map<String, List<String>> groups = new LinkedHashMap<>();
    inventory
        .groups()
        .forEach(g -> groups.put(g.name(), g.hosts().stream().map(Host::name).toList()));
    return new Variables(
        byHost,
        layers(inventory.layers(Host.stranger("localhost")), compiled, binder),
        request.extra(),
        magic(request, inventory),
        groups);
  }

  private static List<Map<String, Object>> layers(
      List<Layer> lowestFirst, Map<Layer, Map<String, Object>> compiled, Binder binder) {
    List<Map<String, Object>> layers = new ArrayList<>();
    for (Layer layer : lowestFirst) {
      layers.add(
          compiled.computeIfAbsent(
              layer,
              l -> {
                Map<String, Object> vars = new LinkedHashMap<>();
                l.vars().forEach((name, node) -> vars.put(name, binder.compile(node)));
                return vars;
              }));
    }
    Collections.reverse(layers);
    return layers;
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
