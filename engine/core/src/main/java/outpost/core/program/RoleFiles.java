package outpost.core.program;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import outpost.core.source.Problems;
import outpost.core.source.Span;
import outpost.core.source.Suggest;

/**
 * Finds roles and their files. A role is a folder with {@code tasks}, {@code handlers}, {@code
 * defaults}, {@code vars}, {@code meta}, {@code files} and {@code templates} in it; it is looked
 * for beside the role that names it, in {@code roles} beside the playbook, in the playbook's
 * folder, and in {@code roles} beside the playbook's folder.
 */
final class RoleFiles {
  private static final List<String> ENDINGS = List.of("", ".yml", ".yaml", ".json");
  private static final List<String> PARTS =
      List.of("tasks", "handlers", "defaults", "vars", "meta", "files", "templates");

  private RoleFiles() {}

  /** Finds a role; reports and returns empty if there is none. */
  static Optional<Path> find(
      String name, Span span, Optional<RoleUse> around, Path playbook, Problems problems) {
    List<Path> places = new ArrayList<>();
    around.map(r -> r.folder().getParent()).ifPresent(places::add);
    places.add(playbook.resolve("roles"));
    places.add(playbook);
    if (playbook.getParent() != null) places.add(playbook.getParent().resolve("roles"));
    Path written = Path.of(name);
    for (Path place : places) {
      Path folder = place.resolve(written).normalize();
      if (isRole(folder)) return Optional.of(folder);
    }
    List<String> hints = new ArrayList<>(Suggest.hint(name, names(places)));
    if (name.matches("\\w+\\.\\w+\\.\\w+")) {
      hints.add("there are no collections: put the role's folder into `roles/`");
    }
    hints.add(
        "looked for "
            + places.stream()
                .map(p -> SearchPath.show(p.resolve(name)))
                .distinct()
                .collect(Collectors.joining(", ")));
    problems.error(
        span, "no-such-role", "there is no role `" + name + "`", hints.toArray(String[]::new));
    return Optional.empty();
  }

  private static boolean isRole(Path folder) {
    return PARTS.stream().anyMatch(part -> Files.isDirectory(folder.resolve(part)));
  }

  private static List<String> names(List<Path> places) {
    List<String> names = new ArrayList<>();
    for (Path place : places) {
      try (Stream<Path> folders = Files.list(place)) {
        folders.filter(RoleFiles::isRole).forEach(f -> names.add(f.getFileName().toString()));
      } catch (java.io.IOException e) {
        // a place without roles has none to suggest
      }
    }
    return names;
  }

  /** Finds a file of a role by name, with or without its ending. */
  static Optional<Path> file(Path folder, String part, String name) {
    Path in = folder.resolve(part).normalize();
    return ENDINGS.stream()
        .map(ending -> in.resolve(name + ending).normalize())
        .filter(file -> file.startsWith(in))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** Finds the files of variables: one, or all of a folder of that name in order. */
  static List<Path> varFiles(Path folder, String part, String name) {
    Optional<Path> one = file(folder, part, name);
    if (one.isPresent()) return List.of(one.get());
    Path in = folder.resolve(part).resolve(name);
    if (!Files.isDirectory(in)) return List.of();
    try (Stream<Path> files = Files.walk(in)) {
      return files
          .filter(Files::isRegularFile)
          .filter(f -> f.toString().matches(".*\\.(yml|yaml|json)"))
          .sorted()
          .toList();
    } catch (java.io.IOException e) {
      return List.of();
    }
  }
}
