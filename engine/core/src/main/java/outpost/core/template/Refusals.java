package outpost.core.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import outpost.core.source.Problems;
import outpost.core.source.Suggest;

/**
 * Refuses expressions that parse but mean something else than they seem to, that could reach beyond
 * the data, or that call a built-in of ours wrongly.
 */
final class Refusals {
  static final Set<String> BUILT_INS =
      Set.of(
          "api",
          "has_api",
          "new",
          "eval",
          "interpret",
          "namespace",
          "absolute_template_name",
          "markup_string",
          "with_args",
          "with_args_last",
          "esc",
          "no_esc",
          "html",
          "xhtml",
          "web_safe",
          "rtf",
          "if_exists");
  private static final Set<String> SPECIALS = Set.of(".now", ".vars");
  private static final Set<String> LAMBDAS = Set.of("map", "filter", "take_while", "drop_while");

  private final String text;
  private final Place place;
  private final Functions functions;
  private final Problems problems;
  private final boolean ownFunctions;
  private final Set<Term> named = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean fine = true;

  /**
   * @param ownFunctions whether functions may be defined where it stands, as template files can
   */
  Refusals(String text, Place place, Functions functions, Problems problems, boolean ownFunctions) {
    this.text = text;
    this.place = place;
    this.functions = functions;
    this.problems = problems;
    this.ownFunctions = ownFunctions;
  }

  /** Looks at the tree; tells everything that is wrong with it. */
  boolean tree(Term term) {
    visit(term, false);
    return fine;
  }

  private void visit(Term term, boolean called) {
    switch (term.kind()) {
      case DEFAULT -> defaultValue(term);
      case AND, OR -> {
        if (!operator(term)) return;
      }
      case COMPARE -> {
        if (term.name().equals("=") && !named.contains(term)) {
          refuse(term, "`=` does not compare", "write `==`");
        }
      }
      case BUILT_IN -> builtIn(term);
      case CALL -> call(term);
      case NAME -> {
        if (Functions.NAMES.contains(term.name()) && !called) {
          refuse(
              term, "`" + term.name() + "` is a function", "give it its arguments in parentheses");
        }
      }
      case SPECIAL -> {
        if (!SPECIALS.contains(term.name())) {
          refuse(term, "`" + term.name() + "` cannot be used here", "only `.now` and `.vars` can");
        }
      }
      default -> {}
    }
    for (int i = 0; i < term.parts().size(); i++) {
      Term part = term.part(i);
      if (term.is(Term.Kind.LAMBDA) && i < term.parts().size() - 1) continue;
      visit(part, term.is(Term.Kind.CALL) && i == 0);
    }
  }

  /** {@code |} and {@code &} are other ways to write {@code ||} and {@code &&}. */
  private boolean operator(Term term) {
    int from = term.part(0).to();
    String operator = text.substring(from, Math.max(from, term.part(1).from()));
    boolean or = term.is(Term.Kind.OR);
    String single = or ? "|" : "&";
    int at = operator.indexOf(single);
    if (at < 0 || operator.contains(single + single) || operator.contains("amp;")) {
      return true;
    }
    String hint =
        (ownFunctions ? Optional.<String>empty() : Jinja.translate(text, false))
            .map(translated -> "write `" + translated + "`")
            .orElse(
                or
                    ? "filters are built-ins, `x?name(…)`; for \"or\" write `||`"
                    : "for \"and\" write `&&`");
    refuse(from + at, from + at + 1, "`" + single + "` is not an operator here", hint);
    return false;
  }

  /** {@code a!b == c} is {@code a!(b == c)}, and {@code a!b?c} is {@code a!(b?c)}. */
  private void defaultValue(Term term) {
    if (term.parts().size() < 2) return;
    Term left = term.part(0);
    Term right = term.part(1);
    String start = text(left) + "!";
    switch (right.kind()) {
      case COMPARE, ARITHMETIC, PLUS, AND, OR, RANGE -> {
        Term value = leftmost(right);
        refuse(
            term,
            "the default takes in all of `" + text(right) + "`",
            "write `(" + start + text(value) + ")" + text.substring(value.to(), right.to()) + "`");
      }
      case BUILT_IN -> {
        Term value = leftmost(right);
        refuse(
            term,
            "`?" + right.name() + "` belongs to the default `" + text(value) + "` alone",
            "write `(" + start + text(value) + ")" + text.substring(value.to(), right.to()) + "`");
      }
      default -> {}
    }
  }

  private static Term leftmost(Term term) {
    return switch (term.kind()) {
      case COMPARE, ARITHMETIC, PLUS, AND, OR, RANGE, BUILT_IN -> leftmost(term.part(0));
      default -> term;
    };
  }

  private void builtIn(Term term) {
    String name = term.name();
    if (BUILT_INS.contains(name)) {
      refuse(term, "`?" + name + "` cannot be used here", "expressions see data only");
      return;
    }
    boolean lambda = LAMBDAS.contains(name) && !name.equals("map");
    if (lambda && term.parts().size() == 2 && !term.part(1).is(Term.Kind.LAMBDA)) {
      refuse(
          term.part(1),
          "`?" + name + "` takes `x -> …`",
          "write `" + text(term.part(0)) + "?" + name + "(x -> …)`");
      return;
    }
    boolean function = term.isFunction();
    if (function && term.parts().isEmpty()) {
      refuse(term, "`" + name + "` needs its arguments", "write `" + usage(name) + "`");
      return;
    }
    List<Term> args = term.parts().subList(1, term.parts().size());
    namedArguments(
        function ? term.parts() : args, function ? Optional.empty() : withoutNames(term));
    Optional<Signature> ours = BuiltIns.find(name);
    if (ours.isPresent()) call(term, ours.get(), args);
  }

