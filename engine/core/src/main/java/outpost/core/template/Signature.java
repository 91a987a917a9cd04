package outpost.core.template;

import freemarker.template.TemplateBooleanModel;
import freemarker.template.TemplateCollectionModel;
import freemarker.template.TemplateHashModel;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateNumberModel;
import freemarker.template.TemplateScalarModel;
import freemarker.template.TemplateSequenceModel;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a built-in of ours takes and gives.
 *
 * @param takes the kinds of what stands left, then of each argument
 * @param required how many arguments there must be
 * @param variadic whether the last argument may be given any number of times
 * @param options the places of arguments that can be given by name, in a map behind the others
 * @param pure whether it gives the same whenever it is asked
 */
record Signature(
    String name,
    List<Set<Kind>> takes,
    int required,
    boolean variadic,
    Map<String, Option> options,
    boolean missingOk,
    boolean pure,
    Kind gives,
    Secrecy secrecy,
    Body body) {

  /**
   * An argument that has a name.
   *
   * @param place which argument it is too, counted from 0; -1 if it can be given by name only
   */
  record Option(int place, Set<Kind> kinds) {}

  /** A kind of value. */
  enum Kind {
    ANY("anything"),
    TEXT("text"),
    NUMBER("a number"),
    BOOLEAN("true or false"),
    LIST("a list"),
    MAP("a map");

    private final String said;

    Kind(String said) {
      this.said = said;
    }

    String said() {
      return said;
    }

    /** Returns the kind of a model; of a secret that as which it may pass. */
    static Kind of(TemplateModel model) {
      if (model instanceof TemplateNumberModel) return NUMBER;
      if (model instanceof Secrets.Model) return TEXT;
      if (model instanceof TemplateBooleanModel) return BOOLEAN;
      if (model instanceof TemplateScalarModel) return TEXT;
      if (model instanceof TemplateSequenceModel) return LIST;
      if (model instanceof TemplateHashModel) return MAP;
      if (model instanceof TemplateCollectionModel) return LIST;
      return ANY;
    }
  }

  private static final Set<Kind> SCALAR = EnumSet.of(Kind.TEXT, Kind.NUMBER, Kind.BOOLEAN);

  /** What it does with secrets. */
  enum Secrecy {
    /** Hands them on unopened. */
    STRUCTURAL,
    /** Sees their text; every text that it answers is then a secret again. */
    TEXTUAL
  }

  /** The work, on plain values. */
  @FunctionalInterface
  interface Body {
    Object apply(Object left, Args args) throws TemplateModelException;
  }

  /** A built-in that hands secrets on unopened; see {@link #of}. */
  static Signature structural(String head, Body body) {
    return of(head, Secrecy.STRUCTURAL, body);
  }

  /** A built-in that sees the text of secrets; see {@link #of}. */
  static Signature textual(String head, Body body) {
    return of(head, Secrecy.TEXTUAL, body);
  }

  /**
   * Reads a row of the table, {@code left?name(arguments) result}: kinds with {@code |} between
   * them, {@code ?} for what may be missing, {@code *} for any number; a name and a colon before
   * what can be given by name as well, or behind a {@code *} only so.
   */
  private static Signature of(String head, Secrecy secrecy, Body body) {
    int mark = head.indexOf('?');
    int end = head.lastIndexOf(' ');
    boolean missingOk = head.charAt(mark + 1) == '?';
    String call = head.substring(mark + (missingOk ? 2 : 1), end);
    int open = call.indexOf('(');
    String name = open < 0 ? call : call.substring(0, open);
    String args = open < 0 ? "" : call.substring(open + 1, call.length() - 1);
    List<Set<Kind>> takes = new ArrayList<>();
    takes.add(kinds(head.substring(0, mark)));
    Map<String, Option> options = new LinkedHashMap<>();
    int required = 0;
    boolean variadic = false;
    for (String arg : args.isEmpty() ? new String[0] : args.split(" ")) {
      boolean optional = arg.endsWith("?") || arg.endsWith("*");
      String bare = optional ? arg.substring(0, arg.length() - 1) : arg;
      Set<Kind> kinds = kinds(bare.substring(bare.indexOf(':') + 1));
      int place = variadic ? -1 : takes.size() - 1;
      if (bare.contains(":")) {
        options.put(bare.substring(0, bare.indexOf(':')), new Option(place, kinds));
      }
      if (variadic) continue;
      takes.add(kinds);
      variadic = arg.endsWith("*");
      if (!optional) required++;
    }
    Kind gives = Kind.valueOf(head.substring(end + 1).toUpperCase(Locale.ROOT));
    return new Signature(
        name, takes, required, variadic, options, missingOk, true, gives, secrecy, body);
  }

  /** Returns this for what asks the clock, chance or the control node: it is not tried ahead. */
  Signature impure() {
    return new Signature(
        name, takes, required, variadic, options, missingOk, false, gives, secrecy, body);
  }

  private static Set<Kind> kinds(String text) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (String kind : text.split("\\|")) {
      if (kind.equals("scalar")) kinds.addAll(SCALAR);
      else kinds.add(Kind.valueOf(kind.toUpperCase(Locale.ROOT)));
    }
    return kinds;
  }

  int most() {
    return variadic ? Integer.MAX_VALUE : takes.size() - 1;
  }

  /** Returns whether a kind will do in a place: 0 is the left side, then the arguments. */
  boolean accepts(int place, Kind kind) {
    Set<Kind> wanted = takes.get(Math.min(place, takes.size() - 1));
    return wanted.contains(Kind.ANY) || kind == Kind.ANY || wanted.contains(kind);
  }

  /** Returns whether a map as the last of so many arguments gives some of them by name. */
  boolean takesOptions(int arguments) {
    return arguments > 0
        && !options.isEmpty()
        && !(accepts(arguments, Kind.MAP) && fits(arguments));
  }

  private boolean fits(int arguments) {
    return variadic || arguments < takes.size();
  }

  /** Returns whether a kind is named for a place. */
  boolean takes(int place, Kind kind) {
    return takes.get(Math.min(place, takes.size() - 1)).contains(kind);
  }

  String kinds(int place) {
    if (takes.get(Math.min(place, takes.size() - 1)).containsAll(SCALAR)) return "text or a number";
    return takes.get(Math.min(place, takes.size() - 1)).stream()
        .map(Kind::said)
        .collect(Collectors.joining(" or "));
  }

  /** Returns how it is called in messages. */
  String said(boolean function) {
    return "`" + (function ? "" : "?") + name + "`";
  }

  String arity(boolean function) {
    if (function) {
      int most = takes.size();
      if (variadic) return (required + 1) + " or more arguments";
      if (required + 1 == most) return most == 1 ? "1 argument" : most + " arguments";
      return (required + 1) + " to " + most + " arguments";
    }
    return arity();
  }

  private String arity() {
    int most = takes.size() - 1;
    if (variadic) return required + " or more arguments";
    if (most == 0) return "no argument";
    if (required == most) return most == 1 ? "1 argument" : most + " arguments";
    return required + " to " + most + " arguments";
  }

  /** Returns how it is written: {@code map?combine(map, [boolean])}. */
  String usage(boolean function) {
    List<String> args = new ArrayList<>();
    for (int i = 1; i < takes.size(); i++) {
      String arg = shown(i);
      boolean more = variadic && i == takes.size() - 1;
      args.add(i > required ? "[" + arg + (more ? "…" : "") + "]" : arg);
    }
    if (name.equals("combine")) args = List.of("map", "[boolean]");
    String left = shown(takes.get(0));
    if (function) {
      return name + "(" + left + (args.isEmpty() ? "" : ", ") + String.join(", ", args) + ")";
    }
    return left + "?" + name + (args.isEmpty() ? "" : "(" + String.join(", ", args) + ")");
  }

  private String shown(int place) {
    return options.entrySet().stream()
        .filter(option -> option.getValue().place() == place - 1)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseGet(() -> shown(takes.get(place)));
  }

  private static String shown(Set<Kind> kinds) {
    if (kinds.contains(Kind.ANY)) return "x";
    if (kinds.containsAll(SCALAR)) return "text";
    return kinds.stream()
        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining("|"));
  }
}
