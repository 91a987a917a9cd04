package outpost.core.program;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import outpost.api.Plan;
import outpost.core.catalog.ArgsReader;
import outpost.core.language.Keyword;
import outpost.core.source.Problems;
import outpost.core.template.EvaluationFailed;
import outpost.core.template.Scope;
import outpost.core.template.Template;
import outpost.core.template.Unknown;
import outpost.core.template.UnknownValue;

/** What a check knows of all hosts so far, and how much of it may be otherwise. */
final class Knowledge {
  /** What is known of hosts and groups when a run may have added some. */
  private static final Map<String, Object> GROWN =
      Map.of(
          "groups", new Unknown.Open(new Unknown.Seq(Unknown.STR)),
          "group_names", new Unknown.Seq(Unknown.STR),
          "hostvars", new Unknown.Open(new Unknown.Open(Unknown.ANY)));

  /** What is known of other hosts when one of them may have any variable. */
  private static final Map<String, Object> OPEN =
      Map.of("hostvars", new Unknown.Open(new Unknown.Open(Unknown.ANY)));

  private final Map<String, Object> facts = new FactShapes();
  private final Function<String, Map<String, Object>> kept;
  private final Map<String, Learnt> learnt = new LinkedHashMap<>();
  private boolean grown;
  private boolean open;
  private boolean someOpen;

  /**
   * @param kept variables that earlier runs left in the cache of facts, by host
   */
  Knowledge(Function<String, Map<String, Object>> kept) {
    this.kept = kept;
  }

  Learnt of(String host) {
    return learnt.computeIfAbsent(host, h -> new Learnt(kept.apply(h)));
  }

  Variables.Live live(String host) {
    return of(host).live(facts);
  }

  /** From now on there may be other hosts and groups, and variables that they bring. */
  void grow() {
    grown = true;
  }

  boolean isGrown() {
    return grown;
  }

  /** From now on a host may have any variable. */
  void open(String host) {
    of(host).open();
    someOpen = true;
  }

  /** From now on every host may have any variable. */
  private void openAll() {
    open = true;
    someOpen = true;
  }

  /** Returns what can be said of variables that a host sees. */
  Scope seen(String host, Scope scope) {
    Scope seen = scope;
    if (grown) seen = LayeredScope.over(GROWN, seen);
    else if (someOpen) seen = LayeredScope.over(OPEN, seen);
    return grown || open || of(host).isOpen() ? open(seen) : seen;
  }

  /** A scope in which what is not defined may yet be. */
  private static Scope open(Scope scope) {
    return new Scope() {
      @Override
      public Object get(String name) {
        if (name.equals(Plan.FACTS)) return new Unknown.Open(Unknown.ANY);
        Object value = scope.get(name);
        return value != null || scope.names().contains(name) ? value : Unknown.ANY;
      }

      @Override
      public Set<String> names() {
        return scope.names();
      }
    };
  }

  /** Expects what handlers give hosts at any time from now on, or never. */
  void expect(List<Step> handlers, List<String> hosts) {
    for (Step handler : handlers) {
      for (String host : hosts) {
        handler.register().ifPresent(of(host)::unsettle);
        if (handler.use() instanceof Use.SetFact facts) {
          for (Template.Field field : facts.facts().fields()) expect(field, host);
        }
        if (handler.use() instanceof Use.OfModule module) expect(handler, module, host);
        boolean brings =
            handler.use() instanceof Use.IncludeVars
                || handler.use() instanceof Use.IncludeTasks
                || handler.use() instanceof Use.IncludeRole;
        if (brings) open(host);
      }
    }
  }

  private void expect(Step handler, Use.OfModule module, String host) {
    Optional<List<String>> facts = facts(handler, module, Scope.of(Map.of()));
    if (facts.isEmpty()) open(host);
    facts.orElse(List.of()).forEach(name -> of(host).keep(name, Unknown.ANY));
  }

  /** Returns the facts that a step will give its host; empty if their names are not known yet. */
  static Optional<List<String>> facts(Step step, Use.OfModule module, Scope scope) {
    if (module.spec().facts().isEmpty()) return Optional.of(List.of());
    try {
      return new ArgsReader(step.info().module(), step.files().checking(scope), new Problems())
          .read(module.spec().args(), GivenReader.AHEAD.read(module.args(), scope))
          .map(module.spec()::facts);
    } catch (EvaluationFailed | UnknownValue e) {
      return Optional.empty();
    }
  }

  private void expect(Template.Field field, String host) {
    try {
      of(host).unsettle(String.valueOf(field.key().evaluate(Scope.of(Map.of()))));
    } catch (EvaluationFailed | UnknownValue e) {
      open(host);
    }
  }

  /** Whether what a step gives a host may be something else, or nothing, though it runs. */
  static boolean isDoubtful(Step step) {
    return step.settings().says(Keyword.IGNORE_ERRORS)
        || step.settings().says(Keyword.RUN_ONCE)
        || isHandedOver(step);
  }

  static boolean isHandedOver(Step step) {
    return step.settings().says(Keyword.DELEGATE_FACTS);
  }

  /** Returns the hosts that a step may give variables: the delegate perhaps as well. */
  List<Learnt> takers(Step step, Scope scope, String host) {
    Learnt own = of(host);
    if (!isHandedOver(step)) return List.of(own);
    try {
      return step.settings()
          .value(Keyword.DELEGATE_TO, scope)
          .map(to -> List.of(own, of(String.valueOf(to.value()))))
          .orElse(List.of(own));
    } catch (EvaluationFailed | UnknownValue e) {
      openAll();
      return List.of(own);
    }
  }

  /** Returns what is known of hosts now. */
  Map<String, Learnt.Before> now(List<String> hosts) {
    Map<String, Learnt.Before> now = new LinkedHashMap<>();
    hosts.forEach(host -> now.put(host, of(host).now()));
    return now;
  }

  /** What has come up since then may have come up or not. */
  void doubt(Map<String, Learnt.Before> then) {
    then.forEach((host, before) -> of(host).doubt(before));
  }
}
