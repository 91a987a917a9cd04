package outpost.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import outpost.core.catalog.Catalog;
import outpost.core.catalog.Manual;
import outpost.core.catalog.ModuleSpec;
import outpost.core.language.KeywordDoc;
import outpost.core.program.EngineSteps;
import outpost.core.program.StepManuals;
import outpost.core.template.FunctionDoc;

/** Finds the manuals of all that there is. */
final class Docs {
  private Docs() {}

  /** Returns the manuals of a kind by name. */
  static Map<String, Doc> of(DocKind kind, Catalog catalog) {
    return switch (kind) {
      case MODULE -> modules(catalog);
      case KEYWORD -> keywords();
      case FILTER -> functions(FunctionDoc.Kind.FILTER);
      case TEST -> functions(FunctionDoc.Kind.TEST);
      case LOOKUP -> functions(FunctionDoc.Kind.LOOKUP);
    };
  }

  /** Finds one by any of its names. */
  static Optional<Doc> find(Map<String, Doc> docs, String name) {
    String plain = Catalog.plain(name);
    return Optional.ofNullable(docs.get(plain))
        .or(() -> docs.values().stream().filter(d -> d.aliases().contains(plain)).findFirst());
  }

  private static Map<String, Doc> modules(Catalog catalog) {
    Map<String, Doc> docs = new TreeMap<>();
    for (String name : catalog.names()) {
      ModuleSpec spec = catalog.find(name).orElseThrow();
      List<String> examples = spec.examples().get().map(Examples::of).orElse(List.of());
      docs.putIfAbsent(spec.name(), new ModuleDoc(Manual.of(spec), examples));
    }
    for (String name : EngineSteps.NAMES) {
      StepManuals.find(name)
          .ifPresent(manual -> docs.put(name, new ModuleDoc(manual, Examples.of(name))));
    }
    return docs;
  }

  private static Map<String, Doc> functions(FunctionDoc.Kind kind) {
    Map<String, Doc> docs = new TreeMap<>();
    for (FunctionDoc function : FunctionDoc.all()) {
      if (function.kind() == kind) docs.put(function.name(), new FunctionPage(function));
    }
    return docs;
  }

  private static Map<String, Doc> keywords() {
    Map<String, Doc> docs = new TreeMap<>();
    KeywordDoc.all().forEach(keyword -> docs.put(keyword.word(), new WordDoc(keyword)));
    return docs;
  }
}
