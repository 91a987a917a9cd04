package outpost.modules.packages;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import outpost.api.Change;
import outpost.api.Plan;
import outpost.api.Script;

/**
 * What would become of packages. dnf says it in a table: version 4 breaks lines where a column is
 * too long for it, version 5 writes epochs of 0; their headings are the same.
 *
 * @param more groups and module streams, as {@code Enabling module streams: nginx 1.22}
 */
record Transaction(List<Item> items, List<String> more) {

  /**
   * One package, and what becomes of it.
   *
   * @param asked whether it is there for its own sake
   * @param old the version that it replaces
   */
  record Item(
      Kind kind, boolean asked, String name, String arch, String version, Optional<String> old) {

    String file() {
      return name + "-" + version.replaceFirst("^\\d+:", "") + "." + arch + ".rpm";
    }

    Optional<String> before() {
      return kind == Kind.REMOVE ? Optional.of(version) : old;
    }

    Optional<String> after() {
      return kind == Kind.REMOVE ? Optional.empty() : Optional.of(version);
    }

    private String label(String of) {
      return name + "-" + of + (arch.isEmpty() ? "" : "." + arch);
    }
  }

  /** What becomes of a package. */
  enum Kind {
    INSTALL,
    UPGRADE,
    DOWNGRADE,
    REINSTALL,
    REMOVE
  }

  private static final Map<String, Kind> HEADINGS =
      Map.of(
          "Installing",
          Kind.INSTALL,
          "Upgrading",
          Kind.UPGRADE,
          "Downgrading",
          Kind.DOWNGRADE,
          "Reinstalling",
          Kind.REINSTALL,
          "Removing",
          Kind.REMOVE);

  /** Headings of packages that come or go for the sake of others. */
  private static final Set<String> FOR_OTHERS =
      Set.of(
          "dependencies",
          "weak dependencies",
          "dependent packages",
          "unused dependencies",
          "group/module packages",
          "group packages",
          "groups dependencies");

  /**
   * Reads what dnf says.
   *
   * @param had versions now installed, by name and architecture
   */
  static Transaction of(String said, Map<String, String> had) {
    Reader reader = new Reader(had);
    said.lines().forEach(reader::line);
    reader.close();
    return new Transaction(List.copyOf(reader.items), List.copyOf(reader.more));
  }

  boolean isEmpty() {
    return items.isEmpty() && more.isEmpty();
  }

  Stream<Item> of(Kind kind) {
    return items.stream().filter(item -> item.kind() == kind);
  }

  /** Returns what was named, or all where nothing was: an upgrade of everything. */
  private List<Item> named() {
    List<Item> named = items.stream().filter(Item::asked).toList();
    return named.isEmpty() ? items : named;
  }

  boolean touches(String part) {
    return items.stream().anyMatch(i -> i.kind() != Kind.INSTALL && i.name().contains(part));
  }

  /**
   * Adds it to a plan, as one change.
   *
   * @param words what the task names, where there are no packages to name
   */
  void tell(List<String> words, Script fix, Plan.Builder plan) {
    List<Item> named = named();
    String before = lines(Item::before);
    String after = lines(Item::after);
    boolean bare = items.isEmpty();
    plan.change(
        bare ? String.join(", ", words) : names(named),
        versions(named.stream().map(Item::before).toList()),
        bare ? String.join(", ", more) : versions(named.stream().map(Item::after).toList()),
        fix,
        new Change.Diff("packages", before, after, false));
    List<String> results = new ArrayList<>();
    after.lines().forEach(one -> results.add("Installed: " + one));
    before.lines().forEach(one -> results.add("Removed: " + one));
    plan.result("results", results);
  }

  private String lines(Function<Item, Optional<String>> version) {
    return items.stream()
        .flatMap(item -> version.apply(item).map(item::label).stream())
        .sorted()
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  static String names(List<Item> items) {
    String names = items.stream().limit(10).map(Item::name).collect(Collectors.joining(", "));
    return items.size() > 10 ? names + " and " + (items.size() - 10) + " more" : names;
  }

  private static String versions(List<Optional<String>> versions) {
    List<String> all = versions.stream().map(one -> one.orElse("absent")).toList();
    return all.stream().distinct().count() <= 1
        ? all.stream().findFirst().orElse("absent")
        : all.stream().limit(10).collect(Collectors.joining(", "));
  }

  private static final class Reader {
    private final List<Item> items = new ArrayList<>();
    private final List<String> more = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private final Map<String, String> had;
    private String heading = "";

    Reader(Map<String, String> had) {
      this.had = had;
    }

    /** A heading stands at the line's beginning, and its rows do not. */
    void line(String line) {
      if (line.isBlank() || !line.startsWith(" ")) {
        close();
        heading = line.endsWith(":") ? line.substring(0, line.length() - 1) : "";
      } else if (!heading.isEmpty()) {
        row(line);
      }
    }

    /**
     * A row that begins with more blanks goes on with the one before, or tells what is replaced.
     */
    private void row(String line) {
      if (line.matches(" {3,}replacing .*")) {
        endRow();
        return;
      }
      if (!line.startsWith("  ")) endRow();
      words.addAll(List.of(line.strip().split("\\s+")));
    }

    private void endRow() {
      if (words.isEmpty()) return;
      String first = heading.split(" ", 2)[0];
      String rest = heading.substring(first.length()).strip();
      Kind kind = HEADINGS.get(first);
      if (kind != null && (rest.isEmpty() || FOR_OTHERS.contains(rest))) {
        if (words.size() >= 4) {
          String version = words.get(2).replaceFirst("^0:", "");
          Optional<String> old =
              kind == Kind.INSTALL ? Optional.empty() : old(words.get(0), words.get(1));
          items.add(new Item(kind, rest.isEmpty(), words.get(0), words.get(1), version, old));
        }
      } else if (heading.matches(".*([Gg]roups|module streams|module profiles|modules)")) {
        more.add(heading + ": " + String.join(" ", words));
      }
      words.clear();
    }

    /** A package may change its architecture on the way. */
    private Optional<String> old(String name, String arch) {
      return Optional.ofNullable(had.get(name + "." + arch))
          .or(
              () ->
                  had.entrySet().stream()
                      .filter(e -> e.getKey().startsWith(name + "."))
                      .map(Map.Entry::getValue)
                      .findFirst());
    }

    void close() {
      endRow();
      heading = "";
    }
  }
}
