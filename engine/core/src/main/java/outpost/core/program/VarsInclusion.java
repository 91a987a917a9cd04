package outpost.core.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import outpost.core.source.Problems;
import outpost.core.source.Span;
import outpost.core.template.Scope;
import outpost.core.template.Template;

/**
 * Reads variables as {@code include_vars} asks for them: of a file, or of all files of a folder.
 */
public final class VarsInclusion {
  private static final List<String> EXTENSIONS = List.of("yaml", "yml", "json");

  private final Binder binder;
  private final SearchPath files;
  private final Problems problems = new Problems();

  /**
   * What was read.
   *
   * @param problems what is wrong with it
   */
  public record Read(Map<String, Object> vars, Problems problems) {}

  VarsInclusion(Binder binder, SearchPath files) {
    this.binder = binder.telling(problems);
    this.files = files;
  }

  Read read(Use.IncludeVars use, Scope scope) {
    Map<String, Object> args = new LinkedHashMap<>();
    use.args().forEach((name, template) -> args.put(name, template.evaluate(scope)));
    Map<String, Object> vars = new LinkedHashMap<>();
    for (Path file : files(use, args)) {
      binder
          .varsOf(file)
          .ifPresent(
              found ->
                  found.forEach(
                      (name, value) -> {
                        vars.remove(name);
                        vars.put(name, value);
                      }));
    }
    Object merge = args.getOrDefault("hash_behaviour", "replace");
    if (!merge.equals("replace")) {
      problems.error(
          use.args().get("hash_behaviour").span(),
          "unsupported-argument",
          "mappings replace each other: `" + merge + "` is not supported",
          "merge them where they are used: `${a?combine(b, true)}`");
    }
    return new Read(args.containsKey("name") ? named(use, args, vars) : vars, problems);
  }

  private Map<String, Object> named(
      Use.IncludeVars use, Map<String, Object> args, Map<String, Object> vars) {
    return Map.of(String.valueOf(args.get("name")), vars);
  }

  private List<Path> files(Use.IncludeVars use, Map<String, Object> args) {
    Template written = use.args().getOrDefault("file", use.args().get("dir"));
    String name = String.valueOf(args.getOrDefault("file", args.get("dir")));
    Optional<Path> found = files.find("vars", name, written.span(), problems);
    if (found.isEmpty()) return List.of();
    if (args.containsKey("file") && Files.isDirectory(found.get())) {
      problems.error(
          written.span(),
          "unreadable-file",
          "`" + name + "` is a folder",
          "write `dir: " + name + "` to read all files in it");
      return List.of();
    }
    if (args.containsKey("file")) return List.of(found.get());
    return inFolder(found.get(), args, written.span());
  }

  private List<Path> inFolder(Path folder, Map<String, Object> args, Span place) {
    int depth = number(args.get("depth"));
    List<String> extensions = texts(args.get("extensions"), EXTENSIONS);
    List<String> ignored = texts(args.get("ignore_files"), List.of());
    Optional<Pattern> matching = Optional.empty();
    try {
      matching = Optional.ofNullable(args.get("files_matching")).map(p -> Pattern.compile(p + ""));
    } catch (PatternSyntaxException e) {
      problems.error(place, "bad-pattern", "`" + args.get("files_matching") + "` is no pattern");
    }
    List<Path> found = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder, depth == 0 ? Integer.MAX_VALUE : depth)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        String name = file.getFileName().toString();
        boolean known = extensions.contains(name.substring(name.lastIndexOf('.') + 1));
        boolean wanted = matching.isEmpty() || matching.get().matcher(name).find();
        if (known && wanted && !ignored.contains(name)) found.add(file);
      }
    } catch (IOException e) {
      problems.error(
          place, "unreadable-file", "`" + folder + "` cannot be read: " + e.getMessage());
    }
    return found;
  }

  private static int number(Object value) {
    return value == null ? 0 : Integer.parseInt(String.valueOf(value));
  }

  private static List<String> texts(Object value, List<String> otherwise) {
    if (value == null) return otherwise;
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of(String.valueOf(value));
  }
}
