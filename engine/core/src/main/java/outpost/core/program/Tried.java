package outpost.core.program;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import outpost.core.template.Condition;
import outpost.core.template.Template;

/**
 * What a check tries of a step for each host and item, beside its condition and its loop: what is
 * constant cannot fail, and variables are looked at where they are used.
 *
 * @param before what is evaluated before the step is taken
 * @param after what sees its result
 */
record Tried(List<Template> before, List<Template> after, List<Condition> conditions) {

  static Tried of(Step step) {
    Set<Template> elsewhere = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Collection<Object> vars : List.of(step.vars().values(), step.includeVars().values())) {
      vars.forEach(value -> elsewhere.add((Template) value));
    }
    step.loop().ifPresent(loop -> elsewhere.add(loop.items()));
    List<Template> after = step.loop().flatMap(Step.Loop::label).stream().toList();
    List<Template> before = new ArrayList<>(step.templates());
    before.removeIf(template -> elsewhere.contains(template) || template.constant());
    before.removeAll(after);
    List<Condition> conditions = new ArrayList<>(step.conditions());
    step.when().ifPresent(conditions::remove);
    return new Tried(before, after, conditions);
  }
}