  private static String usage(String name) {
    return BuiltIns.find(name).map(signature -> signature.usage(true)).orElse(name + "(x)");
  }

  private void call(Term term, Signature signature, List<Term> args) {
    boolean function = term.isFunction();
    boolean options =
        !args.isEmpty()
            && args.get(args.size() - 1).is(Term.Kind.MAP)
            && signature.takesOptions(args.size());
    int given = args.size() - (options ? 1 : 0);
    String write = "write `" + signature.usage(function) + "`";
    if (given < signature.required() || given > signature.most()) {
      refuse(
          term,
          signature.said(function)
              + " takes "
              + signature.arity(function)
              + ", not "
              + (function ? given + 1 : given),
          write);
      return;
    }
    for (int i = 0; i <= given; i++) {
      Optional<Signature.Kind> literal = literal(term.part(i));
      if (literal.isPresent() && !signature.accepts(i, literal.get())) {
        refuse(
            term.part(i),
            signature.said(function)
                + " takes "
                + signature.kinds(i)
                + " here, not "
                + literal.get().said(),
            write);
      }
    }
    int named = PickBuiltIns.nameAt(signature.name());
    if (named > 0 && named <= given && term.part(named).is(Term.Kind.TEXT)) {
      PickBuiltIns.unknown(signature.name(), term.part(named).name())
          .ifPresent(
              bad -> refuse(term.part(named), bad.what(), bad.hints().toArray(String[]::new)));
    }
    if (options) options(args.get(args.size() - 1), signature, function);
  }

  private void options(Term map, Signature signature, boolean function) {
    for (int i = 0; i < map.parts().size(); i += 2) {
      Term key = map.part(i);
      boolean written = key.is(Term.Kind.TEXT) && key.parts().isEmpty();
      if (!written || signature.options().containsKey(key.name())) continue;
      BadCall bad = Call.noOption(signature, key.name(), function);
      refuse(key, bad.what(), bad.hints().toArray(String[]::new));
    }
  }

  private static Optional<Signature.Kind> literal(Term term) {
    return switch (term.kind()) {
      case TEXT -> Optional.of(Signature.Kind.TEXT);
      case NUMBER -> Optional.of(Signature.Kind.NUMBER);
      case BOOLEAN -> Optional.of(Signature.Kind.BOOLEAN);
      case LIST -> Optional.of(Signature.Kind.LIST);
      case MAP -> Optional.of(Signature.Kind.MAP);
      default -> Optional.empty();
    };
  }

  private void call(Term term) {
    Term callee = term.part(0);
    List<Term> args = term.parts().subList(1, term.parts().size());
    namedArguments(args, Optional.empty());
    if (!callee.is(Term.Kind.NAME)) return;
    if (callee.name().equals("now")) return;
    if (!Functions.NAMES.contains(callee.name())) {
      if (ownFunctions) return;
      if (callee.name().equals("q")) {
        refuse(callee, "there is no function `q`", "write `query`");
        return;
      }
      String habit = JinjaFilters.habit(callee.name()).orElse("");
      List<String> hints = new ArrayList<>();
      if (!habit.isEmpty()) hints.add("write `" + habit + "`");
      else hints.addAll(Suggest.hint(callee.name(), Functions.all()));
      refuse(callee, "there is no function `" + callee.name() + "`", hints.toArray(String[]::new));
      return;
    }
    if (callee.name().equals("range")) return;
    if (args.isEmpty()) {
      refuse(
          term,
          "`" + callee.name() + "` needs its kind",
          "write `" + callee.name() + "('file', 'name')`");
      return;
    }
    Term kind = args.get(0);
    if (kind.is(Term.Kind.TEXT)
        && kind.parts().isEmpty()
        && !functions.kinds().contains(Functions.kind(kind.name()))) {
      List<String> hints = new ArrayList<>(Suggest.hint(kind.name(), functions.kinds()));
      if (hints.isEmpty() && !functions.kinds().isEmpty()) {
        hints.add("there are " + String.join(", ", new TreeSet<>(functions.kinds())));
      }
      refuse(kind, "there is no lookup `" + kind.name() + "`", hints.toArray(String[]::new));
    }
  }

  /** Returns a built-in as it is written whose arguments have names as those of filters do. */
  private Optional<String> withoutNames(Term term) {
    Term left = term.part(0);
    String filter = text.substring(left.to(), term.to()).strip().replaceFirst("^\\?", "it | ");
    return Jinja.translate(filter, false)
        .filter(translated -> translated.startsWith("it?"))
        .map(translated -> text(left) + translated.substring("it".length()));
  }

  /** {@code f(k=1)} would be {@code f(k == 1)}. */
  private void namedArguments(List<Term> args, Optional<String> better) {
    for (Term arg : args) {
      if (!arg.is(Term.Kind.COMPARE) || !arg.name().equals("=")) continue;
      named.add(arg);
      refuse(
          arg,
          "there are no named arguments",
          better
              .map(expression -> "write `" + expression + "`")
              .orElse(
                  "give them in order, or in a map: `{'"
                      + text(arg.part(0))
                      + "': "
                      + text(arg.part(1))
                      + "}`"));
    }
  }

  private String text(Term term) {
    return text.substring(term.from(), term.to()).strip();
  }

  private void refuse(Term term, String what, String... hints) {
    refuse(term.from(), term.to(), what, hints);
  }

  private void refuse(int from, int to, String what, String... hints) {
    fine = false;
    problems.error(place.span(from, to), "template-syntax", what, hints);
  }
}
