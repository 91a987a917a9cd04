package outpost.core.program;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import outpost.api.Secret;
import outpost.core.event.Prompter;
import outpost.core.language.Keyword;
import outpost.core.language.Play;
import outpost.core.program.VarLevel.Rank;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Span;
import outpost.core.source.Suggest;
import outpost.core.template.Scope;
import outpost.core.template.Template;
import outpost.core.template.Unknown;

/**
 * What the plays of a run ask the user by {@code vars_prompt}, each once. Until they are asked the
 * answers are unknown.
 */
final class Questions {
  private static final int TRIES = 3;
  private static final List<String> KEYS =
      List.of("name", "prompt", "default", "private", "confirm", "unsafe");
  private static final Set<String> OF_HASHES = Set.of("encrypt", "salt", "salt_size");

  private final Set<String> given;
  private final Consumer<Secret> secrets;
  private final Map<Span, Question> open = new LinkedHashMap<>();
  private final Map<Span, Object> answers = new LinkedHashMap<>();

  private record Question(
      Node.Scalar name, String text, Optional<Template> otherwise, boolean hidden, boolean twice) {}

  /**
   * @param given variables of the command line, which are not asked for
   * @param secrets is given answers that are not to be shown
   */
  Questions(Set<String> given, Consumer<Secret> secrets) {
    this.given = given;
    this.secrets = secrets;
  }

  /** Whether there are any that were not asked yet. */
  boolean areOpen() {
    return open.keySet().stream().anyMatch(place -> !answers.containsKey(place));
  }

  /** Returns the variables that a play asks for. */
  VarLevel of(Play play, Binder binder, Scope scope, Problems problems) {
    Map<String, Object> vars = new LinkedHashMap<>();
    Optional<Node> written = play.keywords().own(Keyword.VARS_PROMPT);
    if (written.isPresent() && written.get() instanceof Node.Sequence list) {
      for (Node item : list.items()) {
        Optional<Question> question = question(item, binder, scope, problems);
        if (question.isEmpty() || given.contains(question.get().name().text())) continue;
        Node.Scalar name = question.get().name();
        open.putIfAbsent(name.span(), question.get());
        vars.put(name.text(), answers.getOrDefault(name.span(), Unknown.ANY));
      }
    }
    return new VarLevel(Rank.PROMPTED, vars);
  }

  private Optional<Question> question(Node item, Binder binder, Scope scope, Problems problems) {
    if (!(item instanceof Node.Mapping written)) {
      problems.error(
          item.span(),
          "wrong-kind",
          "each item of `vars_prompt` is a mapping, and this is " + item.kind(),
          "write `- name: …` and `prompt: …`");
      return Optional.empty();
    }
    for (Node.Entry entry : written.entries()) unknown(entry.key(), problems);
    if (!(written.get("name").orElse(null) instanceof Node.Scalar name) || name.isNull()) {
      problems.error(
          written.span(),
          "missing-argument",
          "this names no variable",
          "add `name:` with the variable that the answer goes to");
      return Optional.empty();
    }
    if (!name.text().matches("[A-Za-z_][A-Za-z0-9_]*")) {
      problems.error(
          name.span(),
          "bad-variable-name",
          "`" + name.text() + "` cannot be the name of a variable",
          "names are letters, digits and `_`, and begin with no digit");
      return Optional.empty();
    }
    Optional<Node.Scalar> prompt =
        written
            .get("prompt")
            .filter(n -> n instanceof Node.Scalar && !n.isNull())
            .map(Node.Scalar.class::cast);
    String text = prompt.flatMap(p -> binder.text(p, scope)).orElse(name.text());
    return Optional.of(
        new Question(
            name,
            text.strip(),
            written.get("default").filter(n -> !n.isNull()).map(binder::compile),
            isOn(written, "private", true, problems),
            isOn(written, "confirm", false, problems)));
  }

