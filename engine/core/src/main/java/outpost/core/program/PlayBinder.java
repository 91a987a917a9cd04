package outpost.core.program;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import outpost.core.inventory.HostPattern;
import outpost.core.language.Keyword;
import outpost.core.language.Play;
import outpost.core.language.RoleEntry;
import outpost.core.program.VarLevel.Rank;
import outpost.core.schedule.Batches;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.template.Scope;

/** Binds plays to their hosts, and settles the keywords that hold for all of a play. */
final class PlayBinder {
  private final Binder binder;
  private final InventoryVars inventory;
  private final SearchPath files;
  private final Optional<HostPattern> limit;
  private final VarLevel extra;
  private final Selection selection;
  private final Questions questions;
  private final Problems problems;

  /**
   * @param extra variables of the command line
   */
  PlayBinder(
      Binder binder,
      InventoryVars inventory,
      SearchPath files,
      Optional<HostPattern> limit,
      Map<String, Object> extra,
      Selection selection,
      Questions questions,
      Problems problems) {
    this.binder = binder;
    this.inventory = inventory;
    this.files = files;
    this.limit = limit;
    this.extra = new VarLevel(Rank.EXTRA, extra);
    this.selection = selection;
    this.questions = questions;
    this.problems = problems;
  }

  /** Binds a play; what cannot be bound is reported and left out. */
  BoundPlay bind(Play play, Path folder) {
    SearchPath path = folder.equals(files.playbook()) ? files : files.beside(folder);
    VarLevel vars = new VarLevel(Rank.PLAY_VARS, binder.vars(play.vars()));
    VarLevel asked = questions.of(play, binder, new LayeredScope(List.of(extra, vars)), problems);
    List<VarLevel> known = List.of(extra, asked, vars);
    Scope scope = new LayeredScope(known);
    Binder theirs = binder.telling(problems);
    Around around = new Around(Optional.empty(), Map.of(), path, List.of(), known);
    List<Step> handlers = new ArrayList<>();
    List<RoleUse> exported = new ArrayList<>();
    List<Part> pre = theirs.parts(play.preTasks(), around);
    List<Part> main = new ArrayList<>(roles(play, theirs, around, handlers, exported));
    main.addAll(theirs.parts(play.tasks(), around));
    List<Part> post = theirs.parts(play.postTasks(), around);
    List<Step> own = Parts.steps(theirs.parts(play.handlers(), around));
    boolean complete = own.size() >= listed(play.keywords().own(Keyword.HANDLERS)).size();
    handlers.addAll(own);
    handlers.addAll(theirs.importedHandlers);
    exported.addAll(theirs.exported);
    Set<String> taskTags = new TreeSet<>();
    for (List<Part> all : List.of(pre, main, post)) {
      Parts.each(all, step -> taskTags.addAll(step.tags()));
    }
    List<List<Part>> sections = List.of(selected(pre), selected(main), selected(post));
    Inclusions inclusions = new Inclusions(binder, known, inventory, selection);
    sections.forEach(inclusions::meet);
    PlayHosts choice = new PlayHosts(pattern(play, scope), limit, order(play, scope));
    // what matches nothing is told by the check, which knows whether the inventory may grow
    List<String> hosts = choice.select(inventory.inventory(), new Problems());
    VarsFiles varsFiles =
        new VarsFiles(
            listed(play.find(Keyword.VARS_FILES)).stream().map(binder::compile).toList(),
            binder,
            path);
    return new BoundPlay(
        play.title(),
        play.span(),
        choice,
        hosts,
        List.of(vars, asked),
        varsFiles,
        serial(play, scope),
        maxFail(play, scope),
        isOn(play, Keyword.ANY_ERRORS_FATAL, scope, false),
        isOn(play, Keyword.FORCE_HANDLERS, scope, true),
        strategy(play, scope),
        gathering(play, theirs, around, varsFiles, sections, handlers),
        tags(play, scope),
        sections,
        taskTags,
        new Handlers(List.of(), complete).with(handlers),
        List.copyOf(exported),
        inclusions);
  }

  private List<Part> selected(List<Part> parts) {
    return Parts.only(parts, step -> selection.takes(step.tags()));
  }

  private static List<Node> listed(Optional<Node> node) {
    if (node.isEmpty() || node.get().isNull()) return List.of();
    return node.get() instanceof Node.Sequence list ? list.items() : List.of(node.get());
  }

  private List<Part> roles(
      Play play, Binder theirs, Around around, List<Step> handlers, List<RoleUse> exported) {
    List<Part> parts = new ArrayList<>();
    Roles roles = new Roles(theirs, problems);
    for (RoleEntry entry : play.roles()) {
      Optional<Roles.Wanted> wanted = roles.wanted(entry, around);
      if (wanted.isEmpty()) continue;
      Roles.Bound bound = roles.bind(wanted.get(), around);
      parts.addAll(bound.parts());
      handlers.addAll(bound.handlers());
      bound.use().ifPresent(exported::add);
    }
    return parts;
  }

