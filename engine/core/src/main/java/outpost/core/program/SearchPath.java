package outpost.core.program;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import outpost.api.LocalFile;
import outpost.api.Rendered;
import outpost.api.Secret;
import outpost.core.catalog.Resolver;
import outpost.core.source.Diagnostic.Severity;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Span;
import outpost.core.source.Suggest;
import outpost.core.source.Unlocker;
import outpost.core.template.EvaluationFailed;
import outpost.core.template.RenderedText;
import outpost.core.template.Scope;
import outpost.core.template.TemplateFile;
import outpost.core.template.Templates;

/**
 * Finds files and templates that tasks name, in this order: in the task's role and the roles around
 * it, in the folder of the file that holds the task, in the playbook's folder. In each of them in
 * the folder {@code files}, {@code templates}, {@code tasks} or {@code vars} first. Last in a
 * folder of that name beside the playbook's folder.
 *
 * @param roles folders of roles, the nearest first
 * @param files folders of the files that hold the task, the nearest first
 * @param playbook the playbook's folder
 */
public record SearchPath(List<Path> roles, List<Path> files, Path playbook, Templates templates) {
  public SearchPath {
    roles = List.copyOf(roles);
    files = List.copyOf(files);
    playbook = playbook.toAbsolutePath().normalize();
  }

  /** Returns where the tasks of a playbook look. */
  public static SearchPath ofPlaybook(Path folder, Templates templates) {
    return new SearchPath(List.of(), List.of(), folder, templates);
  }

  /** Returns where the tasks of a role look that is used here. */
  SearchPath inRole(Path folder) {
    return new SearchPath(first(folder, roles), files, playbook, templates);
  }

  /** Returns where the tasks of a file in a folder look. */
  SearchPath beside(Path folder) {
    return new SearchPath(roles, first(folder, files), playbook, templates);
  }

  private static List<Path> first(Path folder, List<Path> others) {
    return Stream.concat(Stream.of(folder.toAbsolutePath().normalize()), others.stream())
        .distinct()
        .toList();
  }

  /** Returns the folders to look in, the nearest first. */
  public List<Path> folders() {
    return Stream.of(roles, files, List.of(playbook)).flatMap(List::stream).distinct().toList();
  }

  /** Returns what resolves names for one task on one host. */
  public Resolver resolver(Scope scope) {
    return new Resolver() {
      @Override
      public Path folder() {
        return playbook;
      }

      @Override
      public Optional<LocalFile> file(String written, Span span, Problems problems) {
        return find("files", written, span, problems)
            .flatMap(path -> opened(written, path, problems));
      }

      @Override
      public Optional<LocalFile> sealed(String written, Span span, Problems problems) {
        return presence().file(written, span, problems);
      }

      @Override
      public Optional<Rendered> template(String written, Span span, Problems problems) {
        Optional<Path> path = find("templates", written, span, problems);
        if (path.isEmpty()) return Optional.empty();
        try {
          RenderedText text = templates.render(path.get(), scope, roots("templates"));
          return Optional.of(new Rendered(written, Secret.of(text.text()), text.secret()));
        } catch (EvaluationFailed e) {
          problems.report(Severity.ERROR, Optional.of(e.span()), e.problem());
          return Optional.empty();
        }
      }
    };
  }

  /** Returns what only looks whether files are there: contents stand for nothing. */
  Resolver presence() {
    return new Resolver() {
      @Override
      public Path folder() {
        return playbook;
      }

      @Override
      public Optional<LocalFile> file(String written, Span span, Problems problems) {
        return find("files", written, span, problems).map(path -> new LocalFile(written, path));
      }

      @Override
      public Optional<Rendered> template(String written, Span span, Problems problems) {
        return find("templates", written, span, problems)
            .map(path -> new Rendered(written, Secret.of(""), false));
      }
    };
  }

