package outpost.core.language;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Span;
import outpost.core.source.Suggest;

/** Reads tasks, handlers and blocks of them. */
final class TaskReader {
  private static final List<String> COLLECTIONS =
      List.of("ansible.builtin.", "ansible.legacy.", "ansible.posix.", "community.general.");
  private static final Pattern GLUED = Pattern.compile("([a-z_][\\w.]*):(\\S.*)", Pattern.DOTALL);

  private final Set<String> modules;
  private final Keywords around;
  private final Problems problems;

  TaskReader(Set<String> modules, Keywords around, Problems problems) {
    this.modules = modules;
    this.around = around;
    this.problems = problems;
  }

  /** Returns the short name of a module, whether it is written with its collection or without. */
  static Optional<String> module(String written, Set<String> modules) {
    if (modules.contains(written)) return Optional.of(written);
    return COLLECTIONS.stream()
        .filter(written::startsWith)
        .map(c -> written.substring(c.length()))
        .filter(modules::contains)
        .findFirst();
  }

  List<Item> read(Optional<Node> section, Level level) {
    List<Item> items = new ArrayList<>();
    if (section.isEmpty() || !(section.get() instanceof Node.Sequence list)) return items;
    for (Node item : list.items()) item(item, level).ifPresent(items::add);
    return items;
  }

  private Optional<Item> item(Node item, Level level) {
    if (!(item instanceof Node.Mapping written) || written.entries().isEmpty()) {
      notATask(item, level);
      return Optional.empty();
    }
    if (isBlock(written)) return block(written, level);
    KeywordsReader reader = new KeywordsReader(written, level, problems);
    Keywords keywords = reader.keywords(Optional.of(around));
    dependencies(reader);
    return call(written, reader, level).map(call -> new Task(written, level, call, keywords));
  }

  private static boolean isBlock(Node.Mapping written) {
    return Stream.of(Keyword.BLOCK, Keyword.RESCUE, Keyword.ALWAYS)
        .anyMatch(part -> written.get(part.word()).isPresent());
  }

  private Optional<Item> block(Node.Mapping written, Level level) {
    if (level == Level.HANDLER) {
      problems.error(
          Shapes.beginning(written),
          "misplaced-keyword",
          "a handler cannot be a block",
          "write its tasks into a file, and `include_tasks:` with it as the handler");
      return Optional.empty();
    }
    KeywordsReader reader = new KeywordsReader(written, Level.BLOCK, problems);
    for (Node.Entry entry : reader.rest()) unknownInBlock(entry.key());
    Keywords keywords = reader.keywords(Optional.of(around));
    if (written.get(Keyword.BLOCK.word()).isEmpty()) {
      problems.error(
          Shapes.beginning(written),
          "useless-keyword",
          "`rescue` and `always` belong to a `block`, and here is none");
    }
    TaskReader inner = new TaskReader(modules, keywords, problems);
    return Optional.of(
        new Block(
            written,
            keywords,
            inner.read(keywords.own(Keyword.BLOCK), level),
            inner.read(keywords.own(Keyword.RESCUE), level),
            inner.read(keywords.own(Keyword.ALWAYS), level)));
  }

  private void unknownInBlock(Node.Scalar key) {
    if (module(key.text(), modules).isPresent()) {
      problems.error(
          key.span(),
          "misplaced-module",
          "`" + key.text() + "` is a module, and a block holds modules in its tasks",
          "write it into `block:`, after `- `");
      return;
    }
    problems.error(
        key.span(),
        "unknown-keyword",
        "a block has no keyword `" + key.text() + "`",
        Suggest.hint(key.text(), Keyword.words(Level.BLOCK)).toArray(String[]::new));
  }

  private void notATask(Node item, Level level) {
    if (item instanceof Node.Scalar scalar) {
      if (scalar.isBroken()) return;
      Matcher glued = GLUED.matcher(scalar.text());
      if (glued.matches()) {
        problems.error(
            scalar.span(),
            "missing-space",
            level.article() + " is a mapping, and this is text",
            "write `" + glued.group(1) + ": " + glued.group(2) + "`, with a space after the colon");
        return;
      }
      String name = scalar.text().strip();
      if (module(name, modules).isPresent()) {
        problems.error(
            scalar.span(),
            "not-a-task",
            level.article() + " is a mapping, and this is text",
            "write `" + name + ":` with its arguments below");
        return;
      }
    }
    problems.error(
        Shapes.beginning(item),
        "not-a-task",
        level.article() + " is a mapping, and this is " + item.kind());
  }

  /** Finds keywords that say nothing without another one. */
  private void dependencies(KeywordsReader reader) {
    List<Keyword> loops = Arrays.stream(Keyword.values()).filter(Keyword::isLoop).toList();
    List<Node.Entry> given = loops.stream().flatMap(l -> reader.entry(l).stream()).toList();
    if (given.size() > 1) {
      problems.error(
          given.get(1).key().span(),
          "two-loops",
          "a task has one loop, and this is its second",
          "the first one is `" + given.get(0).key().text() + "` at " + given.get(0).key().span());
    }
    if (given.isEmpty()) needs(reader, Keyword.LOOP_CONTROL, Keyword.LOOP);
    if (reader.entry(Keyword.RETRIES).isEmpty()) needs(reader, Keyword.DELAY, Keyword.UNTIL);
    needs(reader, Keyword.POLL, Keyword.ASYNC);
    needs(reader, Keyword.DELEGATE_FACTS, Keyword.DELEGATE_TO);
  }

