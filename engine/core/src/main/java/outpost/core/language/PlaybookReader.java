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
  private final Problems problems;

  PlaybookReader(Set<String> modules, Problems problems) {
    this.modules = modules;
    this.problems = problems;
  }

  Playbook read(Source source) {
    Optional<Node> root = Yaml.read(source.asCode(), problems);
    if (root.isEmpty()) return new Playbook(source, List.of());
    return new Playbook(source, plays(source, root.get()));
  }

  private List<Play> plays(Source source, Node root) {
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
    List<Play> plays = new ArrayList<>();
    for (Node item : list.items()) play(item).ifPresent(plays::add);
    return plays;
  }

  private Optional<Play> play(Node item) {
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
    if (imported.isPresent()) {
      problems.error(
          imported.get().key().span(),
          "unsupported-keyword",
          "`import_playbook` is not supported yet",
          "name both playbooks on the command line, or write the plays here");
      return Optional.empty();
    }
    return Optional.of(play(written));
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
    Keywords keywords = reader.keywords(Optional.empty());
    TaskReader tasks = new TaskReader(modules, keywords, problems);
    TaskReader handlers = new TaskReader(modules, keywords, problems);
    Play play =
        new Play(
            written,
            keywords,
            tasks.read(keywords.own(Keyword.PRE_TASKS), Level.TASK),
            tasks.read(keywords.own(Keyword.TASKS), Level.TASK),
            tasks.read(keywords.own(Keyword.POST_TASKS), Level.TASK),
            handlers.read(keywords.own(Keyword.HANDLERS), Level.HANDLER));
    new Handlers(play.handlers(), handlers.incomplete()).check(play, problems);
    return play;
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
