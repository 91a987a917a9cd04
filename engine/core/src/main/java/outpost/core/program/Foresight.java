package outpost.core.program;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.core.facts.HostFacts;
import outpost.core.source.Problems;
import outpost.core.template.EvaluationFailed;
import outpost.core.template.Scope;
import outpost.core.template.Template;
import outpost.core.template.UnknownValue;

/** What tasks of a play will see of variables, as far as that is known before the run. */
public final class Foresight {
  private final Variables variables;
  private final BoundPlay play;

  public Foresight(Program program, BoundPlay play) {
    this.variables = program.variables().ahead();
    this.play = play;
  }

  /**
   * A step by which the run may set a variable.
   *
   * @param how it does: {@code set_fact}, {@code register}
   */
  public record Setter(Step step, String how) {}

  /** Returns the levels of a host's variables, the strongest first. */
  public List<VarLevel> levels(String host, Optional<Step> step) {
    return levels(host, step, Map.of());
  }

  private List<VarLevel> levels(String host, Optional<Step> step, Map<String, Object> loop) {
    return variables.levels(host, stage(host), step, Map.of(), loop, Foresight::live);
  }

  /** Returns what is seen of levels together. */
  public static Scope scope(List<VarLevel> levels) {
    return new LayeredScope(levels);
  }

  /** Returns every step of the play, handlers and what is known to be included among them. */
  public List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    play.sections().forEach(section -> steps.addAll(Parts.steps(section)));
    steps.addAll(play.inclusions().known());
    steps.addAll(play.handlers().all());
    return steps;
  }

  /** Returns the steps by which the run may set a variable. */
  public List<Setter> setters(String name, String host) {
    List<Setter> setters = new ArrayList<>();
    for (Step step : steps()) {
      if (step.register().filter(name::equals).isPresent()) {
        setters.add(new Setter(step, "register"));
      }
      if (step.use() instanceof Use.SetFact facts && sets(facts, name)) {
        setters.add(new Setter(step, "set_fact"));
      }
      if (step.use() instanceof Use.OfModule module && gives(step, module, name, host)) {
        setters.add(new Setter(step, module.spec().name()));
      }
      if (step.use() instanceof Use.IncludeVars vars && sets(step, vars, name, host)) {
        setters.add(new Setter(step, "include_vars"));
      }
    }
    return setters;
  }

  private static boolean sets(Use.SetFact facts, String name) {
    return facts.facts().fields().stream()
        .map(Template.Field::key)
        .anyMatch(key -> key.constant() && key.text().equals(name));
  }

  private boolean gives(Step step, Use.OfModule module, String name, String host) {
    if (module.spec().facts().isEmpty()) return false;
    try {
      for (Map<String, Object> item : items(step, host)) {
        Scope scope = scope(levels(host, Optional.of(step), item));
        if (Knowledge.facts(step, module, scope).orElse(List.of()).contains(name)) return true;
      }
    } catch (EvaluationFailed | UnknownValue e) {
      return false; // what it gives is known in the run only
    }
    return false;
  }

  private boolean sets(Step step, Use.IncludeVars include, String name, String host) {
    try {
      for (Map<String, Object> item : items(step, host)) {
        Scope scope = scope(levels(host, Optional.of(step), item));
        if (play.inclusions().vars(step, include, scope).vars().containsKey(name)) return true;
      }
    } catch (EvaluationFailed | UnknownValue e) {
      return false; // what it reads is known in the run only
    }
    return false;
  }

  /** Returns the variables of each item of a step's loop. */
  private List<Map<String, Object>> items(Step step, String host) {
    if (step.loop().isEmpty()) return List.of(Map.of());
    Step.Loop loop = step.loop().get();
    Object items = Loops.preview(loop, scope(levels(host, Optional.of(step))));
    List<Map<String, Object>> all = new ArrayList<>();
    if (!(items instanceof List<?> list)) return all;
    for (int i = 0; i < list.size(); i++) all.add(Loops.vars(loop, list, i, false));
    return all;
  }

  private Stage stage(String host) {
    Map<String, Object> magic = new LinkedHashMap<>();
    magic.put("ansible_play_name", play.name());
    magic.put("ansible_play_hosts_all", play.hosts());
    Stage without = new Stage(play.vars(), h -> List.of(), play.exported(), magic);
    if (play.varsFiles().isEmpty()) return without;
    try {
      Scope scope =
          variables.scope(host, without, Optional.empty(), Map.of(), Map.of(), Foresight::live);
      List<VarLevel> files = play.varsFiles().read(scope, new Problems());
      return new Stage(play.vars(), h -> files, play.exported(), magic);
    } catch (EvaluationFailed | UnknownValue e) {
      return without;
    }
  }

  private static Variables.Live live(String host) {
    return new Variables.Live(
        new HostFacts(new FactShapes(), Map.of()), Map.of(), Map.of(), Map.of());
  }
}
