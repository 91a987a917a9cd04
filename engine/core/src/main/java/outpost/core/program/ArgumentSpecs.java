package outpost.core.program;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.core.language.RoleMeta;
import outpost.core.language.Task;
import outpost.core.language.TaskFile;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Suggest;
import outpost.core.source.Yaml;

/** The arguments that a role takes, as {@code argument_specs} says. */
final class ArgumentSpecs {
  private ArgumentSpecs() {}

  /**
   * Returns the step that holds a role's arguments against what it specifies; none where it
   * specifies nothing. What is wrong with the specification, or given and not specified, is told.
   */
  static List<Part> check(
      Path folder,
      RoleMeta meta,
      Roles.Wanted wanted,
      Binder binder,
      Around inside,
      Problems problems) {
    if (!wanted.validated()) return List.of();
    Optional<Node> written =
        RoleFiles.file(folder, "meta", "argument_specs")
            .flatMap(file -> file(file, binder, problems))
            .or(meta::argumentSpecs);
    Map<String, ArgumentSpec> all = written.map(node -> read(node, problems)).orElse(Map.of());
    String entryPoint = wanted.file("tasks").replaceFirst("\\.(yml|yaml|json)$", "");
    ArgumentSpec spec = all.get(entryPoint);
    if (spec == null) return List.of();
    String role = folder.getFileName().toString();
    ArgumentCheck check = new ArgumentCheck(problems, secret -> {});
    for (Node.Entry param : wanted.given()) {
      if (spec.find(param.key().text()).isPresent()) continue;
      check.unknown(spec, "the role `" + role + "`", param.key().text(), param.key().span());
    }
    Set<String> params = wanted.params().keySet();
    Validation validation = new RoleArguments(role, entryPoint, spec, wanted.place(), params);
    Task task =
        TaskFile.made(
            wanted.place(), "arguments", "validate_argument_spec", "always", wanted.keywords());
    return List.of(binder.step(task, new Use.ValidateArguments(validation), inside));
  }

  private static Optional<Node> file(Path file, Binder binder, Problems problems) {
    Optional<Node> root =
        binder.sources().read(file, problems).flatMap(source -> Yaml.read(source, problems));
    if (root.isEmpty() || root.get().isNull()) return Optional.empty();
    if (!(root.get() instanceof Node.Mapping written)) {
      problems.error(
          root.get().span(),
          "wrong-kind",
          "`" + binder.sources().name(file) + "` is a mapping, and this is " + root.get().kind());
      return Optional.empty();
    }
    for (Node.Entry entry : written.entries()) {
      if (entry.key().text().equals("argument_specs")) continue;
      problems.error(
          entry.key().span(),
          "unknown-keyword",
          "a file of argument specifications has no `" + entry.key().text() + "`",
          Suggest.nearest(entry.key().text(), List.of("argument_specs"))
              .map(near -> "did you mean `" + near + "`?")
              .orElse("all of it stands below `argument_specs`"));
    }
    return written.get("argument_specs");
  }

  private static Map<String, ArgumentSpec> read(Node node, Problems problems) {
    if (node.isNull()) return Map.of();
    if (!(node instanceof Node.Mapping written)) {
      problems.error(
          node.span(),
          "wrong-kind",
          "`argument_specs` is a mapping of entry points, and this is " + node.kind());
      return Map.of();
    }
    Map<String, ArgumentSpec> all = new LinkedHashMap<>();
    ArgumentSpecReader reader = new ArgumentSpecReader(problems);
    for (Node.Entry entry : written.entries()) {
      all.put(entry.key().text(), reader.entryPoint(entry.key(), entry.value()));
    }
    return all;
  }
}
