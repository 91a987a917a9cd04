package outpost.core.inventory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Span;
import outpost.core.source.Suggest;

/** Reads an INI inventory by Ansible's rules. */
final class IniInventory {
  private static final Pattern SECTION =
      Pattern.compile("\\[([^:\\]\\s]+)(?::(\\w+))?\\]\\s*(?:#.*)?");
  private static final Pattern GROUP_NAME = Pattern.compile("([^:\\]\\s]+)\\s*(?:#.*)?");
  private static final List<String> KINDS = List.of("hosts", "children", "vars");

  private final Source source;
  private final InventoryBuilder inventory;
  private final Problems problems;

  /** Groups that a {@code [group:vars]} names before they are declared. */
  private final Map<String, Span> waitingForGroup = new LinkedHashMap<>();

  /** Groups that were named as children before they are declared, with who named them. */
  private final Map<String, List<Child>> waitingForChild = new LinkedHashMap<>();

  private String group = Group.UNGROUPED;
  private String kind = "hosts";

  private record Child(String parent, Span place) {}

  IniInventory(Source source, InventoryBuilder inventory, Problems problems) {
    this.source = source;
    this.inventory = inventory;
    this.problems = problems;
  }

  void read() {
    for (int number = 1; number <= source.lines(); number++) {
      String whole = source.lineText(number);
      String line = whole.strip();
      if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) continue;
      int start = source.lineStart(number) + whole.indexOf(line);
      line(line, source.span(start, start + line.length()));
    }
    waitingForGroup.forEach(
        (name, place) ->
            problems.error(
                place,
                "unknown-group",
                "no group is called `" + name + "`",
                hints(name, "declare it with `[" + name + "]`")));
    waitingForChild.forEach(
        (name, parents) ->
            parents.forEach(
                child ->
                    problems.error(
                        child.place(),
                        "unknown-group",
                        "no group is called `" + name + "`",
                        hints(name, "declare it with `[" + name + "]`"))));
  }

  private void line(String line, Span span) {
    Matcher section = SECTION.matcher(line);
    if (section.matches()) {
      section(section, span);
    } else if (line.startsWith("[") && line.endsWith("]") && !isAddress(line)) {
      problems.error(
          span,
          "bad-section",
          "this is no heading of a group",
          "headings are `[group]`, `[group:children]` and `[group:vars]`, without spaces");
      kind = "skip";
    } else {
      switch (kind) {
        case "hosts" -> hosts(span);
        case "vars" -> variable(span);
        case "children" -> child(span);
        default -> {}
      }
    }
  }

  private static boolean isAddress(String line) {
    return line.matches("\\[[0-9A-Fa-f:.]*::[0-9A-Fa-f:.]*\\]");
  }

  private void section(Matcher section, Span span) {
    group = section.group(1);
    kind = section.group(2) == null ? "hosts" : section.group(2);
    Span name = span.part(section.start(1), group.length());
    if (!KINDS.contains(kind)) {
      problems.error(
          span.part(section.start(2), kind.length()),
          "bad-section",
          "there is no section `" + kind + "`",
          Suggest.nearest(kind, KINDS)
              .map(k -> "did you mean `" + k + "`?")
              .orElse("there are `[group]`, `[group:children]` and `[group:vars]`"));
      kind = "skip";
      return;
    }
    if (kind.equals("vars")) {
      if (!inventory.hasGroup(group)) waitingForGroup.putIfAbsent(group, name);
      return;
    }
    inventory.group(group, name);
    waitingForGroup.remove(group);
    List<Child> parents = waitingForChild.remove(group);
    if (parents != null) parents.forEach(p -> inventory.child(p.parent(), group, p.place()));
  }

  private void hosts(Span span) {
    Optional<List<IniWords.Word>> read = IniWords.read(source, span.start(), span.end(), problems);
    if (read.isEmpty() || read.get().isEmpty()) return;
    List<IniWords.Word> words = read.get();
    IniWords.Word first = words.get(0);
    Span place = source.span(first.start(), first.end());
    if (looksLikeYaml(first, words)) {
      problems.error(
          place,
          "bad-host",
          "`" + first.text() + "` is no host",
          "is this file YAML? then its name must end with `.yml`");
      kind = "skip";
      return;
    }
    List<Node.Entry> vars = variables(words.subList(1, words.size()));
    for (String host : HostNames.add(inventory, group, first.text(), place, problems)) {
      for (Node.Entry entry : vars) inventory.hostVar(host, entry.key(), entry.value());
    }
  }

  private static boolean looksLikeYaml(IniWords.Word first, List<IniWords.Word> words) {
    boolean key = first.text().matches("[^:\\[]+:");
    return first.text().equals("---") || first.text().equals("-") && words.size() > 1 || key;
  }

  private List<Node.Entry> variables(List<IniWords.Word> words) {
    List<Node.Entry> vars = new ArrayList<>();
    for (IniWords.Word word : words) {
      int equals = word.text().indexOf('=');
      if (equals < 1) {
        problems.error(
            source.span(word.start(), word.end()),
            "bad-variable",
            "`" + word.text() + "` is no variable",
            "variables of a host follow it as `name=value`, without spaces",
            "a value with spaces must be quoted");
        break; // what follows is most often the rest of the same value
      }
      Span name = source.span(word.start(), Math.max(word.start() + 1, word.valueStart() - 1));
      Span value = source.span(word.valueStart(), word.end());
      vars.add(
          new Node.Entry(
              new Node.Scalar(name, word.text().substring(0, equals).strip(), true, ""),
              PythonLiteral.read(word.text().substring(equals + 1), value)));
    }
    return vars;
  }

  private void variable(Span span) {
    String line = span.text();
    int equals = line.indexOf('=');
    if (equals < 1) {
      problems.error(
          span,
          "bad-variable",
          "`" + line + "` is no variable",
          "variables of a group are `name=value`, one in a line");
      return;
    }
    if (!inventory.hasGroup(group)) inventory.group(group, span);
    String name = line.substring(0, equals).strip();
    String after = line.substring(equals + 1);
    String value = after.strip();
    int from = equals + 1 + (after.length() - after.stripLeading().length());
    Span place = span.part(from, value.length());
    Node node = PythonLiteral.read(value, place);
    inventory.groupVar(group, new Node.Scalar(span.part(0, name.length()), name, true, ""), node);
    boolean swallowed = node instanceof Node.Scalar text && text.text().matches("[^'\"]*\\s#.*");
    if (!swallowed) return;
    problems.warning(
        span.part(line.indexOf('#'), line.length() - line.indexOf('#')),
        "no-comment",
        "this is part of the value, not a comment",
        "in `:vars` sections comments stand on lines of their own");
  }

  private void child(Span span) {
    Matcher name = GROUP_NAME.matcher(span.text());
    if (!name.matches()) {
      problems.error(
          span,
          "bad-group",
          "`" + span.text() + "` is no name of a group",
          "`:children` sections list groups, one in a line");
      return;
    }
    String child = name.group(1);
    Span place = span.part(0, child.length());
    if (inventory.hasGroup(child) && !waitingForGroup.containsKey(child)) {
      inventory.child(group, child, place);
    } else {
      waitingForChild.computeIfAbsent(child, c -> new ArrayList<>()).add(new Child(group, place));
    }
  }

  private String[] hints(String name, String otherwise) {
    List<String> names = new ArrayList<>(inventory.groupNames());
    names.remove(name);
    return new String[] {
      Suggest.nearest(name, names).map(n -> "did you mean `" + n + "`?").orElse(otherwise)
    };
  }
}
