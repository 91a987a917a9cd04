package outpost.core.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import outpost.core.facts.Facts;
import outpost.core.inventory.Host;
import outpost.core.inventory.HostPattern;
import outpost.core.inventory.Inventory;
import outpost.core.language.Keyword;
import outpost.core.language.Play;
import outpost.core.schedule.Batches;
import outpost.core.source.Diagnostic.Severity;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.template.EvaluationFailed;
import outpost.core.template.Scope;
import outpost.core.template.Template;
import outpost.core.template.UnknownValue;

/** Binds plays to their hosts, and settles the keywords that hold for all of a play. */
final class PlayBinder {
  private final Binder binder;
  private final Inventory inventory;
  private final InventoryVars inventoryVars;
  private final SearchPath files;
  private final Predicate<Host> limited;
  private final Map<String, Object> extra;
  private final Problems problems;

  /**
   * @param limited whether {@code --limit} lets a host take part
   * @param extra variables of the command line
   */
  PlayBinder(
      Binder binder,
      Inventory inventory,
      InventoryVars inventoryVars,
      SearchPath files,
      Predicate<Host> limited,
      Map<String, Object> extra,
      Problems problems) {
    this.binder = binder;
    this.inventory = inventory;
    this.inventoryVars = inventoryVars;
    this.files = files;
    this.limited = limited;
    this.extra = extra;
    this.problems = problems;
  }

  /** Binds a play; what cannot be bound is reported and left out. */
  BoundPlay bind(Play play) {
    Map<String, Object> vars = binder.vars(play.vars());
    Scope scope = new LayeredScope(List.of(extra, vars));
    List<String> hosts = hosts(play, scope);
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
        serial(play, scope),
        maxFail(play, scope),
        isOn(play, Keyword.ANY_ERRORS_FATAL, scope),
        isOn(play, Keyword.FORCE_HANDLERS, scope),
        needsFacts(play, vars, sections, handlers),
        sections,
        handlers);
  }

  private List<String> hosts(Play play, Scope scope) {
    if (play.hosts().isEmpty()) return List.of();
    List<Node.Scalar> parts = new ArrayList<>();
    for (Node.Scalar written : play.hosts()) {
      parts.add(new Node.Scalar(written.span(), text(written, scope), true, written.tag()));
    }
    // where the inventory could not be read, that no pattern matches is no news
    Problems told = problems.hasErrors() && inventory.hosts().isEmpty() ? new Problems() : problems;
    return HostPattern.of(parts).select(inventory, told).stream()
        .filter(limited)
        .map(Host::name)
        .toList();
  }

  /** Returns the text of a keyword that the whole play shares: only its own variables are there. */
  private String text(Node.Scalar node, Scope scope) {
    return String.valueOf(value(binder.compile(node), scope).orElse(node.text()));
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

  private boolean isOn(Play play, Keyword keyword, Scope scope) {
    return play.find(keyword)
        .flatMap(node -> value(binder.compile(node), scope))
        .map(String::valueOf)
        .filter(text -> text.equalsIgnoreCase("true") || text.equalsIgnoreCase("yes"))
        .isPresent();
  }

  private List<Batches.Size> serial(Play play, Scope scope) {
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

  private Optional<Integer> maxFail(Play play, Scope scope) {
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
    List<Step> steps = new ArrayList<>(handlers);
    sections.forEach(steps::addAll);
    References names = new References(files);
    steps.forEach(names::add);
    List<Map<String, Object>> layers = new ArrayList<>(inventoryVars.all());
    layers.add(vars);
    return !Facts.groups(names.through(layers)).isEmpty();
  }
}
