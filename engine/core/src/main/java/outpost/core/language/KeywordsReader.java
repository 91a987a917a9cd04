package outpost.core.language;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import outpost.core.source.Node;
import outpost.core.source.Problems;

/** Sorts the keys of a play or a task into keywords, what is refused, and the rest. */
final class KeywordsReader {
  private final Map<Keyword, Node.Entry> known = new EnumMap<>(Keyword.class);
  private final List<Node.Entry> rest = new ArrayList<>();
  private final Level level;
  private boolean refusedAny;
  private boolean refusedModule;

  /** Reads the keys; the value of a wrong keyword is told and left out. */
  KeywordsReader(Node.Mapping written, Level level, Problems problems) {
    this.level = level;
    for (Node.Entry entry : written.entries()) {
      Optional<Keyword> keyword = Keyword.of(entry.key().text());
      Optional<Refused> refused = Refused.of(entry.key().text());
      if (keyword.isPresent() && !isModule(keyword.get(), entry, level)) {
        add(keyword.get(), entry, level, problems);
      } else if (refused.isPresent() && refused.get().levels().contains(level)) {
        refused.get().tell(entry.key(), problems);
        refusedAny = true;
        refusedModule |= refused.get().module();
      } else {
        rest.add(entry);
      }
    }
  }

  Keywords keywords(Optional<Keywords> around) {
    return new Keywords(level, known, around);
  }

  Optional<Node.Entry> entry(Keyword keyword) {
    return Optional.ofNullable(known.get(keyword));
  }

  /** Returns the keys that are no keywords: a task's module, and what is misspelt. */
  List<Node.Entry> rest() {
    return rest;
  }

  /** Whether some word of Ansible's is told to be refused, which others may depend on. */
  boolean refusedAny() {
    return refusedAny;
  }

  /** Whether a word stood for the module that is told already. */
  boolean refusedModule() {
    return refusedModule;
  }

  private void add(Keyword keyword, Node.Entry entry, Level level, Problems problems) {
    if (!keyword.fits(level)) {
      misplaced(keyword, entry.key(), level, problems);
      return;
    }
    Problems found = new Problems();
    keyword.shape().check(entry.key(), entry.value(), found);
    problems.addAll(found);
    if (!found.hasErrors() && !broken(entry.value())) known.put(keyword, entry);
  }

  private static void misplaced(Keyword keyword, Node.Scalar key, Level level, Problems problems) {
    String where =
        keyword.levels().stream().map(Level::article).collect(Collectors.joining(" or "));
    problems.error(
        key.span(),
        "misplaced-keyword",
        "`" + keyword.word() + "` is no keyword of " + level.article(),
        "it belongs to " + where);
  }

  /** What switches reading facts on in a play is a module in a task. */
  private static boolean isModule(Keyword keyword, Node.Entry entry, Level level) {
    return keyword == Keyword.GATHER_FACTS
        && (level == Level.TASK || level == Level.HANDLER)
        && (entry.value() instanceof Node.Mapping || entry.value().isNull());
  }

  private static boolean broken(Node node) {
    return node instanceof Node.Scalar scalar && scalar.isBroken();
  }
}
