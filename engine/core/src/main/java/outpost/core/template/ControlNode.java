package outpost.core.template;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import outpost.api.Secret;
import outpost.core.source.Suggest;

/**
 * The lookups that read the control node: {@code env}, {@code file}, {@code template}, {@code
 * vars}, {@code first_found}. Relative names are looked for in the role and beside the playbook, in
 * {@code files} or {@code templates} first.
 */
public final class ControlNode implements Lookups {
  private final Map<String, String> environment;

  public ControlNode(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Set<String> kinds() {
    return Set.of("env", "file", "template", "vars", "first_found");
  }

  @Override
  public boolean isPure(String kind) {
    return true;
  }

  @Override
  public List<Object> find(String kind, List<Object> terms, Asking asking) {
    if (terms.isEmpty()) {
      throw new LookupFailed("the lookup `" + kind + "` needs a name", "");
    }
    if (kind.equals("first_found")) return List.of(firstFound(terms, asking));
    List<Object> found = new ArrayList<>();
    for (Object term : terms) found.add(one(kind, name(term), asking));
    return found;
  }

  private Object one(String kind, String name, Asking asking) {
    return switch (kind) {
      case "env" -> environment.getOrDefault(name, "");
      case "file" -> text(path(name, "files", asking));
      case "template" -> rendered(path(name, "templates", asking), asking);
      case "vars" -> variable(name, asking);
      default -> throw new LookupFailed("there is no lookup `" + kind + "`", "");
    };
  }

  private static String name(Object term) {
    if (term instanceof Secret) throw new LookupFailed("a secret cannot be looked up", "");
    return Args.string(term);
  }

  private static Object variable(String name, Asking asking) {
    Object value = asking.scope().get(name);
    if (value == null) {
      String near = String.join("; ", Suggest.hint(name, asking.scope().names()));
      throw new LookupFailed("`" + name + "` is not defined", near);
    }
    return value instanceof Template template ? template.evaluate(asking.scope()) : value;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8).stripTrailing();
    } catch (CharacterCodingException e) {
      throw new LookupFailed("`" + file + "` is not UTF-8 text", "send other files with `copy`");
    } catch (IOException e) {
      throw new LookupFailed("`" + file + "` cannot be read", e.getMessage());
    }
  }

  private static Object rendered(Path file, Asking asking) {
    RenderedText text = asking.templates().render(file, asking.scope(), List.of());
    return text.secret() ? Secret.of(text.text()) : text.text();
  }

  private static Object firstFound(List<Object> names, Asking asking) {
    for (Object name : names) {
      for (Path candidate : candidates(name(name), "files", asking)) {
        if (Files.exists(candidate)) return candidate.toString();
      }
    }
    throw new LookupFailed("none of these files exists: " + names, "");
  }

  private static Path path(String name, String folder, Asking asking) {
    List<Path> candidates = candidates(name, folder, asking);
    for (Path candidate : candidates) {
      if (Files.isRegularFile(candidate)) return candidate;
    }
    throw new LookupFailed(
        "there is no file `" + name + "`",
        "looked for " + String.join(", ", candidates.stream().map(Path::toString).toList()));
  }

  private static List<Path> candidates(String name, String folder, Asking asking) {
    Path path = Path.of(name);
    if (path.isAbsolute()) return List.of(path);
    List<Path> candidates = new ArrayList<>();
    for (String place : List.of("role_path", "playbook_dir")) {
      if (asking.scope().get(place) instanceof String base) {
        candidates.add(Path.of(base, folder).resolve(path).normalize());
        candidates.add(Path.of(base).resolve(path).normalize());
        if (place.equals("playbook_dir")) {
          // a folder beside the playbooks' own, as a project of several playbooks has it
          candidates.add(Path.of(base, "..", folder).resolve(path).normalize());
        }
      }
    }
    return candidates.isEmpty() ? List.of(path) : candidates;
  }
}
