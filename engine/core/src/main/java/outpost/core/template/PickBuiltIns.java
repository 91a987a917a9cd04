package outpost.core.template;

import static outpost.core.template.Signature.structural;

import freemarker.template.TemplateBooleanModel;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.core.source.Suggest;

/** Built-ins that ask each item of a list something by the name of a test or filter. */
final class PickBuiltIns {
  /** Tests whose Ansible names mean something else here. */
  private static final Map<String, String> TESTS =
      Map.ofEntries(
          Map.entry("string", "is_string"),
          Map.entry("number", "is_number"),
          Map.entry("boolean", "is_boolean"),
          Map.entry("float", "is_float"),
          Map.entry("abs", "is_abs"),
          Map.entry("in", "is_in"),
          Map.entry("equalto", "equals"),
          Map.entry("eq", "equals"),
          Map.entry("==", "equals"));

  private static final Set<String> OPERATORS =
      Set.of("ne", "!=", "gt", "greaterthan", ">", "ge", ">=", "lt", "lessthan", "<", "le", "<=");

  static final List<Signature> TABLE =
      List.of(
          structural("list?map(text any*) list", PickBuiltIns::map),
          structural("list?select(text? any*) list", (x, args) -> picked(x, args, true, false)),
          structural("list?reject(text? any*) list", (x, args) -> picked(x, args, false, false)),
          structural(
              "list?selectattr(text text? any*) list", (x, args) -> picked(x, args, true, true)),
          structural(
              "list?rejectattr(text text? any*) list", (x, args) -> picked(x, args, false, true)),
          structural("text|number?extract(map|list any?) any", PickBuiltIns::extract));

  private PickBuiltIns() {}

  private static Object map(Object left, Args args) throws TemplateModelException {
    List<Object> mapped = new ArrayList<>();
    for (Object item : (List<?>) left) {
      mapped.add(Plain.value(asked("map", args.text(0), item, args.from(1))));
    }
    return mapped;
  }

  private static Object picked(Object left, Args args, boolean wanted, boolean attribute)
      throws TemplateModelException {
    int testAt = attribute ? 1 : 0;
    List<Object> picked = new ArrayList<>();
    for (Object item : (List<?>) left) {
      Object asked = attribute ? ListBuiltIns.field(item, args.text(0)) : item;
      boolean fits =
          args.has(testAt)
              ? tested(args.text(testAt), asked, args.from(testAt + 1))
              : !TypeBuiltIns.isEmpty(asked);
      if (fits == wanted) picked.add(item);
    }
    return picked;
  }

  private static boolean tested(String name, Object item, Args args) throws TemplateModelException {
    if (args.count() == 1) {
      switch (name) {
        case "ne", "!=" -> {
          return !tested("equals", item, args);
        }
        case "gt", "greaterthan", ">" -> {
          return compared(item, args) > 0;
        }
        case "ge", ">=" -> {
          return compared(item, args) >= 0;
        }
        case "lt", "lessthan", "<" -> {
          return compared(item, args) < 0;
        }
        case "le", "<=" -> {
          return compared(item, args) <= 0;
        }
        default -> {}
      }
    }
    TemplateModel answer = asked("select", TESTS.getOrDefault(name, name), item, args);
    if (answer instanceof TemplateBooleanModel flag) return flag.getAsBoolean();
    throw new BadCall("`" + name + "` is no test: it answers " + Kinds.describe(answer));
  }

  private static int compared(Object item, Args args) throws BadCall {
    if (Args.isNumber(item) && Args.isNumber(args.get(0))) {
      return new BigDecimal(Args.number(item).toString())
          .compareTo(new BigDecimal(Args.number(args.get(0)).toString()));
    }
    if (item instanceof String a && args.get(0) instanceof String b) return a.compareTo(b);
    throw new BadCall(0, "only numbers, or only texts, can be compared");
  }

  /** Returns which argument of such a built-in names a test or filter; -1 of any other. */
  static int nameAt(String builtIn) {
    return switch (builtIn) {
      case "map", "select", "reject" -> 1;
      case "selectattr", "rejectattr" -> 2;
      default -> -1;
    };
  }

  static Optional<BadCall> unknown(String builtIn, String name) {
    String known = TESTS.getOrDefault(name, name);
    if (BuiltIns.functions().contains(known) || OPERATORS.contains(name)) return Optional.empty();
    List<String> hints = new ArrayList<>(Suggest.hint(name, BuiltIns.functions()));
    if (hints.isEmpty()) {
      String lambda = builtIn.equals("map") ? "map" : "filter";
      hints.add("for an expression write `list?" + lambda + "(x -> …)`");
    }
    String what = "there is no " + (builtIn.equals("map") ? "filter" : "test") + " `" + name + "`";
    return Optional.of(new BadCall(nameAt(builtIn), what, hints.toArray(String[]::new)));
  }

  private static TemplateModel asked(String builtIn, String name, Object item, Args args)
      throws TemplateModelException {
    Optional<BadCall> unknown = unknown(builtIn, name);
    if (unknown.isPresent()) throw unknown.get();
    List<TemplateModel> models = new ArrayList<>();
    for (Object arg : args.values()) models.add(Models.of(arg, "an argument", Models.PLAIN));
    return BuiltIns.call(name, Models.of(item, "an item", Models.PLAIN), models, true, args.env());
  }

  /** {@code 'h'?extract(hostvars, 'x')} is {@code hostvars['h'].x}. */
  private static Object extract(Object key, Args args) throws BadCall {
    Object found = ListBuiltIns.field(args.get(0), Args.string(key));
    if (args.get(0) instanceof Map<?, ?> map) found = map.get(Args.string(key));
    if (!args.has(1)) return found;
    List<?> more = args.get(1) instanceof List<?> several ? several : List.of(args.get(1));
    for (Object each : more) found = ListBuiltIns.field(found, Args.string(each));
    return found;
  }
}
