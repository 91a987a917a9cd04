package outpost.core.inventory;

import java.util.List;
import java.util.Optional;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Span;
import outpost.core.source.Suggest;

/** Reads a YAML inventory by Ansible's rules. */
final class YamlInventory {
  private static final List<String> SECTIONS = List.of("hosts", "vars", "children");

  private final InventoryBuilder inventory;
  private final Problems problems;

  YamlInventory(InventoryBuilder inventory, Problems problems) {
    this.inventory = inventory;
    this.problems = problems;
  }

  void read(Node root) {
    if (broken(root)) return;
    if (!(root instanceof Node.Mapping groups)) {
      problems.error(
          place(root),
          "not-an-inventory",
          "an inventory is a mapping of groups, and this is " + root.kind(),
          "begin with `all:`, and write `hosts:` and `children:` below");
      return;
    }
    for (Node.Entry entry : groups.entries()) {
      if (SECTIONS.contains(entry.key().text())) {
        problems.error(
            entry.key().span(),
            "not-a-group",
            "`" + entry.key().text() + "` stands where a group should",
            "write `all:` above it, and indent it deeper");
      } else {
        group(entry, Optional.empty());
      }
    }
  }

  /**
   * @param parent the group whose child it is
   */
  private void group(Node.Entry entry, Optional<String> parent) {
    String name = entry.key().text();
    if (name.isBlank() || name.matches("(?s).*[\\s,].*")) {
      problems.error(
          entry.key().span(),
          "bad-group",
          "`" + name + "` cannot be the name of a group",
          "names of groups have no spaces and no commas");
      return;
    }
    inventory.group(name, entry.key().span());
    parent.ifPresent(p -> inventory.child(p, name, entry.key().span()));
    if (entry.value().isNull() || broken(entry.value())) return;
    if (!(entry.value() instanceof Node.Mapping sections)) {
      problems.error(
          place(entry.value()),
          "wrong-kind",
          "a group is a mapping, and this is " + entry.value().kind(),
          "it has `hosts:`, `vars:` and `children:`");
      return;
    }
    for (Node.Entry section : sections.entries()) section(name, section);
  }

  private void section(String group, Node.Entry section) {
    String kind = section.key().text();
    if (!SECTIONS.contains(kind)) {
      unknown(group, section);
      return;
    }
    Node value = section.value();
    if (value.isNull() || broken(value)) return;
    if (value instanceof Node.Scalar one && !kind.equals("vars")) {
      member(group, kind, one, new Node.Scalar(one.span(), "", true, ""));
      return;
    }
    if (!(value instanceof Node.Mapping members)) {
      boolean list = value instanceof Node.Sequence;
      problems.error(
          place(value),
          "wrong-kind",
          "`" + kind + "` is a mapping, and this is " + value.kind(),
          list && !kind.equals("vars")
              ? "write each name with a colon behind it, and without `- `: `name:`"
              : "write each of them as `name: value`");
      return;
    }
    for (Node.Entry member : members.entries()) {
      if (kind.equals("vars")) inventory.groupVar(group, member.key(), member.value());
      else member(group, kind, member.key(), member.value());
    }
  }

  private void unknown(String group, Node.Entry section) {
    String word = section.key().text();
    boolean host = section.value().isNull() || section.value() instanceof Node.Mapping;
    problems.error(
        section.key().span(),
        "unknown-key",
        "group `" + group + "` has no `" + word + "`",
        Suggest.nearest(word, SECTIONS)
            .map(s -> "did you mean `" + s + "`?")
            .orElse(
                host
                    ? "hosts stand below `hosts:`, groups below `children:`"
                    : "variables stand below `vars:`"));
  }

  private void member(String group, String kind, Node.Scalar name, Node value) {
    if (kind.equals("children")) {
      group(new Node.Entry(name, value), Optional.of(group));
    } else {
      host(group, name, value);
    }
  }

  private void host(String group, Node.Scalar name, Node value) {
    if (name.plain() && name.text().matches("[+-]?[0-9_]+(\\.[0-9]*)?")) {
      problems.error(
          name.span(),
          "bad-host",
          "`" + name.text() + "` is a number, and names of hosts are text",
          "if the host is really called so, quote it: `\"" + name.text() + "\"`");
      return;
    }
    List<String> added = HostNames.add(inventory, group, name.text(), name.span(), problems);
    if (value.isNull() || broken(value)) return;
    if (!(value instanceof Node.Mapping vars)) {
      problems.error(
          place(value),
          "wrong-kind",
          "the variables of a host are a mapping, and this is " + value.kind());
      return;
    }
    for (String host : added) {
      vars.entries().forEach(v -> inventory.hostVar(host, v.key(), v.value()));
    }
  }

  private static boolean broken(Node node) {
    return node instanceof Node.Scalar scalar && scalar.isBroken();
  }

  private static Span place(Node node) {
    if (node instanceof Node.Scalar) return node.span();
    if (node instanceof Node.Mapping map && !map.entries().isEmpty()) {
      return map.entries().get(0).key().span();
    }
    return node.span().part(0, 1);
  }
}
