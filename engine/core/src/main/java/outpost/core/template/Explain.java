package outpost.core.template;

import freemarker.core.Bridge;
import freemarker.core.InvalidReferenceException;
import freemarker.core.NonBooleanException;
import freemarker.core.NonHashException;
import freemarker.core.NonMethodException;
import freemarker.core.NonNumericalException;
import freemarker.core.NonSequenceException;
import freemarker.core.NonSequenceOrCollectionException;
import freemarker.core.NonStringException;
import freemarker.core.StopException;
import freemarker.template.TemplateBooleanModel;
import freemarker.template.TemplateCollectionModel;
import freemarker.template.TemplateException;
import freemarker.template.TemplateHashModelEx;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelIterator;
import freemarker.template.TemplateNumberModel;
import freemarker.template.TemplateScalarModel;
import freemarker.template.TemplateSequenceModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import outpost.api.Problem;
import outpost.core.source.Span;
import outpost.core.source.Suggest;

/**
 * Says why an expression failed: one sentence made from the kind of failure, the smallest part that
 * fails, and the values there; and what to do. FreeMarker's own texts are never shown.
 */
final class Explain {
  private final Expr expr;
  private final Look look;

  Explain(Expr expr, Look look) {
    this.expr = expr;
    this.look = look;
  }

  EvaluationFailed failure(TemplateException failure) {
    return failure(expr.term(), failure);
  }

  /** Says why a part failed. */
  EvaluationFailed failure(Term part, TemplateException failure) {
    Culprit culprit = Culprit.find(look, part, List.of());
    if (culprit == null) culprit = new Culprit(part, List.of(), innermost(failure));
    if (culprit.isNothing()) return missing(culprit.term(), culprit.locals());
    if (culprit.failure() instanceof EvaluationFailed inner) return inner;
    return say(culprit, innermost((TemplateException) culprit.failure()));
  }

