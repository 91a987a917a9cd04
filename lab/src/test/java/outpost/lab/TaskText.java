package outpost.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import outpost.core.catalog.ArgSpec;
import outpost.core.catalog.Catalog;
import outpost.core.catalog.ModuleSpec;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Yaml;

/**
 * An example's task as the engine reads it.
 *
 * @param spec its module; empty if it is a step of the engine
 * @param args what stands behind the module's name
 */
record TaskText(Optional<ModuleSpec> spec, Node args) {
  private static final Catalog CATALOG = Catalog.load();

  /** Too short to be looked for among all that hosts run. */
  private static final int SHORT = 6;

  static TaskText of(Example example) {
    Problems problems = new Problems();
    Source source = new Source(example.title(), example.task());
    Node.Mapping task = (Node.Mapping) Yaml.read(source, problems).orElseThrow();
    for (Node.Entry entry : task.entries()) {
      Optional<ModuleSpec> spec = CATALOG.find(entry.key().text());
      if (spec.isPresent()) return new TaskText(spec, entry.value());
    }
    return new TaskText(Optional.empty(), task);
  }

  /** The values that are to be seen by nobody. */
  List<String> secrets() {
    List<String> secrets = new ArrayList<>();
    if (spec.isEmpty() || !(args instanceof Node.Mapping given)) return secrets;
    for (ArgSpec arg : spec.get().args().specs()) {
      if (!arg.type().getTypeName().contains("outpost.api.Secret")) continue;
      for (Node.Entry entry : given.entries()) {
        if (arg.answersTo(entry.key().text()) && entry.value() instanceof Node.Scalar value) {
          if (value.text().length() >= SHORT && !value.text().contains("${")) {
            secrets.add(value.text());
          }
        }
      }
    }
    return secrets;
  }
}