  private Optional<HostPattern> pattern(Play play, Scope scope) {
    if (play.hosts().isEmpty()) return Optional.empty();
    List<Node.Scalar> parts = new ArrayList<>();
    for (Node.Scalar written : play.hosts()) {
      Optional<Object> value =
          written.isTemplate()
              ? binder.value(binder.compile(written), scope)
              : Optional.of(written.text());
      if (value.isEmpty()) continue;
      List<?> all = value.get() instanceof List<?> list ? list : List.of(value.get());
      if (all.isEmpty()) {
        problems.error(
            written.span(), "no-hosts", "`hosts` is empty: this comes to a list of nothing");
      }
      for (Object one : all) {
        parts.add(new Node.Scalar(written.span(), String.valueOf(one), true, written.tag()));
      }
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(HostPattern.of(parts));
  }

  private boolean isOn(Play play, Keyword keyword, Scope scope, boolean otherwise) {
    return play.find(keyword)
        .flatMap(node -> binder.value(binder.compile(node), scope))
        .map(String::valueOf)
        .map(text -> text.equalsIgnoreCase("true") || text.equalsIgnoreCase("yes"))
        .orElse(otherwise);
  }

  private PlayHosts.Order order(Play play, Scope scope) {
    return choice(play, Keyword.ORDER, scope, PlayHosts.Order.class, PlayHosts.Order.INVENTORY);
  }

  private BoundPlay.Strategy strategy(Play play, Scope scope) {
    return choice(
        play, Keyword.STRATEGY, scope, BoundPlay.Strategy.class, BoundPlay.Strategy.LINEAR);
  }

  private <E extends Enum<E>> E choice(
      Play play, Keyword keyword, Scope scope, Class<E> type, E otherwise) {
    Optional<Node> written = play.find(keyword);
    Optional<String> text =
        written.flatMap(node -> binder.value(binder.compile(node), scope)).map(String::valueOf);
    try {
      return text.map(t -> Enum.valueOf(type, t.toUpperCase(Locale.ROOT))).orElse(otherwise);
    } catch (IllegalArgumentException e) {
      problems.error(
          written.orElseThrow().span(),
          "unknown-" + keyword.word(),
          "there is no `" + keyword.word() + "` `" + text.get() + "`",
          "there are "
              + Stream.of(type.getEnumConstants())
                  .map(c -> "`" + c.name().toLowerCase(Locale.ROOT) + "`")
                  .collect(Collectors.joining(", ")));
      return otherwise;
    }
  }

  private Set<String> tags(Play play, Scope scope) {
    Set<String> tags = new LinkedHashSet<>();
    for (Node written : listed(play.find(Keyword.TAGS))) {
      binder
          .value(binder.compile(written), scope)
          .ifPresent(value -> tags.addAll(List.of(String.valueOf(value).split("\\s*,\\s*"))));
    }
    return tags;
  }

  private List<Batches.Size> serial(Play play, Scope scope) {
    List<Batches.Size> sizes = new ArrayList<>();
    for (Node.Scalar written : play.serial()) {
      Object value = binder.value(binder.compile(written), scope).orElse("1");
      List<?> all = value instanceof List<?> list ? list : List.of(value);
      for (Object one : all) size(String.valueOf(one).strip(), written).ifPresent(sizes::add);
    }
    return sizes;
  }

  private Optional<Batches.Size> size(String text, Node.Scalar written) {
    boolean percent = text.endsWith("%");
    String number = percent ? text.substring(0, text.length() - 1) : text;
    try {
      int amount = Integer.parseInt(number.strip());
      if (amount > 0) return Optional.of(new Batches.Size(amount, percent));
      if (!percent && amount == 0) return Optional.of(Batches.Size.ALL);
    } catch (NumberFormatException e) {
      problems.error(
          written.span(),
          "wrong-type",
          "`serial` takes a number of hosts or a share such as 30%, not `" + text + "`");
    }
    return Optional.empty();
  }

  private Optional<Integer> maxFail(Play play, Scope scope) {
    Optional<Node> written = play.find(Keyword.MAX_FAIL_PERCENTAGE);
    Optional<String> text =
        written.flatMap(node -> binder.value(binder.compile(node), scope)).map(String::valueOf);
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

  /** Unless the play says otherwise its tags are those of the task that reads facts. */
  private Gathering gathering(
      Play play,
      Binder theirs,
      Around around,
      VarsFiles varsFiles,
      List<List<Part>> sections,
      List<Step> handlers) {
    References names = new References();
    sections.forEach(names::add);
    handlers.forEach(names::add);
    varsFiles.names().forEach(names::add);
    List<VarLevel> levels = new ArrayList<>(inventory.all());
    levels.addAll(around.known());
    levels.addAll(varsFiles.knownBefore(around.scope()));
    Set<String> references = names.through(levels);
    boolean allowed = isOn(play, Keyword.GATHER_FACTS, around.scope(), true);
    boolean explicit = allowed && play.find(Keyword.GATHER_FACTS).isPresent();
    Optional<Step> step =
        Parts.steps(theirs.parts(List.of(play.gathering()), around)).stream()
            .findFirst()
            .filter(s -> allowed)
            .filter(s -> selection.takes(s.tags().isEmpty() ? Set.of("always") : s.tags()))
            .map(s -> s.without(Keyword.RUN_ONCE));
    return new Gathering(step, explicit, references);
  }
}
