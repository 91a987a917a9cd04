package outpost.core.language;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Suggest;
import outpost.core.source.Yaml;

/**
 * What a role says of itself in {@code meta/main.yml}.
 *
 * @param dependencies roles that run before it
 * @param allowDuplicates whether it runs again where it already ran with the same parameters
 * @param argumentSpecs its entry points and the arguments that they take
 */
public record RoleMeta(
    List<RoleEntry> dependencies, boolean allowDuplicates, Optional<Node> argumentSpecs) {
  private static final Set<String> KEYS =
      Set.of("dependencies", "allow_duplicates", "argument_specs", "galaxy_info", "collections");

  public static final RoleMeta NONE = new RoleMeta(List.of(), false, Optional.empty());

  /**
   * Reads it.
   *
   * @param around keywords that hold for the role, and so for what it depends on
   */
  public static RoleMeta read(Source source, Keywords around, Problems problems) {
    Optional<Node> root = Yaml.read(source.asCode(), problems);
    if (root.isEmpty() || root.get().isNull()) return NONE;
    if (!(root.get() instanceof Node.Mapping meta)) {
      problems.error(
          Shapes.beginning(root.get()),
          "wrong-kind",
          "`" + source.name() + "` is a mapping, and this is " + root.get().kind());
      return NONE;
    }
    for (Node.Entry entry : meta.entries()) {
      if (KEYS.contains(entry.key().text())) continue;
      problems.error(
          entry.key().span(),
          "unknown-keyword",
          "a role's `meta` has no `" + entry.key().text() + "`",
          Suggest.hint(entry.key().text(), KEYS.stream().sorted().toList()).toArray(String[]::new));
    }
    Optional<Node.Entry> dependencies = meta.entry("dependencies");
    dependencies.ifPresent(d -> Shapes.list(d.key(), d.value(), problems));
    Optional<Node.Entry> duplicates = meta.entry("allow_duplicates");
    duplicates.ifPresent(d -> Shapes.bool(d.key(), d.value(), problems));
    boolean allow =
        duplicates.isPresent()
            && duplicates.get().value() instanceof Node.Scalar s
            && s.truth().orElse(false);
    return new RoleMeta(
        new RolesReader(around, problems).read(dependencies.map(Node.Entry::value)),
        allow,
        meta.get("argument_specs"));
  }
}
