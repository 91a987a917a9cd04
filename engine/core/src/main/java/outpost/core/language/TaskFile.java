package outpost.core.language;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Span;
import outpost.core.source.Yaml;

/** A file that holds a list of tasks or handlers, such as those of a role. */
public final class TaskFile {
  private TaskFile() {}

  /**
   * Reads as much of it as can be read; what cannot is told. An empty file has no tasks.
   *
   * @param modules the short names of all modules there are
   * @param around keywords that hold for all of it
   */
  public static List<Item> read(
      Source source, Set<String> modules, Keywords around, Level level, Problems problems) {
    Optional<Node> root = Yaml.read(source.asCode(), problems);
    if (root.isEmpty() || root.get().isNull()) return List.of();
    if (root.get() instanceof Node.Sequence) {
      return new TaskReader(modules, around, problems).read(root, level);
    }
    problems.error(
        Shapes.beginning(root.get()),
        "not-tasks",
        "`" + source.name() + "` is a list of tasks, and this is " + root.get().kind(),
        "begin each task with `- `");
    return List.of();
  }

  /** Reads keywords for tasks, as {@code apply} gives them; what else stands there is told. */
  public static Keywords keywords(Node.Mapping written, Problems problems) {
    KeywordsReader reader = new KeywordsReader(written, Level.BLOCK, problems);
    for (Node.Entry entry : reader.rest()) {
      problems.error(
          entry.key().span(),
          "unknown-keyword",
          "`apply` gives keywords to tasks, and `" + entry.key().text() + "` is none");
    }
    return reader.keywords(Optional.empty());
  }

  /** Makes a task that no file holds, with keywords around it as if it stood there. */
  public static Task made(Span place, String name, String module, String tag, Keywords around) {
    Map<Keyword, Node.Entry> own = new EnumMap<>(Keyword.class);
    own.put(Keyword.NAME, entry(place, "name", name));
    own.put(Keyword.TAGS, entry(place, "tags", tag));
    Node.Mapping none = new Node.Mapping(place, List.of());
    Call call = new Call(scalar(place, module), module, Optional.empty(), none);
    Node.Mapping written = new Node.Mapping(place, List.copyOf(own.values()));
    return new Task(written, Level.TASK, call, new Keywords(Level.TASK, own, Optional.of(around)));
  }

  private static Node.Entry entry(Span place, String key, String value) {
    return new Node.Entry(scalar(place, key), scalar(place, value));
  }

  private static Node.Scalar scalar(Span place, String text) {
    return new Node.Scalar(place, text, false, "");
  }
}