  private void needs(KeywordsReader reader, Keyword what, Keyword needed) {
    Optional<Node.Entry> entry = reader.entry(what);
    if (entry.isEmpty() || reader.entry(needed).isPresent() || reader.refusedAny()) return;
    if (around.find(needed).isPresent()) return;
    problems.error(
        entry.get().key().span(),
        "useless-keyword",
        "`" + what.word() + "` does nothing without `" + needed.word() + "`");
  }

  private Optional<Call> call(Node.Mapping written, KeywordsReader reader, Level level) {
    List<Node.Entry> calls = new ArrayList<>();
    List<Node.Entry> unknown = new ArrayList<>();
    for (Node.Entry entry : reader.rest()) {
      boolean known = module(entry.key().text(), modules).isPresent();
      (known ? calls : unknown).add(entry);
    }
    boolean outdented = calls.size() == 1 && calls.get(0).value().isNull() && !unknown.isEmpty();
    if (outdented) {
      argumentsOutdented(calls.get(0).key(), unknown.get(0).key());
    } else {
      boolean found = !calls.isEmpty() || reader.refusedModule();
      for (Node.Entry entry : unknown) unknown(entry.key(), level, found);
    }
    if (calls.size() > 1) {
      problems.error(
          calls.get(1).key().span(),
          "two-modules",
          "a task uses one module, and this is its second",
          "the first one is `" + calls.get(0).key().text() + "` at " + calls.get(0).key().span(),
          "begin a task of its own with `- `");
      return Optional.empty();
    }
    if (calls.isEmpty()) {
      if (!reader.refusedModule() && unknown.isEmpty()) noModule(written, level);
      return Optional.empty();
    }
    return call(calls.get(0), reader.entry(Keyword.ARGS));
  }

  private void noModule(Node.Mapping written, Level level) {
    problems.error(
        Shapes.beginning(written),
        "no-module",
        level == Level.HANDLER ? "this handler has no module" : "this task has no module",
        "name one as a key, such as `command:`, with its arguments below");
  }

  private void argumentsOutdented(Node.Scalar module, Node.Scalar key) {
    problems.error(
        key.span(),
        "unknown-keyword",
        "a task has no keyword `" + key.text() + "`",
        "if it is an argument of `"
            + module.text()
            + "`, indent it deeper than `"
            + module.text()
            + ":`");
  }

  private void unknown(Node.Scalar key, Level level, boolean haveModule) {
    String word = key.text();
    List<String> keywords = Keyword.words(level);
    if (word.contains(".") && !haveModule) {
      String name = word.substring(word.lastIndexOf('.') + 1);
      List<String> hints =
          modules.contains(name)
              ? List.of("write `" + name + "`")
              : Instead.hints(name, sorted(modules.stream()));
      problems.error(
          key.span(),
          "unknown-module",
          "there is no module `" + word + "`",
          hints.toArray(String[]::new));
      return;
    }
    List<String> hints =
        haveModule
            ? Suggest.hint(word, keywords)
            : Instead.hints(word, sorted(Stream.concat(modules.stream(), keywords.stream())));
    problems.error(
        key.span(),
        haveModule ? "unknown-keyword" : "unknown-module",
        haveModule
            ? level.article() + " has no keyword `" + word + "`"
            : "there is no module or keyword `" + word + "`",
        hints.toArray(String[]::new));
  }

  private static List<String> sorted(Stream<String> names) {
    return names.sorted().toList();
  }

  private Optional<Call> call(Node.Entry use, Optional<Node.Entry> more) {
    String name = module(use.key().text(), modules).orElseThrow();
    Node value = use.value();
    if (value instanceof Node.Sequence) {
      problems.error(
          Shapes.beginning(value),
          "wrong-kind",
          "the arguments of `" + name + "` are a mapping, and this is a list",
          "leave out the `- ` before each name");
      return Optional.empty();
    }
    boolean text = value instanceof Node.Scalar && !value.isNull();
    if (text && ((Node.Scalar) value).isBroken()) return Optional.empty();
    Optional<Node.Scalar> freeForm = text ? Optional.of((Node.Scalar) value) : Optional.empty();
    Span place = value.isNull() ? use.key().span() : value.span();
    List<Node.Entry> args = new ArrayList<>(Task.entries(Optional.of(value)));
    for (Node.Entry entry : Task.entries(more.map(Node.Entry::value))) add(args, entry);
    return Optional.of(new Call(use.key(), name, freeForm, new Node.Mapping(place, args)));
  }

  private void add(List<Node.Entry> args, Node.Entry entry) {
    Optional<Node.Entry> first =
        args.stream().filter(a -> a.key().text().equals(entry.key().text())).findFirst();
    if (first.isEmpty()) {
      args.add(entry);
      return;
    }
    problems.error(
        entry.key().span(),
        "duplicate-key",
        "`" + entry.key().text() + "` is given twice",
        "the first one is at " + first.get().key().span());
  }
}
