package outpost.core.program;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import outpost.core.language.Call;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Suggest;
import outpost.core.template.Template;
import outpost.core.template.Templates;

/** Reads the steps that the engine takes itself. */
public final class EngineSteps {
  private static final Map<String, List<String>> ARGS =
      Map.of(
          "assert", List.of("that", "fail_msg", "msg", "success_msg", "quiet"),
          "debug", List.of("msg", "var"),
          "fail", List.of("msg"),
          "meta", List.of("flush_handlers"),
          "set_fact", List.of());

  /** The names of all of them. */
  public static final Set<String> NAMES = new TreeSet<>(ARGS.keySet());

  private final Templates templates;
  private final Problems problems;

  EngineSteps(Templates templates, Problems problems) {
    this.templates = templates;
    this.problems = problems;
  }

  /** Reads one; empty if something in it is wrong, which is reported. */
  Optional<Use> read(Call call) {
    if (call.module().equals("meta")) return meta(call);
    if (call.text().isPresent()) {
      problems.error(
          call.text().get().span(),
          "wrong-type",
          "`" + call.module() + "` takes a mapping of arguments",
          "write each argument on a line of its own");
      return Optional.empty();
    }
    if (call.module().equals("set_fact")) return setFact(call);
    if (!knowsAll(call)) return Optional.empty();
    return switch (call.module()) {
      case "assert" -> assertion(call);
      case "debug" -> debug(call);
      default ->
          Optional.of(
              new Use.Fail(
                  argument(call, "msg").orElseGet(() -> text(call, "failed as requested"))));
    };
  }

  private boolean knowsAll(Call call) {
    List<String> names = ARGS.get(call.module());
    boolean all = true;
    for (Node.Entry entry : call.args().entries()) {
      String name = entry.key().text();
      if (names.contains(name)) continue;
      all = false;
      problems.error(
          entry.key().span(),
          "unknown-argument",
          "`" + call.module() + "` has no argument `" + name + "`",
          Suggest.nearest(name, names)
              .map(near -> "did you mean `" + near + "`?")
              .orElse("its arguments are: " + String.join(", ", names)));
    }
    return all;
  }

  private Optional<Use> meta(Call call) {
    if (call.text().filter(text -> text.text().equals("flush_handlers")).isPresent()) {
      return Optional.of(new Use.FlushHandlers());
    }
    problems.error(
        call.text().map(Node.Scalar::span).orElse(call.written().span()),
        "not-supported",
        "of `meta` only `flush_handlers` is supported yet",
        "write `meta: flush_handlers`");
    return Optional.empty();
  }

  private Optional<Use> setFact(Call call) {
    if (call.args().entries().isEmpty()) {
      problems.error(
          call.written().span(),
          "missing-argument",
          "`set_fact` needs at least one variable",
          "write it below as `name: value`");
      return Optional.empty();
    }
    for (Node.Entry entry : call.args().entries()) {
      if (entry.key().text().equals("cacheable")) {
        problems.error(
            entry.key().span(),
            "not-supported",
            "`cacheable` is not supported yet",
            "drop it: a fact that is set lasts for the run");
        return Optional.empty();
      }
    }
    return Optional.of(new Use.SetFact((Template.Fields) templates.compile(call.args(), problems)));
  }

  private Optional<Use> assertion(Call call) {
    Optional<Node> that = call.args().get("that");
    if (that.isEmpty()) {
      problems.error(
          call.written().span(),
          "missing-argument",
          "`assert` needs `that`",
          "give it one condition or a list of them");
      return Optional.empty();
    }
    return Optional.of(
        new Use.Assert(
            templates.condition(that.get(), problems),
            argument(call, "fail_msg").or(() -> argument(call, "msg")),
            isQuiet(call) ? Optional.empty() : argument(call, "success_msg")));
  }

  private static boolean isQuiet(Call call) {
    return call.args().get("quiet").orElse(null) instanceof Node.Scalar quiet
        && quiet.truth().orElse(false);
  }

  private Optional<Use> debug(Call call) {
    Optional<Node> variable = call.args().get("var");
    if (variable.isPresent() && call.args().get("msg").isPresent()) {
      problems.error(
          call.written().span(),
          "bad-argument",
          "`debug` takes either `msg` or `var`, not both",
          "drop one of them");
      return Optional.empty();
    }
    if (variable.isPresent() && variable.get() instanceof Node.Scalar name) {
      String text = name.isTemplate() ? name.text() : "${" + name.text() + "}";
      Node.Scalar expression = new Node.Scalar(name.span(), text, name.plain(), name.tag());
      return Optional.of(new Use.Debug(templates.compile(expression, problems)));
    }
    return Optional.of(
        new Use.Debug(argument(call, "msg").orElseGet(() -> text(call, "Hello world!"))));
  }

  private Optional<Template> argument(Call call, String name) {
    return call.args().get(name).map(node -> templates.compile(node, problems));
  }

  private Template text(Call call, String text) {
    return templates.compile(
        new Node.Scalar(call.written().span(), text, false, Node.Scalar.RAW), problems);
  }
}
