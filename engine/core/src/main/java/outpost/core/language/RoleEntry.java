package outpost.core.language;

import java.util.List;
import outpost.core.source.Node;

/**
 * A role as a play or another role names it.
 *
 * @param role its name or path; it may hold expressions
 * @param params keys that are no keywords: parameters of the role
 */
public record RoleEntry(Node.Scalar role, Keywords keywords, List<Node.Entry> params) {
  public RoleEntry {
    params = List.copyOf(params);
  }
}
