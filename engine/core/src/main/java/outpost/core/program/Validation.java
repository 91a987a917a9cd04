package outpost.core.program;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import outpost.api.Secret;
import outpost.core.source.Problems;
import outpost.core.template.Scope;
import outpost.core.template.Template;

/** Values that are held against a specification when a task is reached. */
public interface Validation {

  /**
   * Tells what is wrong; what is not known yet is taken for right.
   *
   * @param secrets is given the texts of arguments that are not to be shown
   */
  void check(Scope scope, GivenReader reader, Problems problems, Consumer<Secret> secrets);

  /** Returns what it says of itself to whoever registers the result, or rescues the failure. */
  Map<String, Object> about(Scope scope, GivenReader reader);

  /** Returns the variables that it looks at. */
  Set<String> variables();

  /** Returns the expressions in it. */
  List<Template> templates();
}