  private static TemplateException innermost(TemplateException failure) {
    TemplateException inner = failure;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof TemplateException e) inner = e;
    }
    return inner;
  }

  private EvaluationFailed say(Culprit culprit, TemplateException failure) {
    Term term = culprit.term();
    List<Bridge.Local> locals = culprit.locals();
    if (failure instanceof BadCall bad) {
      return badCall(term, locals, bad);
    }
    if (failure instanceof StopException stop) {
      return failed(term, "stopped", String.valueOf(stop.getMessage()), List.of());
    }
    Optional<Term> nothing = missingPart(term, locals);
    if (failure instanceof InvalidReferenceException) {
      return missing(nothing.orElse(term), locals);
    }
    if (nothing.isPresent()) return missing(nothing.get(), locals);
    if (failure instanceof NonBooleanException) return notBoolean(term, locals);
    if (failure instanceof NonHashException) return noFields(term, locals);
    if (failure instanceof NonStringException || isTextual(failure)) return notText(term, locals);
    if (failure instanceof NonNumericalException) return notNumber(term, locals);
    if (failure instanceof NonSequenceOrCollectionException
        || failure instanceof NonSequenceException) {
      return notList(term, locals);
    }
    if (failure instanceof NonMethodException) return notFunction(term, locals);
    return other(term, locals, failure);
  }

  private EvaluationFailed badCall(Term term, List<Bridge.Local> locals, BadCall bad) {
    Term at = bad.part() >= 0 && bad.part() < term.parts().size() ? term.part(bad.part()) : term;
    if (at != term && bad.part() > 0 && isMissing(at, locals)) return missing(at, locals);
    if (bad.isSecret()) return refusedSecret(term, at);
    return failed(at, "bad-call", bad.what(), bad.hints());
  }

  private static boolean isTextual(TemplateException failure) {
    return failure.getClass().getSimpleName().startsWith("NonString")
        || failure.getClass().getSimpleName().startsWith("NonMarkup");
  }

  private Optional<Term> missingPart(Term term, List<Bridge.Local> locals) {
    int first = Culprit.isTolerant(term) ? 1 : 0;
    for (int i = first; i < term.parts().size(); i++) {
      Term part = term.part(i);
      if (part.is(Term.Kind.INTERPOLATION)) part = part.part(0);
      if (part.is(Term.Kind.LAMBDA) || !part.node().isExpression()) continue;
      if (term.is(Term.Kind.LIST) || term.is(Term.Kind.MAP) || !isOptional(term, i)) {
        if (isMissing(part, locals)) return Optional.of(part);
      }
    }
    return Optional.empty();
  }

  private static boolean isOptional(Term term, int index) {
    return term.is(Term.Kind.BUILT_IN)
        && index > 0
        && Set.of("then", "switch").contains(term.name());
  }

  private boolean isMissing(Term term, List<Bridge.Local> locals) {
    try {
      return look.eval(term, locals) == null;
    } catch (TemplateException | UnknownValue | EvaluationFailed e) {
      return false;
    }
  }

  private TemplateModel value(Term term, List<Bridge.Local> locals) {
    try {
      return look.eval(term, locals);
    } catch (TemplateException | UnknownValue | EvaluationFailed e) {
      return null;
    }
  }

  /** Returns whether a part without a value names something that is defined as null. */
  boolean isNull(Term term) {
    return isNull(term.peeled(), List.of());
  }

  private boolean isNull(Term term, List<Bridge.Local> locals) {
    return switch (term.kind()) {
      case NAME ->
          isBound(term.name(), locals)
              || look.names().contains(term.name()) && look.whyMissing(term.name()).isEmpty();
      case FIELD, INDEX -> {
        String key = key(term, locals);
        yield key != null
            && keys(value(term.part(0), locals)).contains(key)
            && look.whyMissing(key).isEmpty();
      }
      case PARENTHESES -> isNull(term.part(0), locals);
      default -> false;
    };
  }

  private static boolean isBound(String name, List<Bridge.Local> locals) {
    return locals.stream().anyMatch(local -> local.name().equals(name));
  }

  private String key(Term step, List<Bridge.Local> locals) {
    if (step.is(Term.Kind.FIELD)) return step.name();
    try {
      return value(step.part(1), locals) instanceof TemplateScalarModel text
          ? text.getAsString()
          : null;
    } catch (TemplateException e) {
      return null;
    }
  }

  private static Collection<String> keys(TemplateModel model) {
    Set<String> keys = new TreeSet<>();
    if (!(model instanceof TemplateHashModelEx record)) return keys;
    try {
      TemplateModelIterator all = record.keys().iterator();
      while (all.hasNext()) keys.add(((TemplateScalarModel) all.next()).getAsString());
    } catch (TemplateException | UnknownValue e) {
      return keys;
    }
    return keys;
  }

  /** Says that a part has no value. */
  EvaluationFailed missing(Term part, List<Bridge.Local> locals) {
    Term term = part.peeled();
    String text = expr.text(term).strip();
    Optional<EvaluationFailed> inner = whyMissing(term, locals);
    if (inner.isPresent()) return neededBy(inner.get(), term);
    if (isNull(term, locals)) {
      return missing(term, "`" + text + "` is null", List.of("give a default: `" + text + "!'…'`"));
    }
    List<String> hints = new ArrayList<>();
    String more = "";
    switch (term.kind()) {
      case NAME -> hints.addAll(nameHints(term, locals));
      case FIELD -> hints.addAll(Suggest.hint(term.name(), keys(value(term.part(0), locals))));
      case INDEX -> {
        String key = key(term, locals);
        TemplateModel target = value(term.part(0), locals);
        if (key != null) hints.addAll(Suggest.hint(key, keys(target)));
        else more = size(expr.text(term.part(0)), target, hints, expr.operand(term.part(0)));
      }
      case BUILT_IN -> {
        hints.add("give a default: `(" + text + ")!'…'`");
        return missing(term, "`" + text + "` has no value here", hints);
      }
      default -> {
        hints.add("give a default: `(" + text + ")!'…'`");
        return missing(term, "`" + text + "` has no value", hints);
      }
    }
    defaultAround(term).ifPresent(hints::add);
    if (hints.isEmpty()) hints.add("if it may be missing give a default: `" + text + "!'…'`");
    return missing(term, "`" + text + "` is not defined" + more, hints);
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
    Set<String> names = new TreeSet<>(look.names());
    locals.forEach(local -> names.add(local.name()));
    List<String> hints = new ArrayList<>(Suggest.hint(term.name(), names));
    if (Set.of("yes", "no", "on", "off").contains(term.name())) {
      hints.add("in expressions it is `true` and `false`");
    } else if (Set.of("none", "None", "null").contains(term.name())) {
      hints.add("to ask whether `x` has a value write `x??`");
    } else if (Set.of("True", "False").contains(term.name())) {
      hints.add("write `" + term.name().toLowerCase(Locale.ROOT) + "`");
    } else if (term.name().matches("[A-Z_][A-Z0-9_]*")) {
      hints.add(
          "for the shell's own variable write `$" + term.name() + "` or `$${" + term.name() + "}`");
    }
    return hints;
  }

  /** {@code a.b.c!'x'} allows for its last step only; says so where another one is missing. */
  private Optional<String> defaultAround(Term missing) {
    List<String> hints = new ArrayList<>();
    expr.term()
        .walk(
            term -> {
              if (!Culprit.isTolerant(term) || term.part(0).is(Term.Kind.PARENTHESES)) return;
              Term left = term.part(0);
              if (left.from() > missing.from() || missing.to() > left.to()) return;
              int end = Math.min(term.to(), expr.text().length());
              String all = "(" + expr.text(left) + ")" + expr.text().substring(left.to(), end);
              hints.add(
                  "only its last step may be missing; to allow for any step write `" + all + "`");
            });
    return hints.stream().findFirst();
  }

  private Optional<EvaluationFailed> whyMissing(Term term, List<Bridge.Local> locals) {
    return switch (term.kind()) {
      case NAME -> isBound(term.name(), locals) ? Optional.empty() : look.whyMissing(term.name());
      case FIELD, INDEX -> {
        String key = key(term, locals);
        yield key == null ? Optional.empty() : look.whyMissing(key);
      }
      default -> Optional.empty();
    };
  }

  private EvaluationFailed neededBy(EvaluationFailed inner, Term term) {
    List<String> hints = new ArrayList<>(inner.problem().hints());
    hints.add("`" + expr.text(term).strip() + "` at " + expr.span(term) + " needs it");
    Problem problem = new Problem(inner.problem().id(), inner.problem().message(), hints);
    return new EvaluationFailed(problem, inner.span(), true);
  }

  /** Says that a condition is neither true nor false. */
  EvaluationFailed notBoolean(Term term, List<Bridge.Local> locals) {
    Term part = firstPart(term, locals, value -> !(value instanceof TemplateBooleanModel));
    TemplateModel value = value(part, locals);
    String operand = expr.operand(part);
    String hint =
        switch (Kinds.name(value)) {
          case "a list", "a map" -> "write `" + operand + "?has_content`";
          case "a number" -> "write `" + operand + " != 0`";
          case "a string" ->
              "write `" + operand + "?bool` (yes/no, true/false) or `" + operand + "?has_content`";
          default -> "compare it with something";
        };
    return failed(
        part,
        "not-boolean",
        "a condition must be true or false; `"
            + expr.text(part).strip()
            + "` is "
            + Kinds.describe(value),
        List.of(hint));
  }

  private EvaluationFailed noFields(Term term, List<Bridge.Local> locals) {
    Term target = term.part(0);
    TemplateModel value = value(target, locals);
    String what =
        term.is(Term.Kind.FIELD)
            ? "there is no `"
                + term.name()
                + "` in `"
                + expr.text(target)
                + "`: it is "
                + Kinds.describe(value)
            : "`" + expr.text(target) + "` has no fields: it is " + Kinds.describe(value);
    List<String> hints = new ArrayList<>();
    if (term.is(Term.Kind.FIELD)) {
      String builtIn = FIELD_HABITS.getOrDefault(term.name(), "");
      if (!builtIn.isEmpty()) hints.add("write `" + expr.operand(target) + builtIn + "`");
      else if (value instanceof TemplateSequenceModel) {
        hints.add(
            "for each item's: `" + expr.operand(target) + "?map(x -> x." + term.name() + ")`");
      }
    }
    return failed(term, "no-such-field", what, hints);
  }

  private static final Map<String, String> FIELD_HABITS =
      Map.ofEntries(
          Map.entry("split", "?split(',')"),
          Map.entry("strip", "?trim"),
          Map.entry("lower", "?lower_case"),
          Map.entry("upper", "?upper_case"),
          Map.entry("startswith", "?starts_with('…')"),
          Map.entry("endswith", "?ends_with('…')"),
          Map.entry("replace", "?replace('…', '…')"),
          Map.entry("splitlines", "?split(r'\\n', 'r')"),
          Map.entry("length", "?length"),
          Map.entry("size", "?size"),
          Map.entry("join", "?join(', ')"));

  private EvaluationFailed notText(Term term, List<Bridge.Local> locals) {
    if (term.is(Term.Kind.BUILT_IN) && term.name().equals("join")) return notTexts(term, locals);
    Term part = firstPart(term, locals, value -> !isText(value));
    TemplateModel value = value(part, locals);
    if (value instanceof Secrets.Model) return refusedSecret(term, part);
    return failed(
        part,
        "not-text",
        "`"
            + expr.text(part).strip()
            + "` is "
            + Kinds.describe(value)
            + ", but text is needed here",
        List.of(Kinds.toText(value, expr.operand(part))));
  }

  /** Not every item of a list that is joined is text. */
  private EvaluationFailed notTexts(Term term, List<Bridge.Local> locals) {
    Term list = term.part(0);
    for (TemplateModel item : Culprit.items(look, list, locals)) {
      if (isText(item)) continue;
      boolean secret = item instanceof Secrets.Model;
      String hint =
          secret
              ? "a secret can be joined with `+` or `\"${…}\"`"
              : "say what of it: `" + expr.operand(list) + "?map(x -> x.name)?join(', ')`";
      String what = "an item of `" + expr.text(list).strip() + "` is " + Kinds.name(item);
      return failed(term, "not-text", what + ", but `?join` needs text", List.of(hint));
    }
    return generic(term, locals);
  }

  private static boolean isText(TemplateModel value) {
    return value instanceof TemplateScalarModel
        || value instanceof TemplateNumberModel
        || value instanceof TemplateBooleanModel;
  }

  private EvaluationFailed refusedSecret(Term term, Term part) {
    String doing =
        term.is(Term.Kind.BUILT_IN)
            ? "`?" + term.name() + "`"
            : "`" + expr.text(term).strip() + "`";
    return failed(
        part,
        "secret-refused",
        doing + " cannot be done with `" + expr.text(part).strip() + "`, a secret",
        List.of("a secret can be joined with `+` or `\"${…}\"` and handed to an argument"));
  }

  private EvaluationFailed notNumber(Term term, List<Bridge.Local> locals) {
    Term part = firstPart(term, locals, value -> !(value instanceof TemplateNumberModel));
    TemplateModel value = value(part, locals);
    if (value instanceof Secrets.Model) return refusedSecret(term, part);
    List<String> hints =
        value instanceof TemplateScalarModel
            ? List.of("write `" + expr.operand(part) + "?number`")
            : List.of();
    return failed(
        part,
        "not-a-number",
        "`"
            + expr.text(part).strip()
            + "` is "
            + Kinds.describe(value)
            + ", but a number is needed here",
        hints);
  }

  private EvaluationFailed notList(Term term, List<Bridge.Local> locals) {
    Term part =
        firstPart(
            term,
            locals,
            value ->
                !(value instanceof TemplateSequenceModel)
                    && !(value instanceof TemplateCollectionModel));
    TemplateModel value = value(part, locals);
    if (value instanceof Secrets.Model) return refusedSecret(term, part);
    String operand = expr.operand(part);
    List<String> hints =
        switch (Kinds.name(value)) {
          case "a map" -> List.of("write `" + operand + "?keys` or `" + operand + "?dict2items`");
          case "a string" ->
              List.of("write `" + operand + "?split(',')`, or `[" + expr.text(part).strip() + "]`");
          default -> List.of("write `[" + expr.text(part).strip() + "]`");
        };
    return failed(
        part,
        "not-a-list",
        "`"
            + expr.text(part).strip()
            + "` is "
            + Kinds.describe(value)
            + ", but a list is needed here",
        hints);
  }

  private EvaluationFailed notFunction(Term term, List<Bridge.Local> locals) {
    Term target = term.part(0);
    String name = target.is(Term.Kind.FIELD) || target.is(Term.Kind.NAME) ? target.name() : "";
    List<String> hints = new ArrayList<>();
    if (target.is(Term.Kind.FIELD) && FIELD_HABITS.containsKey(name)) {
      hints.add("write `" + expr.operand(target.part(0)) + FIELD_HABITS.get(name) + "`");
    }
    return failed(
        target,
        "not-a-function",
        "`"
            + expr.text(target).strip()
            + "` is "
            + Kinds.describe(value(target, locals))
            + ", not a function",
        hints);
  }

  /** The kinds of terms that do something with the values of their parts. */
  private static final Set<Term.Kind> OPERATIONS =
      EnumSet.of(
          Term.Kind.AND,
          Term.Kind.OR,
          Term.Kind.NOT,
          Term.Kind.PLUS,
          Term.Kind.ARITHMETIC,
          Term.Kind.SIGN,
          Term.Kind.RANGE,
          Term.Kind.BUILT_IN,
          Term.Kind.TEXT,
          Term.Kind.MAP);

  private interface Test {
    boolean fits(TemplateModel value);
  }

  /** Returns the first part whose value fits, else the term itself. */
  private Term firstPart(Term term, List<Bridge.Local> locals, Test test) {
    if (!OPERATIONS.contains(term.kind())) return term;
    for (Term part : term.parts()) {
      Term inner = part.is(Term.Kind.INTERPOLATION) ? part.part(0) : part;
      if (inner.is(Term.Kind.LAMBDA) || !inner.node().isExpression()) continue;
      TemplateModel value = value(inner, locals);
      if (value != null && test.fits(value)) return inner;
      if (term.is(Term.Kind.BUILT_IN)) break;
    }
    return term;
  }

  private EvaluationFailed other(Term term, List<Bridge.Local> locals, TemplateException failure) {
    for (Term part : term.parts()) {
      if (part.node().isExpression()
          && !part.is(Term.Kind.LAMBDA)
          && value(part, locals) instanceof Secrets.Model) {
        return refusedSecret(term, part);
      }
    }
    return switch (term.kind()) {
      case COMPARE -> comparison(term, locals);
      case ARITHMETIC -> {
        TemplateModel right = value(term.part(1), locals);
        yield Kinds.describe(right).equals("a number 0")
            ? failed(
                term,
                "division-by-zero",
                "`" + expr.text(term.part(1)) + "` is 0: nothing can be divided by it",
                List.of())
            : generic(term, locals);
      }
      case INDEX -> index(term, locals);
      case BUILT_IN -> {
        Optional<EvaluationFailed> inLambda = badTest(term, locals);
        yield inLambda.isPresent() ? inLambda.get() : builtIn(term, locals);
      }
      case CALL -> notFunction(term, locals);
      default -> generic(term, locals);
    };
  }

  private EvaluationFailed comparison(Term term, List<Bridge.Local> locals) {
    Term left = term.part(0);
    Term right = term.part(1);
    TemplateModel a = value(left, locals);
    TemplateModel b = value(right, locals);
    List<String> hints = new ArrayList<>();
    boolean text = a instanceof TemplateScalarModel;
    boolean otherText = b instanceof TemplateScalarModel;
    if (text && otherText) {
      return failed(
          term,
          "cannot-compare",
          "`" + term.name() + "` compares numbers; these are strings",
          List.of(
              "for versions write `"
                  + expr.operand(left)
                  + "?version("
                  + expr.text(right).strip()
                  + ", '"
                  + sign(term.name())
                  + "')`",
              "for numbers write `" + expr.operand(left) + "?number`"));
    }
    hints.addAll(likelyMeant(left, a, right, b));
    if (hints.isEmpty())
      hints.add(
          "for lists and maps write `"
              + expr.operand(left)
              + "?equals("
              + expr.text(right).strip()
              + ")`");
    return failed(
        term,
        "cannot-compare",
        "`"
            + expr.text(left).strip()
            + "` is "
            + said(left, a)
            + ", `"
            + expr.text(right).strip()
            + "` is "
            + said(right, b)
            + ": they cannot be compared",
        hints);
  }

  private List<String> likelyMeant(Term left, TemplateModel a, Term right, TemplateModel b) {
    boolean leftText = a instanceof TemplateScalarModel;
    Term text = leftText ? left : right;
    TemplateModel other = leftText ? b : a;
    if (!leftText && !(b instanceof TemplateScalarModel)) return List.of();
    boolean number = other instanceof TemplateNumberModel;
    boolean flag = other instanceof TemplateBooleanModel;
    if ((number || flag) && text.is(Term.Kind.TEXT)) return List.of("leave the quotes out");
    if (number) return List.of("write `" + expr.operand(text) + "?number`");
    return flag ? List.of("write `" + expr.operand(text) + "?bool`") : List.of();
  }

  /** Of what is written out, the kind will do. */
  private static String said(Term term, TemplateModel value) {
    return switch (term.kind()) {
      case TEXT, NUMBER, BOOLEAN -> Kinds.name(value);
      default -> Kinds.describe(value);
    };
  }

  private static String sign(String operator) {
    return switch (operator) {
      case "gt" -> ">";
      case "gte" -> ">=";
      case "lt" -> "<";
      case "lte" -> "<=";
      default -> operator;
    };
  }

  private EvaluationFailed index(Term term, List<Bridge.Local> locals) {
    TemplateModel target = value(term.part(0), locals);
    TemplateModel key = value(term.part(1), locals);
    String list = expr.operand(term.part(0));
    List<String> hints = new ArrayList<>();
    if (term.part(1).is(Term.Kind.RANGE))
      hints.add("to take as many as there are write `" + list + "[a..*n]`");
    else if (Kinds.describe(key).startsWith("a number -")) {
      hints.add("the last one is `" + list + "?last`");
    }
    String what =
        term.part(1).is(Term.Kind.RANGE) && isRow(target)
            ? "`" + expr.text(term) + "` reaches past the end of `" + expr.text(term.part(0)) + "`"
            : "`"
                + expr.text(term.part(0))
                + "` is "
                + Kinds.describe(target)
                + " and cannot be indexed by "
                + Kinds.describe(key);
    return failed(term, "bad-index", what, hints);
  }

  private static boolean isRow(TemplateModel model) {
    return model instanceof TemplateSequenceModel || model instanceof TemplateScalarModel;
  }

  /** A lambda that must say true or false, and does not. */
  private Optional<EvaluationFailed> badTest(Term term, List<Bridge.Local> locals) {
    boolean tests = Set.of("filter", "take_while", "drop_while").contains(term.name());
    if (!tests || !term.last().is(Term.Kind.LAMBDA)) return Optional.empty();
    Term lambda = term.last();
    for (TemplateModel item : Culprit.items(look, term.part(0), locals)) {
      List<Bridge.Local> inner = new ArrayList<>(locals);
      inner.add(new Bridge.Local(lambda.part(0).name(), item));
      if (!(value(lambda.last(), inner) instanceof TemplateBooleanModel)) {
        return Optional.of(notBoolean(lambda.last(), inner));
      }
    }
    return Optional.empty();
  }

  private EvaluationFailed builtIn(Term term, List<Bridge.Local> locals) {
    Term left = term.part(0);
    TemplateModel value = value(left, locals);
    String it = "`" + expr.text(left).strip() + "` is " + Kinds.describe(value);
    List<String> hints = new ArrayList<>();
    String what;
    switch (term.name()) {
      case "number" -> what = it + ", which is no number";
      case "boolean" -> {
        what = it + "; `?boolean` knows \"true\" and \"false\" only";
        hints.add("write `" + expr.operand(left) + "?bool` for yes/no, on/off, 1/0");
      }
      default -> {
        what = it + ": `?" + term.name() + "` cannot be done with it";
        if (term.parts().size() > 1) what += " and these arguments";
        hints.add("look at its kind and at the arguments of `?" + term.name() + "`");
      }
    }
    return failed(term, "bad-call", what, hints);
  }

  private EvaluationFailed generic(Term term, List<Bridge.Local> locals) {
    StringBuilder values = new StringBuilder();
    for (Term part : term.parts()) {
      if (!part.node().isExpression() || part.is(Term.Kind.LAMBDA)) continue;
      values
          .append(values.length() == 0 ? ": " : ", ")
          .append("`")
          .append(expr.text(part).strip())
          .append("` is ")
          .append(Kinds.describe(value(part, locals)));
    }
    return failed(
        term, "no-value", "`" + expr.text(term).strip() + "` has no value" + values, List.of());
  }

  private EvaluationFailed missing(Term term, String what, List<String> hints) {
    return new EvaluationFailed(new Problem("undefined-variable", what, hints), place(term), true);
  }

  private EvaluationFailed failed(Term term, String id, String what, List<String> hints) {
    return new EvaluationFailed(new Problem(id, what, hints), place(term), false);
  }

  private Span place(Term term) {
    return expr.span(term);
  }
}
