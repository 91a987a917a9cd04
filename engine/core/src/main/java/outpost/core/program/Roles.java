package outpost.core.program;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import outpost.core.language.Keyword;
import outpost.core.language.Keywords;
import outpost.core.language.Level;
import outpost.core.language.RoleEntry;
import outpost.core.language.RoleMeta;
import outpost.core.program.VarLevel.Rank;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Span;

/** Binds roles: what they depend on, their variables, tasks and handlers. */
final class Roles {
  private final Binder binder;
  private final Problems problems;

  Roles(Binder binder, Problems problems) {
    this.binder = binder;
    this.problems = problems;
  }

  /**
   * A role as a play, a task or another role asks for it.
   *
   * @param from files to take instead of {@code main}, by folder
   * @param given what stands beside the role's name, as written
   * @param validated whether its arguments are held against what it specifies
   */
  record Wanted(
      String name,
      Span place,
      Keywords keywords,
      Map<String, Object> params,
      Map<String, String> from,
      boolean allowDuplicates,
      List<Node.Entry> given,
      boolean validated) {

    String file(String part) {
      return from.getOrDefault(part, "main");
    }

    /** The same for uses that do the same. */
    String key(Path folder) {
      StringBuilder key = new StringBuilder(folder.toString());
      from.forEach((part, file) -> key.append('|').append(part).append('=').append(file));
      Set<String> said = new TreeSet<>();
      for (Keyword word : keywords.ownWords()) {
        said.add(word + "=" + keywords.own(word).orElseThrow().span().text());
      }
      params.forEach((name, value) -> said.add(name + "=" + binder(value)));
      return key.append(said).toString();
    }

    private static String binder(Object value) {
      return ((outpost.core.template.Template) value).span().text();
    }
  }

  /** What a role brings: tasks of those it depends on and its own, and handlers. */
  record Bound(List<Part> parts, List<Step> handlers, Optional<RoleUse> use) {
    static final Bound NONE = new Bound(List.of(), List.of(), Optional.empty());
  }

  /** Returns a role as an entry of a list asks for it. */
  Optional<Wanted> wanted(RoleEntry entry, Around around) {
    Optional<String> name = binder.text(entry.role(), around.scope());
    return name.map(
        n ->
            new Wanted(
                n,
                entry.role().span(),
                entry.keywords(),
                binder.vars(entry.params()),
                Map.of(),
                false,
                entry.params(),
                true));
  }

  /** Binds a role that is part of a program from the start. */
  Bound bind(Wanted wanted, Around around) {
    return bind(wanted, around, false);
  }

  /** Binds a role that a task includes; it may include itself, as long as it comes to an end. */
  Bound include(Wanted wanted, Around around) {
    return bind(wanted, around, true);
  }

  private Bound bind(Wanted wanted, Around around, boolean included) {
    Optional<Path> found =
        RoleFiles.find(
            wanted.name(), wanted.place(), around.role(), around.files().playbook(), problems);
    if (found.isEmpty()) return Bound.NONE;
    Path folder = found.get();
    String name = folder.getFileName().toString();
    if (!included && holdsItself(folder, wanted, around)) return Bound.NONE;
    RoleMeta meta =
        RoleFiles.file(folder, "meta", "main")
            .flatMap(file -> binder.sources().read(file, problems))
            .map(source -> RoleMeta.read(source, wanted.keywords(), problems))
            .orElse(RoleMeta.NONE);
    List<VarLevel> defaults = own(folder, "defaults", wanted, Rank.ROLE_DEFAULTS);
    List<VarLevel> vars = own(folder, "vars", wanted, Rank.ROLE_VARS);
    Map<String, Object> params = new LinkedHashMap<>();
    around.role().ifPresent(r -> params.putAll(r.params()));
    params.putAll(wanted.params());
    List<VarLevel> outerDefaults = around.role().map(RoleUse::defaults).orElse(List.of());
    List<VarLevel> outerVars = around.role().map(RoleUse::vars).orElse(List.of());
    boolean again = meta.allowDuplicates() || wanted.allowDuplicates();
    RoleUse first =
        new RoleUse(
            name,
            folder,
            wanted.key(folder),
            together(outerDefaults, defaults),
            together(outerVars, vars),
            params,
            again,
            included,
            around.role());
    List<Part> parts = new ArrayList<>();
    List<Step> handlers = new ArrayList<>();
    List<VarLevel> theirDefaults = new ArrayList<>();
    List<VarLevel> theirVars = new ArrayList<>();
    for (RoleEntry entry : meta.dependencies()) {
      Optional<Wanted> dependency = wanted(entry, around.of(first));
      if (dependency.isEmpty()) continue;
      Bound bound = bind(dependency.get(), around.of(first));
      parts.addAll(bound.parts());
      handlers.addAll(bound.handlers());
      bound.use().ifPresent(use -> theirDefaults.addAll(use.defaults()));
      bound.use().ifPresent(use -> theirVars.addAll(use.vars()));
    }
    RoleUse use =
        first.with(
            together(theirDefaults, outerDefaults, defaults), together(outerVars, theirVars, vars));
    Around inside = around.of(use);
    List<Part> own = new ArrayList<>();
    own.addAll(ArgumentSpecs.check(folder, meta, wanted, binder, inside, problems));
    own.addAll(tasks(folder, wanted, inside));
    parts.add(new RolePart(use, own));
    handlers.addAll(0, handlers(folder, wanted, inside));
    return new Bound(parts, handlers, Optional.of(use));
  }

