package outpost.core.catalog;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.template.Condition;
import outpost.core.template.Scope;
import outpost.core.template.Template;
import outpost.core.template.Templates;

/**
 * Reads the expressions of a written module, whose layout is right already.
 *
 * @param known the names that they may use
 */
record Expressions(Templates templates, Scope known, Problems problems) {

  WrittenModule.Body body(String probe, Duration within, Node.Mapping file) {
    return new WrittenModule.Body(
        probe,
        each(file, "obstacles", this::obstacle),
        each(file, "changes", this::difference),
        each(file, "actions", this::step),
        results(file),
        within);
  }

  private static <T> List<T> each(Node.Mapping file, String key, Function<Node.Mapping, T> read) {
    return file.get(key).stream()
        .flatMap(list -> ((Node.Sequence) list).items().stream())
        .map(item -> read.apply((Node.Mapping) item))
        .toList();
  }

  private WrittenModule.Obstacle obstacle(Node.Mapping at) {
    return new WrittenModule.Obstacle(when(at), value(at, "message"), value(at, "hint"));
  }

  private WrittenModule.Difference difference(Node.Mapping at) {
    return new WrittenModule.Difference(
        when(at),
        value(at, "what"),
        value(at, "from"),
        value(at, "to"),
        at.get("diff")
            .map(Node.Mapping.class::cast)
            .map(diff -> new WrittenModule.Text(value(diff, "before"), value(diff, "after"))),
        text(at, "run"),
        stdin(at));
  }

  private WrittenModule.Step step(Node.Mapping at) {
    return new WrittenModule.Step(when(at), value(at, "what"), text(at, "run"), stdin(at));
  }

  private Map<String, Template> results(Node.Mapping file) {
    Map<String, Template> results = new LinkedHashMap<>();
    file.get("results")
        .map(Node.Mapping.class::cast)
        .ifPresent(
            all ->
                all.entries()
                    .forEach(entry -> results.put(entry.key().text(), value(entry.value()))));
    return results;
  }

  private Condition when(Node.Mapping at) {
    Node none = new Node.Sequence(at.span(), List.of());
    Condition condition = templates.condition(at.get("when").orElse(none), problems);
    condition.check(known, problems);
    return condition;
  }

  private Optional<Template> stdin(Node.Mapping at) {
    return at.get("stdin").map(this::value);
  }

  private Template value(Node.Mapping at, String key) {
    return value(at.get(key).orElseThrow());
  }

  private Template value(Node node) {
    Template template = templates.compile(node, problems);
    template.check(known, problems);
    return template;
  }

  /** Shell is no template: {@code ${…}} is its own there. */
  private static String text(Node.Mapping at, String key) {
    return ((Node.Scalar) at.get(key).orElseThrow()).text();
  }
}
