package outpost.core.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import outpost.api.Module;
import outpost.core.source.Problems;
import outpost.core.source.Sources;
import outpost.core.template.Templates;

/** Finds modules that users bring along: YAML files, and jars. */
public final class Library {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

  private final Templates templates;
  private final Sources sources;
  private final Problems problems;

  public Library(Templates templates, Sources sources, Problems problems) {
    this.templates = templates;
    this.sources = sources;
    this.problems = problems;
  }

  /** Adds what is in the folder {@code library} beside a playbook, if there is one. */
  public Catalog beside(Path playbook, Catalog catalog) {
    Path folder = playbook.resolve("library");
    return Files.isDirectory(folder) ? at(folder, catalog) : catalog;
  }

  /** Adds a jar, or the jars and YAML files of a folder. */
  public Catalog at(Path place, Catalog catalog) {
    Path path = sources.absolute(place);
    List<Path> files = Files.isDirectory(path) ? files(path) : List.of(path);
    List<ModuleSpec> specs = new ArrayList<>();
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (name.endsWith(".jar")) {
        specs.addAll(jar(file));
      } else if (name.matches(".*\\.ya?ml")) {
        written(file, name.replaceFirst("\\.ya?ml$", ""), specs);
      } else if (!Files.isDirectory(path)) {
        problems.error(
            "module-path",
            "`" + sources.name(file) + "` is no module",
            "name a jar, a YAML file, or a folder of them");
      }
    }
    return catalog.with(specs, problems);
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void written(Path file, String name, List<ModuleSpec> specs) {
    if (!NAME.matcher(name).matches()) {
      problems.error(
          "module-path",
          "`" + sources.name(file) + "` cannot be a module",
          "its file is named as tasks name it: small letters, digits and `_`");
      return;
    }
    sources
        .read(file, problems)
        .flatMap(source -> new WrittenModuleReader(templates, problems).read(name, source))
        .ifPresent(specs::add);
  }

  private List<ModuleSpec> jar(Path file) {
    try {
      URL[] urls = {file.toUri().toURL()};
      ClassLoader loader = new URLClassLoader(urls, Module.class.getClassLoader());
      return ServiceLoader.load(Module.class, loader).stream()
          .filter(provider -> provider.type().getClassLoader() == loader)
          .map(provider -> ModuleSpec.of((Module<?, ?>) provider.get()))
          .toList();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    } catch (ServiceConfigurationError | IllegalStateException e) {
      problems.error(
          "module-path",
          "`" + sources.name(file) + "` cannot be used: " + e.getMessage(),
          "META-INF/services/outpost.api.Module names the classes of its modules");
      return List.of();
    }
  }
}
