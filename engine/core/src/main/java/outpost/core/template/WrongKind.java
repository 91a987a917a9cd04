package outpost.core.template;

import freemarker.core.Bridge;
import freemarker.template.TemplateBooleanModel;
import freemarker.template.TemplateCollectionModel;
import freemarker.template.TemplateException;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateNumberModel;
import freemarker.template.TemplateScalarModel;
import freemarker.template.TemplateSequenceModel;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says that a value is of a kind that will not do, and how to get one that does. */
final class WrongKind {
  private static final Pattern CUT = Pattern.compile("\\s*>(=?)\\s*([^<>\\n]*[^<>\\s])\\s*>");

  private final Seen seen;

  WrongKind(Seen seen) {
    this.seen = seen;
  }

  /** Says that a condition is neither true nor false. */
  EvaluationFailed notBoolean(Term term, List<Bridge.Local> locals) {
    Term part = firstPart(term, locals, value -> !(value instanceof TemplateBooleanModel));
    TemplateModel value = seen.value(part, locals);
    String operand = seen.expr().operand(part);
    Optional<String> cut = cutByTag(part);
    String hint =
        cut.isPresent()
            ? cut.get()
            : switch (Kinds.name(value)) {
              case "a list", "a map" -> "write `" + operand + "?has_content`";
              case "a number" -> "write `" + operand + " != 0`";
              case "a string" ->
                  "write `"
                      + operand
                      + "?bool` (yes/no, true/false) or `"
                      + operand
                      + "?has_content`";
              default -> "compare it with something";
            };
    return seen.failed(
        part,
        "not-boolean",
        "a condition must be true or false; `"
            + seen.expr().text(part).strip()
            + "` is "
            + Kinds.describe(value),
        List.of(hint));
  }

  /** {@code <#if a > b>} is a tag {@code <#if a >}, and text behind it. */
  private Optional<String> cutByTag(Term left) {
    String all = seen.expr().text();
    Matcher cut = CUT.matcher(all).region(Math.min(left.to(), all.length()), all.length());
    if (!cut.lookingAt()) return Optional.empty();
    String a = seen.expr().text(left).strip();
    String b = cut.group(2);
    String word = cut.group(1).isEmpty() ? "gt" : "gte";
    return Optional.of(
        "`>` ends the tag: write `(%s >%s %s)` or `%s %s %s`"
            .formatted(a, cut.group(1), b, a, word, b));
  }

