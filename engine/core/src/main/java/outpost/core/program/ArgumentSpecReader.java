package outpost.core.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.core.program.ArgumentSpec.Option;
import outpost.core.program.ArgumentSpec.Rule;
import outpost.core.program.ArgumentSpec.Type;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Suggest;

/** Reads specifications of arguments; what is wrong in them is told. */
final class ArgumentSpecReader {
  private static final List<String> RULES =
      List.of(
          "mutually_exclusive",
          "required_together",
          "required_one_of",
          "required_if",
          "required_by");

  /** Words about an entry point that only people read. */
  private static final Set<String> ABOUT =
      Set.of(
          "short_description",
          "description",
          "author",
          "version_added",
          "notes",
          "seealso",
          "examples",
          "requirements",
          "todo",
          "attributes",
          "deprecated");

  /** Words about an argument that only people read; what is deprecated is for them to know. */
  private static final Set<String> ABOUT_OPTION =
      Set.of(
          "description",
          "version_added",
          "author",
          "default",
          "deprecated_aliases",
          "removed_in_version",
          "removed_at_date",
          "removed_from_collection");

  private static final List<String> OPTION =
      List.of(
          "type",
          "required",
          "default",
          "choices",
          "elements",
          "options",
          "aliases",
          "no_log",
          "description",
          "version_added");

  private final Problems problems;

  ArgumentSpecReader(Problems problems) {
    this.problems = problems;
  }

  /** Reads what an entry point of a role takes. */
  ArgumentSpec entryPoint(Node.Scalar name, Node node) {
    Optional<Node.Mapping> written =
        mapping(node, "the entry point `" + name.text() + "` is a mapping");
    if (written.isEmpty()) return ArgumentSpec.NONE;
    List<String> known = new ArrayList<>(List.of("options", "description", "short_description"));
    known.addAll(RULES);
    for (Node.Entry entry : written.get().entries()) {
      String key = entry.key().text();
      if (known.contains(key) || ABOUT.contains(key)) continue;
      unknown(entry.key(), "an entry point", known);
    }
    return spec(written.get());
  }

  /** Reads what stands below {@code options}, and the rules beside it. */
  private ArgumentSpec spec(Node.Mapping written) {
    Map<String, Option> options = written.get("options").map(this::options).orElse(Map.of());
    return new ArgumentSpec(options, rules(written, options));
  }

  /** Reads arguments by name. */
  Map<String, Option> options(Node node) {
    Map<String, Option> options = new LinkedHashMap<>();
    Optional<Node.Mapping> written = mapping(node, "`options` is a mapping of arguments");
    if (written.isEmpty()) return options;
    for (Node.Entry entry : written.get().entries()) {
      option(entry).ifPresent(o -> options.put(o.name(), o));
    }
    return options;
  }

  private Optional<Option> option(Node.Entry entry) {
    String name = entry.key().text();
    Optional<Node.Mapping> found =
        mapping(entry.value(), "the specification of `" + name + "` is a mapping");
    if (found.isEmpty()) return Optional.empty();
    Node.Mapping written = found.get();
    List<String> known = new ArrayList<>(OPTION);
    known.addAll(RULES);
    for (Node.Entry word : written.entries()) {
      String key = word.key().text();
      if (known.contains(key) || ABOUT_OPTION.contains(key)) continue;
      if (key.equals("fallback") || key.equals("apply_defaults")) {
        problems.error(
            word.key().span(),
            "unsupported-keyword",
            "`" + key + "` is not supported for arguments of roles",
            "give it its value in the role's `defaults/main.yml`");
      } else {
        unknown(word.key(), "an argument's specification", known);
      }
    }
    boolean saysType = written.get("type").filter(n -> !n.isNull()).isPresent();
    Type type = type(written, "type").orElse(saysType ? Type.RAW : Type.STR);
    boolean typed = !saysType || type != Type.RAW;
    Optional<Type> elements = type(written, "elements");
    boolean nests =
        type == Type.DICT || type == Type.LIST && elements.equals(Optional.of(Type.DICT));
    if (written.entry("options").isPresent() && !nests && typed) {
      problems.error(
          written.entry("options").get().key().span(),
          "useless-keyword",
          "`options` says nothing of an argument of the type `" + type.word() + "`",
          "write `type: dict`, or `type: list` with `elements: dict`");
    }
    if (elements.isPresent() && type != Type.LIST && typed) {
      problems.error(
          written.entry("elements").get().key().span(),
          "useless-keyword",
          "`elements` says nothing of an argument of the type `" + type.word() + "`",
          "write `type: list`");
    }
    return Optional.of(
        new Option(
            name,
            entry.key().span(),
            type,
            elements,
            isOn(written, "required"),
            texts(written, "choices"),
            texts(written, "aliases"),
            isOn(written, "no_log"),
            description(written),
            written.get("options").isPresent() && nests
                ? Optional.of(spec(written))
                : Optional.empty()));
  }