  /** Returns what tries templates without rendering them: values may be unknown. */
  Resolver checking(Scope scope) {
    return new Resolver() {
      @Override
      public Path folder() {
        return playbook;
      }

      @Override
      public Optional<LocalFile> file(String written, Span span, Problems problems) {
        return resolver(scope).file(written, span, problems);
      }

      @Override
      public Optional<LocalFile> sealed(String written, Span span, Problems problems) {
        return presence().file(written, span, problems);
      }

      @Override
      public Optional<Rendered> template(String written, Span span, Problems problems) {
        find("templates", written, span, problems)
            .flatMap(path -> read(path, problems))
            .ifPresent(text -> text.check(scope, problems));
        return presence().template(written, span, new Problems());
      }
    };
  }

  /** Opens a file that is encrypted; any other is read when it is sent. */
  private Optional<LocalFile> opened(String written, Path path, Problems problems) {
    if (!isLocked(path)) return Optional.of(new LocalFile(written, path));
    Source locked = new Source(show(path), "");
    try {
      locked = new Source(show(path), Files.readString(path, StandardCharsets.ISO_8859_1));
      Secret plain = templates.unlocker().open(locked.text());
      return Optional.of(new LocalFile(written, path, Optional.of(plain)));
    } catch (Unlocker.Locked e) {
      problems.report(Severity.ERROR, Optional.of(e.in(locked)), e.problem());
    } catch (IOException e) {
      problems.error("unreadable-file", "`" + show(path) + "` cannot be read: " + e.getMessage());
    }
    return Optional.empty();
  }

  /** What cannot be read is told where it is to be sent. */
  private static boolean isLocked(Path path) {
    if (!Files.isRegularFile(path)) return false;
    try (InputStream in = Files.newInputStream(path)) {
      return Unlocker.isLocked(in.readNBytes(Unlocker.MARK.length()));
    } catch (IOException e) {
      return false;
    }
  }

  /** Reads a template file; reports what is wrong in it. */
  Optional<TemplateFile> read(Path path, Problems problems) {
    return templates.file(path, roots("templates"), problems);
  }

  /** Finds a template file; reports and returns empty if there is none. */
  public Optional<Path> template(String written, Span span, Problems problems) {
    return find("templates", written, span, problems);
  }

  /** Returns the folders in which files of a kind are looked for. */
  public List<Path> roots(String kind) {
    List<Path> roots = new ArrayList<>();
    for (Path folder : folders()) {
      roots.add(folder.resolve(kind));
      roots.add(folder);
    }
    Path above = playbook.getParent();
    if (above != null) roots.add(above.resolve(kind));
    return roots;
  }

  Optional<Path> find(String kind, String written, Span span, Problems problems) {
    Path path = Path.of(written);
    List<Path> candidates =
        path.isAbsolute()
            ? List.of(path)
            : roots(kind).stream().map(root -> root.resolve(written)).toList();
    Optional<Path> found = candidates.stream().filter(Files::exists).findFirst();
    if (found.isEmpty()) {
      List<String> hints = new ArrayList<>(near(written, candidates));
      hints.add(
          "looked for " + String.join(", ", candidates.stream().map(SearchPath::show).toList()));
      problems.error(
          span, "no-such-file", "there is no file `" + written + "`", hints.toArray(String[]::new));
    }
    return found;
  }

  /** Returns the hint at a file beside one that is not there, if its name is near. */
  static List<String> near(String written, List<Path> candidates) {
    String name = written.substring(written.lastIndexOf('/') + 1);
    String folder = written.substring(0, written.length() - name.length());
    Set<String> names = new TreeSet<>();
    for (Path candidate : candidates) {
      if (candidate.getParent() == null || !Files.isDirectory(candidate.getParent())) continue;
      try (Stream<Path> files = Files.list(candidate.getParent())) {
        files.filter(Files::isRegularFile).forEach(f -> names.add(f.getFileName().toString()));
      } catch (IOException e) {
        // a folder that cannot be read has nothing to suggest
      }
    }
    return Suggest.nearest(name, names).map(n -> "did you mean `" + folder + n + "`?").stream()
        .toList();
  }

  static String show(Path path) {
    Path here = Path.of("").toAbsolutePath();
    Path whole = path.toAbsolutePath().normalize();
    return whole.startsWith(here) ? here.relativize(whole).toString() : whole.toString();
  }
}