  private static void unknown(Node.Scalar key, Problems problems) {
    if (KEYS.contains(key.text())) return;
    if (OF_HASHES.contains(key.text())) {
      problems.error(
          key.span(),
          "unsupported-keyword",
          "`" + key.text() + "` is not supported: an answer stays as it was typed",
          "make a hash of it where it is used: `${name?password_hash('sha512')}`");
      return;
    }
    problems.error(
        key.span(),
        "unknown-keyword",
        "`vars_prompt` has no `" + key.text() + "`",
        Suggest.nearest(key.text(), KEYS)
            .map(near -> "did you mean `" + near + "`?")
            .orElse("there are " + String.join(", ", KEYS)));
  }

  private static boolean isOn(
      Node.Mapping written, String key, boolean otherwise, Problems problems) {
    Optional<Node> node = written.get(key).filter(n -> !n.isNull());
    if (node.isEmpty()) return otherwise;
    if (node.get() instanceof Node.Scalar flag && flag.truth().isPresent()) {
      return flag.truth().get();
    }
    problems.error(
        node.get().span(),
        "wrong-kind",
        "`" + key + "` takes `yes` or `no`, and this is " + node.get().kind());
    return otherwise;
  }

  /** Asks all that are open; what cannot be asked is told. */
  void ask(Prompter prompter, Problems problems) {
    List<Question> all = new ArrayList<>(open.values());
    for (Question question : all) {
      Span place = question.name().span();
      if (answers.containsKey(place)) continue;
      ask(question, prompter, problems).ifPresent(answer -> answers.put(place, answer));
    }
  }

  private Optional<Object> ask(Question question, Prompter prompter, Problems problems) {
    for (int i = 0; i < TRIES; i++) {
      Optional<Secret> typed = typed(question, "", prompter);
      if (typed.isEmpty()) return unasked(question, problems);
      if (typed.get().isEmpty() && question.otherwise().isPresent()) {
        return Optional.of(otherwise(question));
      }
      boolean same = !question.twice() || typed(question, "again, ", prompter).equals(typed);
      if (same) return Optional.of(answer(question, typed.get()));
    }
    problems.error(
        question.name().span(),
        "unequal-answers",
        "`" + question.name().text() + "` was typed differently each time");
    return Optional.empty();
  }

  private static Optional<Secret> typed(Question question, String before, Prompter prompter) {
    if (!prompter.isAnybodyThere()) return Optional.empty();
    String prompt = prompt(question, before);
    return question.hidden() ? prompter.askSecretly(prompt) : prompter.ask(prompt).map(Secret::of);
  }

  /** What is not to be seen while it is typed is not to be seen where it is written either. */
  private Object otherwise(Question question) {
    Template template = question.otherwise().orElseThrow();
    if (!question.hidden() || !(template instanceof Template.Leaf leaf)) return template;
    if (leaf.constant()) {
      Secret secret = Secret.of(leaf.text());
      secrets.accept(secret);
      return secret;
    }
    return leaf.sealed();
  }

  private Object answer(Question question, Secret typed) {
    if (!question.hidden()) return typed.revealText(); // it was typed for all to see
    secrets.accept(typed);
    return typed;
  }

  private Optional<Object> unasked(Question question, Problems problems) {
    if (question.otherwise().isPresent()) return Optional.of(otherwise(question));
    String name = question.name().text();
    problems.error(
        question.name().span(),
        "no-terminal",
        "there is no terminal to ask for `" + name + "`",
        "`-e " + name + "=VALUE` gives it");
    return Optional.empty();
  }

  private static String prompt(Question question, String before) {
    String text = before + question.text();
    boolean shows =
        !question.hidden()
            && question.otherwise().orElse(null) instanceof Template.Leaf leaf
            && leaf.constant();
    String otherwise =
        shows ? " [" + ((Template.Leaf) question.otherwise().get()).text() + "]" : "";
    boolean ends = text.matches("(?s).*[:?]");
    return text + otherwise + (ends && otherwise.isEmpty() ? " " : ": ");
  }
}