  private Optional<Type> type(Node.Mapping written, String key) {
    Optional<Node> node = written.get(key).filter(n -> !n.isNull());
    if (node.isEmpty()) return Optional.empty();
    if (!(node.get() instanceof Node.Scalar word)) {
      wrong(node.get(), "`" + key + "` takes the name of a type");
      return Optional.empty();
    }
    Optional<Type> type = Type.of(word.text());
    List<String> words = Arrays.stream(Type.values()).map(Type::word).toList();
    if (type.isEmpty()) {
      problems.error(
          word.span(),
          "wrong-choice",
          "there is no type `" + word.text() + "`",
          Suggest.nearest(word.text(), words)
              .map(near -> "did you mean `" + near + "`?")
              .orElse("there are " + String.join(", ", words)));
    }
    return type;
  }

  private boolean isOn(Node.Mapping written, String key) {
    Optional<Node> node = written.get(key).filter(n -> !n.isNull());
    if (node.isEmpty()) return false;
    if (node.get() instanceof Node.Scalar flag && flag.truth().isPresent()) {
      return flag.truth().get();
    }
    wrong(node.get(), "`" + key + "` takes `yes` or `no`");
    return false;
  }

  private List<String> texts(Node.Mapping written, String key) {
    Optional<Node> node = written.get(key).filter(n -> !n.isNull());
    if (node.isEmpty()) return List.of();
    if (node.get() instanceof Node.Sequence list) return texts(list, "`" + key + "`");
    wrong(node.get(), "`" + key + "` takes a list");
    return List.of();
  }

  private List<String> texts(Node.Sequence list, String what) {
    List<String> texts = new ArrayList<>();
    for (Node item : list.items()) {
      if (item instanceof Node.Scalar text) texts.add(text.text());
      else wrong(item, what + " takes single values");
    }
    return texts;
  }

  private static String description(Node.Mapping written) {
    Optional<Node> node = written.get("description");
    Optional<Node> first =
        node.flatMap(
            n -> n instanceof Node.Sequence l ? l.items().stream().findFirst() : Optional.of(n));
    if (first.isEmpty() || first.get().isNull()) return "";
    if (!(first.get() instanceof Node.Scalar text)) return "";
    return text.text().strip().lines().findFirst().orElse("").replaceFirst("\\.$", "");
  }

  private List<Rule> rules(Node.Mapping written, Map<String, Option> options) {
    List<Rule> rules = new ArrayList<>();
    names(written, "mutually_exclusive", options)
        .forEach(n -> rules.add(new ArgumentSpec.Exclusive(n)));
    names(written, "required_together", options)
        .forEach(n -> rules.add(new ArgumentSpec.Together(n)));
    names(written, "required_one_of", options).forEach(n -> rules.add(new ArgumentSpec.OneOf(n)));
    written.get("required_if").ifPresent(node -> conditions(node, options, rules));
    written.get("required_by").ifPresent(node -> followers(node, options, rules));
    return rules;
  }

