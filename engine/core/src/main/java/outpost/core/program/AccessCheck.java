package outpost.core.program;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import outpost.api.Secret;
import outpost.core.language.Keyword;
import outpost.core.source.Diagnostic.Severity;
import outpost.core.source.Problems;
import outpost.core.template.EvaluationFailed;
import outpost.core.template.Scope;
import outpost.core.template.Template;
import outpost.core.template.Unknown;
import outpost.core.template.UnknownValue;

/** Tries what a host is logged in to with, and the keywords that say how a task runs. */
final class AccessCheck {
  private static final List<String> LOGIN =
      List.of(
          "ansible_host",
          "ansible_port",
          "ansible_user",
          "ansible_password",
          "ansible_ssh_pass",
          "ansible_ssh_private_key_file",
          "ansible_connection");
  private static final List<String> BECOME =
      List.of(
          "ansible_become_password",
          "ansible_become_pass",
          "ansible_become_user",
          "ansible_become_method");
  private static final Set<Keyword> TRUTHS =
      Set.of(
          Keyword.BECOME,
          Keyword.RUN_ONCE,
          Keyword.IGNORE_ERRORS,
          Keyword.IGNORE_UNREACHABLE,
          Keyword.ANY_ERRORS_FATAL,
          Keyword.NO_LOG,
          Keyword.CHECK_MODE,
          Keyword.DIFF,
          Keyword.DELEGATE_FACTS);
  private static final Set<Keyword> NUMBERS =
      Set.of(Keyword.TIMEOUT, Keyword.THROTTLE, Keyword.PORT);
  private static final Set<String> YES = Set.of("yes", "true", "on", "1");
  private static final Set<String> NO = Set.of("no", "false", "off", "0");

  private AccessCheck() {}

  /**
   * Tries the variables of a host that a module needs to get there.
   *
   * @param host its own variables, as its connection is made from them
   */
  static void host(Step step, Scope scope, Scope host, Problems problems, boolean surely) {
    for (String name : LOGIN) variable(name, host, problems, surely);
    if (!becomes(step, scope)) return;
    for (String name : BECOME) variable(name, host, problems, surely);
  }

  private static void variable(String name, Scope host, Problems problems, boolean surely) {
    if (host.get(name) instanceof Template template) template.check(host, problems, surely);
  }

  private static boolean becomes(Step step, Scope scope) {
    return value(step, Keyword.BECOME, scope).filter(g -> YES.contains(text(g))).isPresent();
  }

  /** Tells values that keywords cannot have. */
  static void keywords(Step step, Scope scope, Problems problems) {
    for (Keyword word : TRUTHS) {
      value(step, word, scope)
          .filter(g -> !YES.contains(text(g)) && !NO.contains(text(g)))
          .ifPresent(g -> wrong(word, g, "`yes` or `no`", problems));
    }
    for (Keyword word : NUMBERS) {
      value(step, word, scope)
          .filter(g -> !isNumber(text(g)))
          .ifPresent(g -> wrong(word, g, "a number", problems));
    }
  }

  /** Tells secrets where hosts and groups are named. */
  static void names(Step step, Scope scope, Problems problems) {
    List<Template> names = new ArrayList<>();
    value(step, Keyword.DELEGATE_TO, scope).ifPresent(given -> names.add(given.from()));
    if (step.use() instanceof Use.AddHost add) names.add(add.name());
    if (step.use() instanceof Use.GroupBy group) names.add(group.key());
    for (Template name : names) {
      Object value;
      try {
        value = name.preview(scope);
      } catch (EvaluationFailed e) {
        continue; // told where its expression is checked
      }
      try {
        name.named(value);
      } catch (EvaluationFailed e) {
        problems.report(Severity.ERROR, Optional.of(e.span()), e.problem());
      }
    }
  }

  private static void wrong(Keyword word, Step.Given given, String what, Problems problems) {
    problems.error(
        given.from().span(),
        "wrong-type",
        "`" + word.word() + "` takes " + what + ", not `" + given.value() + "`");
  }

  /** Returns the value of a keyword, if it is known and has one. */
  private static Optional<Step.Given> value(Step step, Keyword word, Scope scope) {
    if (!step.settings().says(word)) return Optional.empty();
    try {
      return step.settings().value(word, scope).filter(g -> !(g.value() instanceof Unknown));
    } catch (EvaluationFailed | UnknownValue e) {
      return Optional.empty(); // told where its expression is checked
    }
  }

  private static boolean isNumber(String text) {
    try {
      return new BigDecimal(text.strip()) != null;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** Returns a value as text; that of a secret is looked at, never told. */
  private static String text(Step.Given given) {
    Object value = given.value();
    String text = value instanceof Secret secret ? secret.revealText() : String.valueOf(value);
    return text.toLowerCase(Locale.ROOT);
  }
}
