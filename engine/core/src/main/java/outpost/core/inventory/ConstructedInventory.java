package outpost.core.inventory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import outpost.core.inventory.Expressions.Kind;
import outpost.core.source.Diagnostic;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Span;
import outpost.core.source.Suggest;

/**
 * Works out groups and variables from those there are so far, as the plugin {@code constructed}
 * does.
 */
final class ConstructedInventory {
  private static final List<String> KEYS =
      List.of(
          "plugin",
          "strict",
          "compose",
          "groups",
          "keyed_groups",
          "leading_separator",
          "use_vars_plugins",
          "use_extra_vars");

  private static final Pattern UNSAFE =
      Pattern.compile("^[\\d\\W]|\\W", Pattern.UNICODE_CHARACTER_CLASS);

  private final Node.Mapping config;
  private final Expressions expressions;
  private final InventoryBuilder inventory;
  private final Problems problems;
  private final HostFailures failures = new HostFailures();
  private boolean strict;
  private boolean extra;

  ConstructedInventory(
      Node.Mapping config, Expressions expressions, InventoryBuilder inventory, Problems problems) {
    this.config = config;
    this.expressions = expressions;
    this.inventory = inventory;
    this.problems = problems;
  }

  private record Composed(String name, Expressions.Expression expression) {}

  private record Conditional(Node.Scalar group, Expressions.Expression condition) {}

  /** Whether files of {@code group_vars} and {@code host_vars} count as well. */
  boolean usesVarsFolders() {
    return flag("use_vars_plugins", false);
  }

  /**
   * @param folders where such files are, if they count
   */
  void read(List<VarsFolder> folders) {
    Problems found = new Problems();
    for (Node.Entry entry : config.entries()) known(entry.key(), found);
    strict = flag("strict", false);
    extra = flag("use_extra_vars", false);
    flagsAreFlags(found);
    List<Composed> composed = composed(found);
    List<Conditional> conditionals = conditionals(found);
    List<KeyedGroup> keyed = keyed(found);
    problems.addAll(found);
    if (found.hasErrors()) return;
    compose(composed, inventory.snapshot(folders));
    Inventory soFar = inventory.snapshot(folders);
    for (Host host : soFar.byName().values()) {
      conditionals.forEach(c -> group(c, host, soFar));
      keyed.forEach(k -> group(k, host, soFar));
    }
    failures.tell(problems);
  }

  private static void known(Node.Scalar key, Problems found) {
    if (KEYS.contains(key.text())) return;
    boolean cache = key.text().startsWith("cache");
    found.error(
        key.span(),
        "unknown-key",
        "a constructed inventory has no `" + key.text() + "`",
        cache
            ? "it is worked out anew each time, so drop it"
            : Suggest.nearest(key.text(), KEYS)
                .map(k -> "did you mean `" + k + "`?")
                .orElse("it has `compose`, `groups` and `keyed_groups`"));
  }

  private boolean flag(String name, boolean otherwise) {
    return config
        .get(name)
        .flatMap(v -> v instanceof Node.Scalar scalar ? scalar.truth() : Optional.empty())
        .orElse(otherwise);
  }

  private void flagsAreFlags(Problems found) {
    for (String name :
        List.of("strict", "leading_separator", "use_vars_plugins", "use_extra_vars")) {
      config.get(name).ifPresent(value -> KeyedGroup.checkFlag(name, value, found));
    }
  }

  private List<Composed> composed(Problems found) {
    List<Composed> all = new ArrayList<>();
    for (Node.Entry entry : section("compose", "variables with their expressions", found)) {
      VarsFolder.checkName(entry.key(), found);
      expression(entry.value(), Kind.VALUE, found)
          .ifPresent(e -> all.add(new Composed(entry.key().text(), e)));
    }
    return all;
  }

  private List<Conditional> conditionals(Problems found) {
    List<Conditional> all = new ArrayList<>();
    for (Node.Entry entry : section("groups", "groups with their conditions", found)) {
      expression(entry.value(), Kind.CONDITION, found)
          .ifPresent(e -> all.add(new Conditional(entry.key(), e)));
    }
    return all;
  }

