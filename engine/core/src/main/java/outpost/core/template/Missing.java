package outpost.core.template;

import freemarker.core.Bridge;
import freemarker.template.TemplateException;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateSequenceModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import outpost.api.Problem;
import outpost.core.source.Suggest;

/** Says that something has no value, and what may have been meant. */
final class Missing {
  private final Seen seen;

  Missing(Seen seen) {
    this.seen = seen;
  }

  /** Returns whether a part without a value names something that is defined as null. */
  boolean isNull(Term term) {
    return isNull(term.peeled(), List.of());
  }

  boolean isNull(Term term, List<Bridge.Local> locals) {
    return switch (term.kind()) {
      case NAME ->
          Seen.isBound(term.name(), locals)
              || seen.look().names().contains(term.name())
                  && seen.look().whyMissing(term.name()).isEmpty();
      case FIELD, INDEX -> {
        String key = seen.key(term, locals);
        yield key != null
            && Seen.keys(seen.value(term.part(0), locals)).contains(key)
            && seen.look().whyMissing(key).isEmpty();
      }
      case PARENTHESES -> isNull(term.part(0), locals);
      default -> false;
    };
  }

  /** Says that a part has no value. */
  EvaluationFailed missing(Term part, List<Bridge.Local> locals) {
    Term term = part.peeled();
    String text = seen.expr().text(term).strip();
    Optional<EvaluationFailed> inner = whyMissing(term, locals);
    if (inner.isPresent()) return neededBy(inner.get(), term);
    if (isNull(term, locals)) {
      return told(term, "`" + text + "` is null", List.of("give a default: `" + text + "!'…'`"));
    }
    List<String> hints = new ArrayList<>();
    String more = "";
    switch (term.kind()) {
      case NAME -> hints.addAll(nameHints(term, locals));
      case FIELD ->
          hints.addAll(Suggest.hint(term.name(), Seen.keys(seen.value(term.part(0), locals))));
      case INDEX -> {
        String key = seen.key(term, locals);
        TemplateModel target = seen.value(term.part(0), locals);
        if (key != null) hints.addAll(Suggest.hint(key, Seen.keys(target)));
        else
          more =
              size(
                  seen.expr().text(term.part(0)), target, hints, seen.expr().operand(term.part(0)));
      }
      case BUILT_IN -> {
        hints.add("give a default: `(" + text + ")!'…'`");
        return told(term, "`" + text + "` has no value here", hints);
      }
      default -> {
        hints.add("give a default: `(" + text + ")!'…'`");
        return told(term, "`" + text + "` has no value", hints);
      }
    }
    defaultAround(term).ifPresent(hints::add);
    if (hints.isEmpty()) hints.add("if it may be missing give a default: `" + text + "!'…'`");
    return told(term, "`" + text + "` is not defined" + more, hints);
  }

  private static String size(
      String name, TemplateModel target, List<String> hints, String operand) {
    try {
      if (target instanceof TemplateSequenceModel row) {
        hints.add("the last one is `" + operand + "?last`");
        int size = row.size();
        return ": `" + name + "` has " + size + (size == 1 ? " item" : " items");
      }
    } catch (TemplateException | UnknownValue e) {
      return "";
    }
    return "";
  }

  private List<String> nameHints(Term term, List<Bridge.Local> locals) {
    Set<String> names = new TreeSet<>(seen.look().names());
    locals.forEach(local -> names.add(local.name()));
    List<String> hints = new ArrayList<>(Suggest.hint(term.name(), names));
    if (Set.of("yes", "no", "on", "off").contains(term.name())) {
      hints.add("in expressions it is `true` and `false`");
    } else if (Set.of("none", "None", "null").contains(term.name())) {
      hints.add("to ask whether `x` has a value write `x??`");
    } else if (Set.of("True", "False").contains(term.name())) {
      hints.add("write `" + term.name().toLowerCase(Locale.ROOT) + "`");
    } else if (seen.expr().text().matches("\\w+\\[[@*]]")) {
      hints.add(SyntaxError.shellHint(seen.expr().text()));
    } else if (term.name().matches("[A-Z_][A-Z0-9_]*")) {
      String name = term.name();
      hints.add(
          "for the shell's own variable write `$"
              + name
              + (isInFile(term)
                  ? "` or `${r'${" + name + "}'}`"
                  : "` or `$${" + name + "}`, or tag the text `!raw`"));
    }
    return hints;
  }

  /** The text of an expression in a file is all of the file. */
  private boolean isInFile(Term term) {
    return seen.expr().text().startsWith("${", term.from() - 2);
  }

  /** {@code a.b.c!'x'} allows for its last step only; says so where another one is missing. */
  private Optional<String> defaultAround(Term missing) {
    List<String> hints = new ArrayList<>();
    seen.expr()
        .term()
        .walk(
            term -> {
              if (!Culprit.isTolerant(term) || term.part(0).is(Term.Kind.PARENTHESES)) return;
              Term left = term.part(0);
              if (left.from() > missing.from() || missing.to() > left.to()) return;
              String all = "(" + seen.expr().text(left) + ")" + behind(term, left);
              hints.add(
                  "only its last step may be missing; to allow for any step write `" + all + "`");
            });
    return hints.stream().findFirst();
  }

  /** Returns what follows the left side; a function's arguments become those of a built-in. */
  private String behind(Term term, Term left) {
    int end = Math.min(term.to(), seen.expr().text().length());
    String rest = seen.expr().text().substring(left.to(), end);
    if (!term.isFunction()) return rest;
    boolean alone = term.parts().size() == 1;
    return "?" + term.name() + (alone ? "" : "(" + rest.replaceFirst("^\\s*,\\s*", ""));
  }

  private Optional<EvaluationFailed> whyMissing(Term term, List<Bridge.Local> locals) {
    return switch (term.kind()) {
      case NAME ->
          Seen.isBound(term.name(), locals)
              ? Optional.empty()
              : seen.look().whyMissing(term.name());
      case FIELD, INDEX -> {
        String key = seen.key(term, locals);
        yield key == null ? Optional.empty() : seen.look().whyMissing(key);
      }
      default -> Optional.empty();
    };
  }

  private EvaluationFailed neededBy(EvaluationFailed inner, Term term) {
    List<String> hints = new ArrayList<>(inner.problem().hints());
    hints.add(
        "`" + seen.expr().text(term).strip() + "` at " + seen.expr().span(term) + " needs it");
    Problem problem = new Problem(inner.problem().id(), inner.problem().message(), hints);
    return new EvaluationFailed(problem, inner.span(), true);
  }

  private EvaluationFailed told(Term term, String what, List<String> hints) {
    return new EvaluationFailed(
        new Problem("undefined-variable", what, hints), seen.expr().span(term), true);
  }
}