  private boolean holdsItself(Path folder, Wanted wanted, Around around) {
    List<String> names = new ArrayList<>();
    for (Optional<RoleUse> r = around.role(); r.isPresent(); r = r.get().around()) {
      names.add(0, r.get().name());
      boolean same = r.get().folder().equals(folder);
      if (!same && r.get().included()) return false;
      if (!same) continue;
      // a role may include itself with other tasks; it cannot wait for itself
      if (!wanted.from().isEmpty()) return false;
      names.add(wanted.name());
      problems.error(
          wanted.place(),
          "role-circle",
          "the role `" + wanted.name() + "` needs itself: " + String.join(" → ", names));
      return true;
    }
    return false;
  }

  @SafeVarargs
  private static List<VarLevel> together(List<VarLevel>... parts) {
    List<VarLevel> all = new ArrayList<>();
    for (List<VarLevel> part : parts) all.addAll(part);
    return List.copyOf(all);
  }

  private List<VarLevel> own(Path folder, String part, Wanted wanted, Rank rank) {
    List<Path> files = RoleFiles.varFiles(folder, part, wanted.file(part));
    if (files.isEmpty() && wanted.from().containsKey(part)) missing(folder, part, wanted);
    List<VarLevel> levels = new ArrayList<>();
    for (Path file : files) {
      binder
          .varsOf(file)
          .ifPresent(vars -> levels.add(new VarLevel(rank, binder.sources().name(file), vars)));
    }
    return levels;
  }

  private List<Part> tasks(Path folder, Wanted wanted, Around around) {
    Optional<Path> file = RoleFiles.file(folder, "tasks", wanted.file("tasks"));
    if (file.isEmpty() && wanted.from().containsKey("tasks")) missing(folder, "tasks", wanted);
    return file.map(f -> binder.file(f, wanted.place(), wanted.keywords(), Level.TASK, around))
        .orElse(List.of());
  }

  private List<Step> handlers(Path folder, Wanted wanted, Around around) {
    Optional<Path> file = RoleFiles.file(folder, "handlers", wanted.file("handlers"));
    if (file.isEmpty() && wanted.from().containsKey("handlers")) {
      missing(folder, "handlers", wanted);
    }
    return file
        .map(f -> binder.file(f, wanted.place(), wanted.keywords(), Level.HANDLER, around))
        .orElse(List.of())
        .stream()
        .map(Step.class::cast)
        .toList();
  }

  private void missing(Path folder, String part, Wanted wanted) {
    problems.error(
        wanted.place(),
        "no-such-file",
        "the role `" + wanted.name() + "` has no `" + part + "/" + wanted.file(part) + ".yml`",
        Stream.concat(
                SearchPath.near(
                    part + "/" + wanted.file(part) + ".yml",
                    List.of(folder.resolve(part).resolve(wanted.file(part))))
                    .stream(),
                Stream.of("looked in " + SearchPath.show(folder.resolve(part))))
            .toArray(String[]::new));
  }
}
