package outpost.core.catalog;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import outpost.api.BadArg;
import outpost.api.Change;
import outpost.api.Module;
import outpost.api.Payload;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;
import outpost.api.Secret;
import outpost.core.template.Condition;
import outpost.core.template.EvaluationFailed;
import outpost.core.template.Omit;
import outpost.core.template.Scope;
import outpost.core.template.Template;

/**
 * A module that a user has written as YAML and shell: what it finds and what is wanted are compared
 * by expressions, and each difference has a script that mends it.
 */
final class WrittenModule implements Module<WrittenModule.Args, WrittenModule.Found> {

  /** What a task gives, by name; what it does not give is missing. */
  record Args(Map<String, Object> values) {
    Args {
      values.forEach(
          (name, value) -> {
            if (value instanceof List<?> items
                && items.stream().anyMatch(item -> item.toString().contains("\n"))) {
              throw new BadArg(name, "an item has several lines", "give it items of one line each");
            }
          });
    }
  }

  /** What the probe said, by key. */
  record Found(Map<String, String> found) {}

  /** Says why nothing can be done on a host. */
  record Obstacle(Condition when, Template message, Template hint) {}

  /** A difference where {@code from} is not what {@code to} is. */
  record Difference(
      Condition when,
      Template what,
      Template from,
      Template to,
      Optional<Text> diff,
      String run,
      Optional<Template> stdin) {}

  /** The whole texts before and after. */
  record Text(Template before, Template after) {}

  /** What is done each time that its condition holds. */
  record Step(Condition when, Template what, String run, Optional<Template> stdin) {}

  /** All that the file says of what to do. */
  record Body(
      String probe,
      List<Obstacle> obstacles,
      List<Difference> changes,
      List<Step> actions,
      Map<String, Template> results,
      Duration within) {}

  private final List<String> names;
  private final Body body;

  /**
   * @param names of all arguments
   */
  WrittenModule(List<String> names, Body body) {
    this.names = names;
    this.body = body;
  }

  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(Found.class, script(want, body.probe()));
  }

  @Override
  public Plan plan(Args want, Found is) {
    Map<String, Object> values = new LinkedHashMap<>();
    names.forEach(name -> values.put(name, null));
    values.putAll(want.values());
    values.put("found", is.found());
    try {
      return plan(want, Scope.of(values));
    } catch (EvaluationFailed e) {
      return Plan.blocked(e.problem().message(), "mend " + e.span());
    }
  }

  private Plan plan(Args want, Scope scope) {
    Plan.Builder plan = Plan.builder().within(body.within());
    for (Obstacle obstacle : body.obstacles()) {
      if (obstacle.when().test(scope)) {
        plan.block(text(obstacle.message(), scope), text(obstacle.hint(), scope));
      }
    }
    for (Difference change : body.changes()) {
      if (change.when().test(scope)) add(change, want, scope, plan);
    }
    for (Step step : body.actions()) {
      Script script = script(want, step.run());
      plan.act(text(step.what(), scope), step.when().test(scope), fed(script, step.stdin(), scope));
    }
    body.results().forEach((name, value) -> plan.result(name, value.evaluate(scope)));
    return plan.build();
  }

  private static void add(Difference change, Args want, Scope scope, Plan.Builder plan) {
    Object from = change.from().evaluate(scope);
    Object to = change.to().evaluate(scope);
    if (Objects.equals(plain(from), plain(to))) return;
    String what = text(change.what(), scope);
    Script fix = fed(script(want, change.run()), change.stdin(), scope);
    boolean hidden = from instanceof Secret || to instanceof Secret;
    String was = hidden ? "(hidden)" : shown(from);
    String willBe = hidden ? "(hidden)" : shown(to);
    if (change.diff().isEmpty()) {
      plan.change(what, was, willBe, fix);
      return;
    }
    String before = hidden ? "" : text(change.diff().get().before(), scope);
    String after = hidden ? "" : text(change.diff().get().after(), scope);
    plan.change(what, was, willBe, fix, new Change.Diff(what, before, after, hidden));
  }

  /** Arguments are variables of the shell; those that were not given are not set there. */
  private static Script script(Args want, String text) {
    StringBuilder all = new StringBuilder();
    want.values()
        .forEach(
            (name, value) -> {
              if (value instanceof Secret) return; // goes by standard input alone
              all.append(name).append('=').append(Script.quote(shell(value))).append('\n');
            });
    return Script.raw(all.append(text).toString()); // what the user wrote is shell already
  }

  private static String shell(Object value) {
    if (value instanceof Boolean is) return is ? "yes" : "no";
    return value instanceof List<?> items
        ? String.join("\n", items.stream().map(String::valueOf).toList())
        : String.valueOf(value);
  }

  private static Script fed(Script script, Optional<Template> stdin, Scope scope) {
    if (stdin.isEmpty()) return script;
    Object value = stdin.get().evaluate(scope);
    return script.stdin(
        value instanceof Secret secret
            ? new Payload.Hidden(secret)
            : new Payload.Bytes(String.valueOf(value).getBytes(StandardCharsets.UTF_8)));
  }

  private static Object plain(Object value) {
    return value instanceof Secret secret ? secret.revealText() : String.valueOf(value);
  }

  private static String shown(Object value) {
    if (value instanceof Secret) return "(hidden)";
    if (value instanceof Boolean is) return is ? "yes" : "no";
    return value == Omit.OMIT || value == null ? "-" : String.valueOf(value);
  }

  private static String text(Template template, Scope scope) {
    return shown(template.evaluate(scope));
  }
}