  EvaluationFailed noFields(Term term, List<Bridge.Local> locals) {
    Term target = term.part(0);
    TemplateModel value = seen.value(target, locals);
    String what =
        term.is(Term.Kind.FIELD)
            ? "there is no `"
                + term.name()
                + "` in `"
                + seen.expr().text(target)
                + "`: it is "
                + Kinds.describe(value)
            : "`" + seen.expr().text(target) + "` has no fields: it is " + Kinds.describe(value);
    List<String> hints = new ArrayList<>();
    if (term.is(Term.Kind.FIELD)) {
      String builtIn = FIELD_HABITS.getOrDefault(term.name(), "");
      if (!builtIn.isEmpty()) hints.add("write `" + seen.expr().operand(target) + builtIn + "`");
      else if (value instanceof TemplateSequenceModel) {
        hints.add(
            "for each item's: `"
                + seen.expr().operand(target)
                + "?map(x -> x."
                + term.name()
                + ")`");
      }
    }
    return seen.failed(term, "no-such-field", what, hints);
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

  EvaluationFailed notText(Term term, List<Bridge.Local> locals) {
    Term part = firstPart(term, locals, value -> !isText(value));
    TemplateModel value = seen.value(part, locals);
    if (value instanceof Secrets.Model) return refusedSecret(term, part);
    return seen.failed(
        part,
        "not-text",
        "`"
            + seen.expr().text(part).strip()
            + "` is "
            + Kinds.describe(value)
            + ", but text is needed here",
        List.of(Kinds.toText(value, seen.expr().operand(part))));
  }

  private static boolean isText(TemplateModel value) {
    return value instanceof TemplateScalarModel
        || value instanceof TemplateNumberModel
        || value instanceof TemplateBooleanModel;
  }

  EvaluationFailed refusedSecret(Term term, Term part) {
    String doing =
        term.is(Term.Kind.BUILT_IN)
            ? "`?" + term.name() + "`"
            : "`" + seen.expr().text(term).strip() + "`";
    return seen.failed(
        part,
        "secret-refused",
        doing + " cannot be done with `" + seen.expr().text(part).strip() + "`, a secret",
        List.of("a secret can be joined with `+` or `\"${…}\"` and handed to an argument"));
  }

  EvaluationFailed notNumber(Term term, List<Bridge.Local> locals) {
    Term part = firstPart(term, locals, value -> !(value instanceof TemplateNumberModel));
    TemplateModel value = seen.value(part, locals);
    if (value instanceof Secrets.Model) return refusedSecret(term, part);
    List<String> hints =
        value instanceof TemplateScalarModel
            ? List.of("write `" + seen.expr().operand(part) + "?number`")
            : List.of();
    return seen.failed(
        part,
        "not-a-number",
        "`"
            + seen.expr().text(part).strip()
            + "` is "
            + Kinds.describe(value)
            + ", but a number is needed here",
        hints);
  }

  /** Says that a range or a text would be longer than anybody needs. */
  EvaluationFailed tooMany(Term term) {
    return seen.failed(
        term,
        "too-big",
        "`" + seen.expr().text(term).strip() + "` has more than a million parts",
        List.of());
  }

  /** Says that a secret number is no number to calculate with: the result would tell it. */
  EvaluationFailed calculated(Term term, List<Bridge.Local> locals) {
    Term part = firstPart(term, locals, Secrets.Model.class::isInstance);
    return seen.failed(
        part,
        "secret-refused",
        "`" + seen.expr().text(part).strip() + "` is a secret: what is calculated from it tells it",
        List.of("where that may be seen write `" + seen.expr().operand(part) + "?reveal`"));
  }

  EvaluationFailed notList(Term term, List<Bridge.Local> locals) {
    Term part =
        firstPart(
            term,
            locals,
            value ->
                !(value instanceof TemplateSequenceModel)
                    && !(value instanceof TemplateCollectionModel));
    TemplateModel value = seen.value(part, locals);
    if (value instanceof Secrets.Model) return refusedSecret(term, part);
    String operand = seen.expr().operand(part);
    List<String> hints =
        switch (Kinds.name(value)) {
          case "a map" -> List.of("write `" + operand + "?keys` or `" + operand + "?dict2items`");
          case "a string" ->
              List.of(
                  "write `"
                      + operand
                      + "?split(',')`, or `["
                      + seen.expr().text(part).strip()
                      + "]`");
          default -> List.of("write `[" + seen.expr().text(part).strip() + "]`");
        };
    return seen.failed(
        part,
        "not-a-list",
        "`"
            + seen.expr().text(part).strip()
            + "` is "
            + Kinds.describe(value)
            + ", but a list is needed here",
        hints);
  }

  EvaluationFailed notFunction(Term term, List<Bridge.Local> locals) {
    Term target = term.part(0);
    String name = target.is(Term.Kind.FIELD) || target.is(Term.Kind.NAME) ? target.name() : "";
    List<String> hints = new ArrayList<>();
    if (target.is(Term.Kind.FIELD) && FIELD_HABITS.containsKey(name)) {
      hints.add("write `" + seen.expr().operand(target.part(0)) + FIELD_HABITS.get(name) + "`");
    }
    return seen.failed(
        target,
        "not-a-function",
        "`"
            + seen.expr().text(target).strip()
            + "` is "
            + Kinds.describe(seen.value(target, locals))
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
      TemplateModel value = seen.value(inner, locals);
      if (value != null && test.fits(value)) return inner;
      if (term.is(Term.Kind.BUILT_IN)) break;
    }
    return term;
  }

  EvaluationFailed other(Term term, List<Bridge.Local> locals, TemplateException failure) {
    for (Term part : term.parts()) {
      if (part.node().isExpression()
          && !part.is(Term.Kind.LAMBDA)
          && seen.value(part, locals) instanceof Secrets.Model) {
        return refusedSecret(term, part);
      }
    }
    return switch (term.kind()) {
      case COMPARE -> comparison(term, locals);
      case ARITHMETIC -> {
        TemplateModel right = seen.value(term.part(1), locals);
        yield Kinds.describe(right).equals("a number 0")
            ? seen.failed(
                term,
                "division-by-zero",
                "`" + seen.expr().text(term.part(1)) + "` is 0: nothing can be divided by it",
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
    TemplateModel a = seen.value(left, locals);
    TemplateModel b = seen.value(right, locals);
    List<String> hints = new ArrayList<>();
    boolean text = a instanceof TemplateScalarModel;
    boolean otherText = b instanceof TemplateScalarModel;
    if (text && otherText) {
      return seen.failed(
          term,
          "cannot-compare",
          "`" + term.name() + "` compares numbers; these are strings",
          List.of(
              "for versions write `"
                  + seen.expr().operand(left)
                  + "?version("
                  + seen.expr().text(right).strip()
                  + ", '"
                  + sign(term.name())
                  + "')`",
              "for numbers write `" + seen.expr().operand(left) + "?number`"));
    }
    hints.addAll(likelyMeant(left, a, right, b));
    if (hints.isEmpty())
      hints.add(
          "for lists and maps write `"
              + seen.expr().operand(left)
              + "?equals("
              + seen.expr().text(right).strip()
              + ")`");
    return seen.failed(
        term,
        "cannot-compare",
        "`"
            + seen.expr().text(left).strip()
            + "` is "
            + said(left, a)
            + ", `"
            + seen.expr().text(right).strip()
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
    if (number) return List.of("write `" + seen.expr().operand(text) + "?number`");
    return flag ? List.of("write `" + seen.expr().operand(text) + "?bool`") : List.of();
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
    TemplateModel target = seen.value(term.part(0), locals);
    TemplateModel key = seen.value(term.part(1), locals);
    String list = seen.expr().operand(term.part(0));
    List<String> hints = new ArrayList<>();
    if (term.part(1).is(Term.Kind.RANGE))
      hints.add("to take as many as there are write `" + list + "[a..*n]`");
    else if (Kinds.describe(key).startsWith("a number -")) {
      hints.add("the last one is `" + list + "?last`");
    }
    String what =
        term.part(1).is(Term.Kind.RANGE) && isRow(target)
            ? "`"
                + seen.expr().text(term)
                + "` reaches past the end of `"
                + seen.expr().text(term.part(0))
                + "`"
            : "`"
                + seen.expr().text(term.part(0))
                + "` is "
                + Kinds.describe(target)
                + " and cannot be indexed by "
                + Kinds.describe(key);
    return seen.failed(term, "bad-index", what, hints);
  }

  private static boolean isRow(TemplateModel model) {
    return model instanceof TemplateSequenceModel || model instanceof TemplateScalarModel;
  }

  /** A lambda that must say true or false, and does not. */
  private Optional<EvaluationFailed> badTest(Term term, List<Bridge.Local> locals) {
    boolean tests = Set.of("filter", "take_while", "drop_while").contains(term.name());
    if (!tests || !term.last().is(Term.Kind.LAMBDA)) return Optional.empty();
    Term lambda = term.last();
    for (TemplateModel item : Culprit.items(seen.look(), term.part(0), locals)) {
      List<Bridge.Local> inner = new ArrayList<>(locals);
      inner.add(new Bridge.Local(lambda.part(0).name(), item));
      if (!(seen.value(lambda.last(), inner) instanceof TemplateBooleanModel)) {
        return Optional.of(notBoolean(lambda.last(), inner));
      }
    }
    return Optional.empty();
  }

  private EvaluationFailed builtIn(Term term, List<Bridge.Local> locals) {
    Term left = term.part(0);
    TemplateModel value = seen.value(left, locals);
    String it = "`" + seen.expr().text(left).strip() + "` is " + Kinds.describe(value);
    List<String> hints = new ArrayList<>();
    String what;
    switch (term.name()) {
      case "number" -> what = it + ", which is no number";
      case "boolean" -> {
        what = it + "; `?boolean` knows \"true\" and \"false\" only";
        hints.add("write `" + seen.expr().operand(left) + "?bool` for yes/no, on/off, 1/0");
      }
      default -> {
        what = it + ": `?" + term.name() + "` cannot be done with it";
        if (term.parts().size() > 1) what += " and these arguments";
        hints.add("look at its kind and at the arguments of `?" + term.name() + "`");
      }
    }
    return seen.failed(term, "bad-call", what, hints);
  }

  private EvaluationFailed generic(Term term, List<Bridge.Local> locals) {
    StringBuilder values = new StringBuilder();
    for (Term part : term.parts()) {
      if (!part.node().isExpression() || part.is(Term.Kind.LAMBDA)) continue;
      values
          .append(values.length() == 0 ? ": " : ", ")
          .append("`")
          .append(seen.expr().text(part).strip())
          .append("` is ")
          .append(Kinds.describe(seen.value(part, locals)));
    }
    return seen.failed(
        term,
        "no-value",
        "`" + seen.expr().text(term).strip() + "` has no value" + values,
        List.of());
  }
}