  /** Reads a list of lists of names; one such list may stand alone. */
  private List<List<String>> names(Node.Mapping written, String key, Map<String, Option> options) {
    Optional<Node> node = written.get(key).filter(n -> !n.isNull());
    if (node.isEmpty()) return List.of();
    if (!(node.get() instanceof Node.Sequence list)) {
      wrong(node.get(), "`" + key + "` takes a list of lists of arguments");
      return List.of();
    }
    boolean alone = list.items().stream().allMatch(Node.Scalar.class::isInstance);
    List<List<String>> all = new ArrayList<>();
    for (Node one : alone ? List.<Node>of(list) : list.items()) {
      if (one instanceof Node.Sequence names) {
        List<String> known = known(names, key, options);
        if (!known.isEmpty()) all.add(known);
      } else {
        wrong(one, "`" + key + "` takes a list of lists of arguments");
      }
    }
    return all;
  }

  private List<String> known(Node.Sequence names, String key, Map<String, Option> options) {
    List<String> known = new ArrayList<>();
    for (Node name : names.items()) {
      if (!(name instanceof Node.Scalar text)) wrong(name, "`" + key + "` takes names");
      else if (isKnown(text, key, options)) known.add(text.text());
    }
    return known;
  }

  private boolean isKnown(Node.Scalar name, String key, Map<String, Option> options) {
    if (options.containsKey(name.text())) return true;
    problems.error(
        name.span(),
        "unknown-argument",
        "`" + key + "` names `" + name.text() + "`, which is no argument here",
        Suggest.hint(name.text(), List.copyOf(options.keySet())).toArray(String[]::new));
    return false;
  }

  private void conditions(Node node, Map<String, Option> options, List<Rule> rules) {
    if (!(node instanceof Node.Sequence list)) {
      wrong(node, "`required_if` takes a list of lists");
      return;
    }
    for (Node one : list.items()) {
      boolean right =
          one instanceof Node.Sequence parts
              && (parts.items().size() == 3 || parts.items().size() == 4)
              && parts.items().get(0) instanceof Node.Scalar
              && parts.items().get(1) instanceof Node.Scalar
              && parts.items().get(2) instanceof Node.Sequence;
      if (!right) {
        problems.error(
            one.span(),
            "wrong-kind",
            "each item of `required_if` is a list: an argument, its value, and what that needs",
            "such as `[state, present, [path]]`");
        continue;
      }
      List<Node> parts = ((Node.Sequence) one).items();
      Node.Scalar name = (Node.Scalar) parts.get(0);
      if (!isKnown(name, "required_if", options)) continue;
      boolean any =
          parts.size() == 4
              && parts.get(3) instanceof Node.Scalar flag
              && flag.truth().orElse(false);
      rules.add(
          new ArgumentSpec.If(
              name.text(),
              ((Node.Scalar) parts.get(1)).text(),
              known((Node.Sequence) parts.get(2), "required_if", options),
              any));
    }
  }

  private void followers(Node node, Map<String, Option> options, List<Rule> rules) {
    if (!(node instanceof Node.Mapping map)) {
      wrong(node, "`required_by` takes a mapping of an argument to those that it needs");
      return;
    }
    for (Node.Entry entry : map.entries()) {
      if (!isKnown(entry.key(), "required_by", options)) continue;
      Node.Sequence needed =
          entry.value() instanceof Node.Sequence list
              ? list
              : new Node.Sequence(entry.value().span(), List.of(entry.value()));
      rules.add(new ArgumentSpec.By(entry.key().text(), known(needed, "required_by", options)));
    }
  }

  private Optional<Node.Mapping> mapping(Node node, String what) {
    if (node instanceof Node.Mapping map) return Optional.of(map);
    if (node.isNull()) return Optional.of(new Node.Mapping(node.span(), List.of()));
    wrong(node, what);
    return Optional.empty();
  }

  private void wrong(Node node, String what) {
    if (node instanceof Node.Scalar scalar && scalar.isBroken()) return;
    problems.error(node.span(), "wrong-kind", what + ", and this is " + node.kind());
  }

  private void unknown(Node.Scalar key, String owner, List<String> known) {
    problems.error(
        key.span(),
        "unknown-keyword",
        owner + " has no `" + key.text() + "`",
        Suggest.nearest(key.text(), known)
            .map(near -> "did you mean `" + near + "`?")
            .orElse("there are " + String.join(", ", known)));
  }
}
