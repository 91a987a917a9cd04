package outpost.core.program;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import outpost.api.Secret;
import outpost.core.catalog.Given;
import outpost.core.program.ArgumentSpec.Option;
import outpost.core.source.Diagnostic.Severity;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Span;
import outpost.core.template.EvaluationFailed;
import outpost.core.template.Scope;
import outpost.core.template.Template;
import outpost.core.template.Unknown;

/**
 * Arguments that a task gives with their specification: those that it names, else variables.
 *
 * @param known the specification, where no expression is in it
 * @param context what is validated, for the result
 */
record GivenArguments(
    Template written,
    Optional<ArgumentSpec> known,
    Optional<Template> provided,
    Optional<Template> context,
    Span place)
    implements Validation {
  private static final String OWNER = "`validate_argument_spec`";

  /** Reads a specification that holds no expression. */
  static ArgumentSpec read(Node node, Problems problems) {
    return new ArgumentSpec(new ArgumentSpecReader(problems).options(node), List.of());
  }

  @Override
  public void check(Scope scope, GivenReader reader, Problems problems, Consumer<Secret> secrets) {
    Problems wrong = new Problems();
    Optional<ArgumentSpec> spec = known.or(() -> evaluated(scope, reader, wrong));
    problems.addAll(wrong);
    if (spec.isEmpty() || wrong.hasErrors()) return;
    List<Given.Field> fields = new ArrayList<>();
    Given all = given(scope, reader, problems);
    if (all instanceof Given.Unknown) return;
    if (all instanceof Given.Fields given) fields.addAll(given.fields());
    for (Option option : spec.get().options().values()) {
      boolean there =
          fields.stream().anyMatch(f -> spec.get().find(f.key()).equals(Optional.of(option)));
      if (there) continue;
      RoleArguments.value(option.name(), scope, reader, place, problems)
          .ifPresent(value -> fields.add(new Given.Field(place, option.name(), value)));
    }
    new ArgumentCheck(problems, secrets)
        .check(spec.get(), OWNER, new Given.Fields(place, fields), place);
  }

  private Given given(Scope scope, GivenReader reader, Problems problems) {
    Given nothing = new Given.Fields(place, List.of());
    if (provided.isEmpty()) return nothing;
    try {
      Given given = reader.read(provided.get(), scope);
      if (given instanceof Given.Fields || given instanceof Given.Unknown) return given;
      if (given.isNull()) return nothing;
      problems.error(given.span(), "wrong-type", "`provided_arguments` takes a mapping");
    } catch (EvaluationFailed e) {
      problems.report(Severity.ERROR, Optional.of(e.span()), e.problem());
    }
    return new Given.Unknown(place);
  }

  private Optional<ArgumentSpec> evaluated(Scope scope, GivenReader reader, Problems problems) {
    try {
      Object value = reader.value(written, scope);
      return isKnown(value) ? Optional.of(read(node(value), problems)) : Optional.empty();
    } catch (EvaluationFailed e) {
      problems.report(Severity.ERROR, Optional.of(e.span()), e.problem());
      return Optional.empty();
    }
  }

  private static boolean isKnown(Object value) {
    if (value instanceof List<?> list) return list.stream().allMatch(GivenArguments::isKnown);
    if (value instanceof Map<?, ?> map)
      return map.values().stream().allMatch(GivenArguments::isKnown);
    return !(value instanceof Unknown);
  }

  /** Returns a value as if it were written where its expression stands. */
  private Node node(Object value) {
    Span span = written.span();
    if (value instanceof List<?> list) {
      return new Node.Sequence(span, list.stream().map(this::node).toList());
    }
    if (value instanceof Map<?, ?> map) {
      List<Node.Entry> entries = new ArrayList<>();
      map.forEach((key, v) -> entries.add(new Node.Entry(text(key, false), node(v))));
      return new Node.Mapping(span, entries);
    }
    return value == null ? text("", true) : text(value, !(value instanceof String));
  }

  private Node.Scalar text(Object value, boolean plain) {
    return new Node.Scalar(written.span(), String.valueOf(value), plain, "");
  }

  @Override
  public Map<String, Object> about(Scope scope, GivenReader reader) {
    Map<String, Object> about = new LinkedHashMap<>();
    if (context.isPresent() && reader.value(context.get(), scope) instanceof Map<?, ?> said) {
      said.forEach((key, value) -> about.put(String.valueOf(key), value));
    }
    return about;
  }

  @Override
  public Set<String> variables() {
    return known.map(spec -> new TreeSet<>(spec.names())).orElseGet(TreeSet::new);
  }

  @Override
  public List<Template> templates() {
    List<Template> all = new ArrayList<>(List.of(written));
    provided.ifPresent(all::add);
    context.ifPresent(all::add);
    return all;
  }
}
