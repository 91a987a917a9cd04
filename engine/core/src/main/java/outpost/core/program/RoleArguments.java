package outpost.core.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import outpost.api.Secret;
import outpost.core.catalog.Given;
import outpost.core.language.Keyword;
import outpost.core.program.ArgumentSpec.Option;
import outpost.core.source.Diagnostic.Severity;
import outpost.core.source.Problems;
import outpost.core.source.Span;
import outpost.core.template.EvaluationFailed;
import outpost.core.template.Omit;
import outpost.core.template.Scope;
import outpost.core.template.Template;

/**
 * The arguments of a role: variables that it specifies, wherever they come from.
 *
 * @param use where the role is used
 * @param params names that are given there, as other names of an argument may be
 */
record RoleArguments(
    String role, String entryPoint, ArgumentSpec spec, Span use, Set<String> params)
    implements Validation {
  private static final Set<String> KEYWORDS =
      Arrays.stream(Keyword.values()).map(Keyword::word).collect(Collectors.toSet());

  @Override
  public void check(Scope scope, GivenReader reader, Problems problems, Consumer<Secret> secrets) {
    List<Given.Field> fields = new ArrayList<>();
    for (Option option : spec.options().values()) {
      String name = variable(option);
      Optional<Given> value = value(name, scope, reader, use, problems);
      value.ifPresent(v -> fields.add(new Given.Field(use, name, v)));
    }
    new ArgumentCheck(problems, secrets, KEYWORDS)
        .check(spec, "the role `" + role + "`", new Given.Fields(use, fields), use);
  }

  private String variable(Option option) {
    return option.aliases().stream().filter(params::contains).findFirst().orElse(option.name());
  }

  /**
   * Returns the value of a variable; empty if there is none.
   *
   * @param otherwise the place of a value that stands in no file
   */
  static Optional<Given> value(
      String name, Scope scope, GivenReader reader, Span otherwise, Problems problems) {
    Object value = scope.get(name);
    if (value == null && !scope.names().contains(name)) return Optional.empty();
    if (!(value instanceof Template template)) return Optional.of(Given.of(otherwise, value));
    try {
      Given given = reader.read(template, scope);
      boolean omitted = given instanceof Given.Value v && v.value() == Omit.OMIT;
      return omitted ? Optional.empty() : Optional.of(given);
    } catch (EvaluationFailed e) {
      problems.report(Severity.ERROR, Optional.of(e.span()), e.problem());
      return Optional.of(new Given.Unknown(template.span()));
    }
  }

  @Override
  public Map<String, Object> about(Scope scope, GivenReader reader) {
    return Map.of("type", "role", "name", role, "argument_spec_name", entryPoint);
  }

  @Override
  public Set<String> variables() {
    return new TreeSet<>(spec.names());
  }

  @Override
  public List<Template> templates() {
    return List.of();
  }
}
