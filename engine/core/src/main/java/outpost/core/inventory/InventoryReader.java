package outpost.core.inventory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Sources;
import outpost.core.source.Span;
import outpost.core.source.Yaml;

/** Reads the sources of an inventory one after another into one. */
final class InventoryReader {
  /** What Ansible passes over in a directory of inventories. */
  private static final Pattern NO_INVENTORY =
      Pattern.compile(
          "\\..*|group_vars|host_vars|vars_plugins"
              + "|.*(?:~|\\.(?:pyc|pyo|swp|bak|rpm|md|txt|rst|orig|ini|cfg|retry))");

  private static final List<String> CONSTRUCTED =
      List.of("constructed", "ansible.builtin.constructed");

  /** How long a script may take: clouds are slow to tell all their hosts. */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Sources sources;
  private final Problems problems = new Problems();
  private final InventoryBuilder inventory = new InventoryBuilder(problems);

  private final Expressions expressions;
  private final Duration limit;
  private final Set<Path> folders = new LinkedHashSet<>();

  InventoryReader(Sources sources, Expressions expressions) {
    this(sources, expressions, LIMIT);
  }

  /**
   * @param limit how long a script may take
   */
  InventoryReader(Sources sources, Expressions expressions, Duration limit) {
    this.sources = sources;
    this.expressions = expressions;
    this.limit = limit;
  }

  Inventory read(List<String> named, Problems all) {
    for (String name : named) {
      Path path = sources.absolute(Path.of(name));
      if (name.contains(",") && !Files.exists(path)) {
        hostList(new Source("--inventory", name));
        continue;
      }
      folders.add(Files.isDirectory(path) ? path : path.getParent());
      path(path, true);
    }
    List<VarsFolder> vars = folders(problems);
    Inventory built =
        inventory.build(new Inventory.Origin(named, expressions, !problems.hasErrors()), vars);
    all.addAll(problems);
    return built;
  }

  /** Reads the variables beside the sources that were read so far. */
  private List<VarsFolder> folders(Problems told) {
    return folders.stream()
        .map(f -> VarsFolder.read(f, inventory.groupNames(), inventory.hostNames(), sources, told))
        .toList();
  }

  private void hostList(Source source) {
    inventory.reading(Optional.empty());
    int at = 0;
    for (String item : source.text().split(",", -1)) {
      String name = item.strip();
      if (!name.isEmpty()) {
        int start = at + item.indexOf(name);
        Span place = source.span(start, start + name.length());
        HostNames.add(inventory, Group.UNGROUPED, name, place, problems);
      }
      at += item.length() + 1;
    }
  }

  private void path(Path path, boolean named) {
    if (Files.isDirectory(path)) {
      directory(path, named);
    } else if (isProgram(path)) {
      inventory.reading(Optional.of(path));
      ScriptRun run = new ScriptRun(path, sources, limit, problems);
      new ScriptInventory(sources.name(path), run, inventory, problems).read();
    } else {
      sources.read(path, problems).ifPresent(source -> file(path, source));
    }
  }

  private void directory(Path folder, boolean named) {
    List<Path> all = VarsFolder.sorted(folder, sources, problems);
    List<Path> entries =
        all.stream().filter(e -> !NO_INVENTORY.matcher(name(e)).matches()).toList();
    all.stream().filter(e -> isLeftOut(e, all)).forEach(this::warnOfIni);
    if (entries.isEmpty() && named) {
      problems.error(
          "empty-inventory",
          "there is no inventory in the directory `" + sources.name(folder) + "`");
    }
    entries.forEach(e -> path(e, false));
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  /** Whether it looks like an inventory, not like the settings of a script beside it. */
  private static boolean isLeftOut(Path entry, List<Path> all) {
    if (!name(entry).endsWith(".ini") || name(entry).startsWith(".")) return false;
    String stem = name(entry).substring(0, name(entry).length() - ".ini".length());
    return all.stream()
        .filter(e -> !e.equals(entry))
        .noneMatch(e -> name(e).equals(stem) || name(e).startsWith(stem + "."));
  }

  private void warnOfIni(Path entry) {
    problems.warning(
        new Source(sources.name(entry), "").span(0, 0),
        "inventory-not-read",
        "in a directory of inventories `.ini` files are settings of scripts, so this is not read",
        "if it is an inventory, name it without `.ini`, or name the file itself with `-i`");
  }

  /** Whether the system could run it: it names its interpreter, or is machine code. */
  private static boolean isProgram(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] start = in.readNBytes(4);
      if (start.length >= 2 && start[0] == '#' && start[1] == '!') return true;
      return Arrays.equals(start, new byte[] {0x7f, 'E', 'L', 'F'});
    } catch (IOException e) {
      return false; // reading it tells why
    }
  }

  private void file(Path path, Source source) {
    inventory.reading(Optional.of(path));
    String name = name(path);
    if (name.endsWith(".toml")) {
      problems.error(
          "unsupported-inventory",
          "`" + source.name() + "` is TOML, which inventories cannot be",
          "write it as YAML or INI");
    } else if (isYaml(name, source)) {
      yaml(source);
    } else if (source.text().isBlank()) {
      empty(source);
    } else {
      new IniInventory(source, inventory, problems).read();
    }
  }

  private void yaml(Source source) {
    Optional<Node> root = Yaml.read(source, problems);
    if (root.isEmpty()) return;
    if (root.get().isNull()) empty(source);
    else if (plugin(root.get()).isPresent()) constructed((Node.Mapping) root.get());
    else new YamlInventory(inventory, problems).read(root.get());
  }

  /** Finds the name of the plugin that a file is meant for; a group of that name is none. */
  private static Optional<Node.Scalar> plugin(Node root) {
    if (!(root instanceof Node.Mapping config)) return Optional.empty();
    return config
        .get("plugin")
        .filter(Node.Scalar.class::isInstance)
        .map(Node.Scalar.class::cast)
        .filter(name -> !name.isNull());
  }

  private void constructed(Node.Mapping config) {
    Node.Scalar name = plugin(config).orElseThrow();
    if (!CONSTRUCTED.contains(name.text())) {
      problems.error(
          name.span(),
          "unsupported-inventory",
          "there is no inventory plugin `" + name.text() + "` here",
          "a script can take its place: one that prints what `ansible-inventory -i "
              + name.span().source().name()
              + " --list` does",
          "of the plugins of Ansible there is `constructed`");
      return;
    }
    ConstructedInventory constructed =
        new ConstructedInventory(config, expressions, inventory, problems);
    constructed.read(constructed.usesVarsFolders() ? folders(new Problems()) : List.of());
  }

  private void empty(Source source) {
    problems.error("empty-inventory", "the inventory `" + source.name() + "` is empty");
  }

  /** Decides by the name; where that says nothing, by the first line that says something. */
  private static boolean isYaml(String name, Source source) {
    if (name.matches(".*\\.(?:yml|yaml|json|config)")) return true;
    if (name.contains(".")) return false;
    for (int line = 1; line <= source.lines(); line++) {
      String text = source.lineText(line).strip();
      if (text.isEmpty() || text.startsWith("#")) continue;
      return text.equals("---") || text.startsWith("{") || text.matches("[^\\[\\s]+:(?:\\s+#.*)?");
    }
    return false;
  }
}