  private List<Node.Entry> section(String name, String what, Problems found) {
    Node value = config.get(name).orElse(null);
    if (value == null || value.isNull()) return List.of();
    if (value instanceof Node.Mapping mapping) return mapping.entries();
    found.error(
        place(value),
        "wrong-kind",
        "`" + name + "` is a mapping of " + what + ", and this is " + value.kind());
    return List.of();
  }

  private List<KeyedGroup> keyed(Problems found) {
    Node value = config.get("keyed_groups").orElse(null);
    if (value == null || value.isNull()) return List.of();
    if (!(value instanceof Node.Sequence list)) {
      found.error(
          place(value),
          "wrong-kind",
          "`keyed_groups` is a list, and this is " + value.kind(),
          "begin each entry with `- key: …`");
      return List.of();
    }
    List<KeyedGroup> all = new ArrayList<>();
    for (Node item : list.items()) {
      KeyedGroup.read(
              item,
              flag("leading_separator", true),
              (node, kind) -> expression(node, kind, found),
              found)
          .ifPresent(all::add);
    }
    return all;
  }

  private Optional<Expressions.Expression> expression(Node value, Kind kind, Problems found) {
    if (value instanceof Node.Scalar scalar && scalar.isBroken()) return Optional.empty();
    if (value instanceof Node.Scalar scalar && !scalar.isNull()) {
      return expressions.read(scalar, kind, extra, found);
    }
    found.error(
        place(value),
        "wrong-kind",
        "an expression belongs here, and this is " + value.kind(),
        value.isNull()
            ? "a name of a variable is the shortest"
            : "quote it if it begins with `[` or `{`");
    return Optional.empty();
  }

  private void compose(List<Composed> composed, Inventory soFar) {
    for (Host host : soFar.byName().values()) {
      Map<String, Object> values = new LinkedHashMap<>();
      for (Composed each : composed) {
        value(each.expression(), host, soFar).ifPresent(v -> values.put(each.name(), v));
      }
      if (!values.isEmpty()) inventory.hostValues(host.name(), config.span().source(), values);
    }
  }

  private void group(Conditional each, Host host, Inventory soFar) {
    Optional<Object> member = value(each.condition(), host, soFar);
    if (member.isEmpty() || !(boolean) member.get()) return;
    String group = safe(each.group().text());
    inventory.group(group, each.group().span());
    inventory.host(group, host.name(), each.group().span());
  }

  private void group(KeyedGroup each, Host host, Inventory soFar) {
    Expressions.Answer key = each.key().of(host, soFar);
    if (failed(key, host)) return;
    Optional<Object> parent = each.parent().flatMap(p -> value(p, host, soFar));
    if (each.parent().isPresent() && parent.isEmpty()) return;
    KeyedGroup.Names names = each.names(key.value());
    if (names.failure().isPresent() && (strict || !names.empty())) {
      failures.add(
          Diagnostic.Severity.ERROR, Optional.of(each.place()), names.failure().get(), host.name());
    }
    for (String name : names.names()) {
      String group = safe(name);
      inventory.group(group, each.place());
      inventory.host(group, host.name(), each.place());
      parent.ifPresent(p -> below(safe(String.valueOf(p)), group, each.place()));
    }
  }

  /** What no variable could be called has an underscore instead, as Ansible has it here. */
  private static String safe(String group) {
    return UNSAFE.matcher(group).replaceAll("_");
  }

  private void below(String parent, String group, Span place) {
    inventory.group(parent, place);
    inventory.child(parent, group, place);
  }

  private Optional<Object> value(Expressions.Expression expression, Host host, Inventory soFar) {
    Expressions.Answer answer = expression.of(host, soFar);
    return failed(answer, host) ? Optional.empty() : answer.value();
  }

  /**
   * Tells a failure: where nothing may be left out it is an error; else what is not defined is left
   * out in silence, as Ansible does, and anything else with a warning.
   */
  private boolean failed(Expressions.Answer answer, Host host) {
    for (Diagnostic failure : answer.failure().all()) {
      if (!strict && answer.missing()) continue;
      failures.add(
          strict ? Diagnostic.Severity.ERROR : Diagnostic.Severity.WARNING,
          failure.span(),
          failure.problem(),
          host.name());
    }
    return !answer.failure().all().isEmpty();
  }

  private static Span place(Node node) {
    return node instanceof Node.Scalar ? node.span() : node.span().part(0, 1);
  }
}
