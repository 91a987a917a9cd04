package outpost.core.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Span;
import outpost.core.source.Suggest;
import outpost.core.source.Yaml;

/** Reads plays. */
final class PlaybookReader {
  private final Set<String> modules;
  private final Optional<Keywords> around;
  private final Problems problems;

  PlaybookReader(Set<String> modules, Optional<Keywords> around, Problems problems) {
    this.modules = modules;
    this.around = around;
    this.problems = problems;
  }

  Playbook read(Source source) {
    Optional<Node> root = Yaml.read(source.asCode(), problems);
    if (root.isEmpty()) return new Playbook(source, List.of());
    return new Playbook(source, entries(source, root.get()));
  }

  private List<Playbook.Entry> entries(Source source, Node root) {
    if (root.isNull() || root instanceof Node.Sequence none && none.items().isEmpty()) {
      problems.error("no-plays", "`" + source.name() + "` holds no plays");
      return List.of();
    }
    if (!(root instanceof Node.Sequence list)) {
      boolean play = root instanceof Node.Mapping map && map.get("hosts").isPresent();
      Span place = Shapes.beginning(root);
      String hint =
          play ? "begin the play with `- `: `- hosts: …`" : "a play begins with `- hosts: …`";
      problems.error(
          place,
          "not-a-playbook",
          "a playbook is a list of plays, and this is " + root.kind(),
          hint);
      return List.of();
    }
    List<Playbook.Entry> entries = new ArrayList<>();
    for (Node item : list.items()) entry(item).ifPresent(entries::add);
    return entries;
  }

  private Optional<Playbook.Entry> entry(Node item) {
    if (!(item instanceof Node.Mapping written) || written.entries().isEmpty()) {
      problems.error(
          Shapes.beginning(item),
          "not-a-play",
          "a play is a mapping, and this is " + item.kind(),
          "a play begins with `- hosts: …`");
      return Optional.empty();
    }
    Optional<Node.Entry> imported =
        written.entry("import_playbook").or(() -> written.entry("ansible.builtin.import_playbook"));
    if (imported.isPresent()) return imported(written, imported.get());
    return Optional.of(play(written));
  }

  private Optional<Playbook.Entry> imported(Node.Mapping written, Node.Entry imported) {
    KeywordsReader reader = new KeywordsReader(written, Level.IMPORT, problems);
    for (Node.Entry unknown : reader.rest()) {
      if (unknown == imported) continue;
      problems.error(
          unknown.key().span(),
          "unknown-keyword",
          "an imported playbook has no keyword `" + unknown.key().text() + "`",
          Suggest.hint(unknown.key().text(), Keyword.words(Level.IMPORT)).toArray(String[]::new));
    }
    if (imported.value() instanceof Node.Scalar file && !file.isNull()) {
      return Optional.of(new PlaybookImport(file, reader.keywords(around)));
    }
    problems.error(
        Shapes.beginning(imported.value()),
        "wrong-kind",
        "`import_playbook` takes the name of a file, and this is " + imported.value().kind());
    return Optional.empty();
  }

  private Play play(Node.Mapping written) {
    KeywordsReader reader = new KeywordsReader(written, Level.PLAY, problems);
    for (Node.Entry unknown : reader.rest()) unknown(unknown.key());
    if (written.get("hosts").isEmpty()) {
      problems.error(
          Shapes.beginning(written),
          "no-hosts",
          "this play names no hosts",
          "add `hosts:` with a host, a group or `all`");
    }
    Keywords keywords = reader.keywords(around);
    TaskReader tasks = new TaskReader(modules, keywords, problems);
    return new Play(
        written,
        keywords,
        new RolesReader(keywords, problems).read(keywords.own(Keyword.ROLES)),
        tasks.read(keywords.own(Keyword.PRE_TASKS), Level.TASK),
        tasks.read(keywords.own(Keyword.TASKS), Level.TASK),
        tasks.read(keywords.own(Keyword.POST_TASKS), Level.TASK),
        tasks.read(keywords.own(Keyword.HANDLERS), Level.HANDLER));
  }

  private void unknown(Node.Scalar key) {
    String word = key.text();
    if (TaskReader.module(word, modules).isPresent()) {
      problems.error(
          key.span(),
          "misplaced-module",
          "`" + word + "` is a module, and a play holds modules in its tasks",
          "write it into `tasks:`, after `- `");
      return;
    }
    List<String> hints =
        Refused.of(word).isPresent() || !Suggest.hint(word, Keyword.words(Level.PLAY)).isEmpty()
            ? Suggest.hint(word, Keyword.words(Level.PLAY))
            : Suggest.hint(word, List.copyOf(modules));
    problems.error(
        key.span(),
        "unknown-keyword",
        "a play has no keyword `" + word + "`",
        hints.toArray(String[]::new));
  }
}
