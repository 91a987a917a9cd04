package outpost.core.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import outpost.core.source.Node;
import outpost.core.source.Problems;

/** Reads the roles of a play, or those that a role depends on. */
final class RolesReader {
  private final Keywords around;
  private final Problems problems;

  RolesReader(Keywords around, Problems problems) {
    this.around = around;
    this.problems = problems;
  }

  List<RoleEntry> read(Optional<Node> section) {
    List<RoleEntry> roles = new ArrayList<>();
    if (section.isEmpty() || !(section.get() instanceof Node.Sequence list)) return roles;
    for (Node item : list.items()) role(item).ifPresent(roles::add);
    return roles;
  }

  private Optional<RoleEntry> role(Node item) {
    if (item instanceof Node.Scalar name && !name.isNull()) {
      Node.Mapping none = new Node.Mapping(name.span(), List.of());
      KeywordsReader reader = new KeywordsReader(none, Level.ROLE, problems);
      return Optional.of(new RoleEntry(name, reader.keywords(Optional.of(around)), List.of()));
    }
    if (!(item instanceof Node.Mapping written)) {
      problems.error(
          Shapes.beginning(item),
          "wrong-kind",
          "a role is its name or a mapping with `role`, and this is " + item.kind());
      return Optional.empty();
    }
    KeywordsReader reader = new KeywordsReader(written, Level.ROLE, problems);
    List<Node.Entry> params = new ArrayList<>();
    Optional<Node.Scalar> name = Optional.empty();
    for (Node.Entry entry : reader.rest()) {
      String key = entry.key().text();
      if (!key.equals("role") && !key.equals("name")) params.add(entry);
      else if (entry.value() instanceof Node.Scalar text && !text.isNull())
        name = Optional.of(text);
    }
    for (Node.Entry param : params) Shapes.variableName(param.key(), problems);
    if (name.isEmpty()) {
      problems.error(
          Shapes.beginning(written), "no-role", "this names no role", "add `role:` with its name");
    }
    Keywords keywords = reader.keywords(Optional.of(around));
    return name.map(role -> new RoleEntry(role, keywords, params));
  }
}
