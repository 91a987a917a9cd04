package outpost.core.program;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.api.Problem;
import outpost.core.connect.BadLogin;
import outpost.core.connect.Logins;
import outpost.core.source.Diagnostic.Severity;
import outpost.core.source.Problems;
import outpost.core.template.EvaluationFailed;
import outpost.core.template.Scope;
import outpost.core.template.Template;
import outpost.core.template.Unknown;
import outpost.core.template.UnknownValue;

/**
 * Tries what variables say of a host's login. To be asked only where it is sure that the host will
 * be connected to: a host that is just spoken of may have a connection that we do not know.
 */
final class LoginCheck {
  private final Problems problems;
  private final Set<String> tried = new HashSet<>();

  LoginCheck(Problems problems) {
    this.problems = problems;
  }

  /** Tells what is wrong, for each host once. */
  void check(String host, Scope scope) {
    if (!tried.add(host)) return;
    Map<String, Object> vars = new LinkedHashMap<>();
    for (String name : Logins.READ) known(scope, name).ifPresent(value -> vars.put(name, value));
    while (isWrong(host, vars, scope)) continue;
  }

  /** Tells the first thing that is wrong and takes it away. */
  private boolean isWrong(String host, Map<String, Object> vars, Scope scope) {
    try {
      Logins.from(host, vars, Path.of("/"));
      return false;
    } catch (BadLogin e) {
      Problem problem = Problem.of("bad-login", e.getMessage(), e.hint());
      if (scope.get(e.variable()) instanceof Template template) {
        problems.report(Severity.ERROR, Optional.of(template.span()), problem);
      } else {
        problems.error("bad-login", "host `" + host + "`: " + e.getMessage(), e.hint());
      }
      return vars.remove(e.variable()) != null;
    }
  }

  private static Optional<Object> known(Scope scope, String name) {
    Object value = scope.get(name);
    if (!(value instanceof Template template)) {
      return Optional.ofNullable(value).filter(v -> !(v instanceof Unknown));
    }
    try {
      return Optional.ofNullable(template.evaluate(scope));
    } catch (EvaluationFailed | UnknownValue e) {
      return Optional.empty();
    }
  }
}
