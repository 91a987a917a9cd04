package outpost.core.inventory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Sources;
import outpost.core.source.Suggest;
import outpost.core.source.Yaml;

/** What {@code group_vars/} and {@code host_vars/} of one folder say, by group and by host. */
record VarsFolder(Path folder, Map<String, List<Layer>> groups, Map<String, List<Layer>> hosts) {
  private static final List<String> ENDINGS = List.of("", ".yml", ".yaml", ".json");

  /** Reads the files of the groups and hosts there are. */
  static VarsFolder read(
      Path folder, Set<String> groups, Set<String> hosts, Sources sources, Problems problems) {
    Set<String> allHosts = new LinkedHashSet<>(hosts);
    allHosts.addAll(HostNames.LOCAL);
    Path absolute = sources.absolute(folder);
    return new VarsFolder(
        absolute,
        groupLayers(absolute.resolve("group_vars"), groups, sources, problems),
        layers(absolute.resolve("host_vars"), allHosts, sources, problems));
  }

  /** Returns the same with the files of more groups and hosts. */
  VarsFolder and(
      Set<String> moreGroups, Set<String> moreHosts, Sources sources, Problems problems) {
    Map<String, List<Layer>> allGroups = new LinkedHashMap<>(groups);
    allGroups.putAll(layers(folder.resolve("group_vars"), moreGroups, sources, problems));
    Map<String, List<Layer>> allHosts = new LinkedHashMap<>(hosts);
    allHosts.putAll(layers(folder.resolve("host_vars"), moreHosts, sources, problems));
    return new VarsFolder(folder, allGroups, allHosts);
  }

  List<Layer> ofGroups(List<String> names) {
    return names.stream().flatMap(n -> groups.getOrDefault(n, List.of()).stream()).toList();
  }

  List<Layer> ofHost(String name) {
    return hosts.getOrDefault(name, List.of());
  }

  /** Returns what stands there for groups that are none so far, as far as it can be read. */
  List<Layer> ofStrangers(Sources sources) {
    Path beside = folder.resolve("group_vars");
    if (!Files.isDirectory(beside)) return List.of();
    Problems unheard = new Problems(); // told when such a group comes
    Set<String> strangers = new LinkedHashSet<>();
    sorted(beside, sources, unheard).forEach(entry -> strangers.add(group(entry)));
    strangers.removeAll(groups.keySet());
    return layers(beside, strangers, sources, unheard).values().stream()
        .flatMap(List::stream)
        .toList();
  }

  /** Returns the name of the group that a file is for. */
  private static String group(Path entry) {
    String file = entry.getFileName().toString();
    return ENDINGS.stream()
        .filter(e -> !e.isEmpty() && file.endsWith(e))
        .findFirst()
        .map(e -> file.substring(0, file.length() - e.length()))
        .orElse(file);
  }

  /** Warns of a name that no expression can say. */
  static void checkName(Node.Scalar name, Problems problems) {
    if (name.text().matches("[A-Za-z_][A-Za-z0-9_]*")) return;
    problems.warning(
        name.span(),
        "bad-variable-name",
        "`" + name.text() + "` cannot be used in expressions",
        "names are letters, digits and `_`, and begin with no digit");
  }

  private static Map<String, List<Layer>> groupLayers(
      Path folder, Set<String> names, Sources sources, Problems problems) {
    if (Files.isDirectory(folder)) warnOfStrangers(folder, names, sources, problems);
    return layers(folder, names, sources, problems);
  }

  private static Map<String, List<Layer>> layers(
      Path folder, Set<String> names, Sources sources, Problems problems) {
    Map<String, List<Layer>> layers = new LinkedHashMap<>();
    if (!Files.isDirectory(folder)) return layers;
    for (String name : names) {
      if (name.contains("/")) continue;
      List<Layer> found = new ArrayList<>();
      for (Path file : files(folder, name, sources, problems)) {
        read(file, sources, problems).ifPresent(found::add);
      }
      if (!found.isEmpty()) layers.put(name, found);
    }
    return layers;
  }

  /** Finds the files of one name: the first that is there, and of a folder all in it. */
  private static List<Path> files(Path folder, String name, Sources sources, Problems problems) {
    List<Path> found =
        ENDINGS.stream().map(e -> folder.resolve(name + e)).filter(Files::exists).toList();
    if (found.isEmpty()) return List.of();
    for (Path other : found.subList(1, found.size())) {
      problems.warning(
          sources.read(other, problems).orElse(new Source(sources.name(other), "")).span(0, 0),
          "vars-not-read",
          "`"
              + sources.name(other)
              + "` is not read: `"
              + sources.name(found.get(0))
              + "` comes first",
          "put both into the folder `" + sources.name(folder.resolve(name)) + "/`");
    }
    Path first = found.get(0);
    return Files.isDirectory(first) ? below(first, sources, problems) : List.of(first);
  }

  private static List<Path> below(Path folder, Sources sources, Problems problems) {
    List<Path> files = new ArrayList<>();
    for (Path entry : sorted(folder, sources, problems)) {
      String name = entry.getFileName().toString();
      if (name.startsWith(".") || name.endsWith("~")) continue;
      int dot = name.lastIndexOf('.');
      String ending = dot > 0 ? name.substring(dot) : "";
      if (Files.isDirectory(entry)) {
        if (ending.isEmpty()) files.addAll(below(entry, sources, problems));
      } else if (ENDINGS.contains(ending)) {
        files.add(entry);
      }
    }
    return files;
  }

  private static Optional<Layer> read(Path file, Sources sources, Problems problems) {
    Optional<Node> root = sources.read(file, problems).flatMap(s -> Yaml.read(s, problems));
    if (root.isEmpty() || root.get().isNull()) return Optional.empty();
    if (!(root.get() instanceof Node.Mapping mapping)) {
      problems.error(
          root.get().span(),
          "wrong-kind",
          "a file of variables is a mapping, and this is " + root.get().kind());
      return Optional.empty();
    }
    Map<String, Node> vars = new LinkedHashMap<>();
    for (Node.Entry entry : mapping.entries()) {
      checkName(entry.key(), problems);
      vars.put(entry.key().text(), entry.value());
    }
    return Optional.of(new Layer.Written(sources.name(file), vars));
  }

  /** A file that is nearly named like a group was most likely meant for it. */
  private static void warnOfStrangers(
      Path folder, Collection<String> names, Sources sources, Problems problems) {
    for (Path entry : sorted(folder, sources, problems)) {
      String name = group(entry);
      if (name.startsWith(".") || names.contains(name) || name.endsWith("~")) continue;
      Optional<String> nearest = Suggest.nearest(name, names);
      if (nearest.isEmpty() || sameButForNumbers(name, nearest.get())) continue;
      problems.warning(
          new Source(sources.name(entry), "").span(0, 0),
          "vars-not-read",
          "there is no group `" + name + "`, so `" + sources.name(entry) + "` is not read",
          "did you mean `" + nearest.get() + "`?");
    }
  }

  /** {@code web1} and {@code web2} are two names, perhaps of two inventories. */
  private static boolean sameButForNumbers(String one, String other) {
    return one.replaceAll("[0-9]+", "").equals(other.replaceAll("[0-9]+", ""));
  }

  static List<Path> sorted(Path folder, Sources sources, Problems problems) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted(Comparator.comparing(p -> p.getFileName().toString())).toList();
    } catch (IOException e) {
      problems.error(
          "unreadable-file", "`" + sources.name(folder) + "` may not be read by this user");
      return List.of();
    }
  }
}
