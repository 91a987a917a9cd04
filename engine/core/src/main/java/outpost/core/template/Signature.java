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
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a built-in of ours takes and gives.
 *
 * @param takes the kinds of what stands left, then of each argument
 * @param required how many arguments there must be
 * @param variadic whether the last argument may be given any number of times
 */
record Signature(
    String name,
    List<Set<Kind>> takes,
    int required,
    boolean variadic,
    boolean missingOk,
    Kind gives,
    Secrecy secrecy,
    Body body) {

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

    /** Returns the kind of a model; text of a secret, as which it may pass. */
    static Kind of(TemplateModel model) {
      if (model instanceof Secrets.Model) return TEXT;
      if (model instanceof TemplateNumberModel) return NUMBER;
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

  /**
   * Reads a row of the table: kinds with {@code |} between them, {@code ?} optional, {@code *} any.
   */
  static Signature of(
      String name, String left, String args, String gives, Secrecy secrecy, Body body) {
    boolean missingOk = left.endsWith("?");
    List<Set<Kind>> takes = new ArrayList<>();
    takes.add(kinds(missingOk ? left.substring(0, left.length() - 1) : left));
    int required = 0;
    boolean variadic = false;
    for (String arg : args.isBlank() ? new String[0] : args.split(" ")) {
      boolean optional = arg.endsWith("?") || arg.endsWith("*");
      variadic = arg.endsWith("*");
      if (!optional) required++;
      takes.add(kinds(optional ? arg.substring(0, arg.length() - 1) : arg));
    }
    Kind given = Kind.valueOf(gives.toUpperCase(Locale.ROOT));
    return new Signature(name, takes, required, variadic, missingOk, given, secrecy, body);
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

  String arity() {
    int most = takes.size() - 1;
    if (variadic) return required + " or more arguments";
    if (most == 0) return "no argument";
    if (required == most) return most == 1 ? "1 argument" : most + " arguments";
    return required + " to " + most + " arguments";
  }

  /** Returns how it is written: {@code map?combine(map, [boolean])}. */
  String usage() {
    if (name.equals("combine")) return "map?combine(map, [boolean])";
    List<String> args = new ArrayList<>();
    for (int i = 1; i < takes.size(); i++) {
      String arg = shown(takes.get(i));
      args.add(
          i > required ? "[" + arg + (variadic && i == takes.size() - 1 ? "…" : "") + "]" : arg);
    }
    String called = args.isEmpty() ? "" : "(" + String.join(", ", args) + ")";
    return shown(takes.get(0)) + "?" + name + called;
  }

  private static String shown(Set<Kind> kinds) {
    if (kinds.contains(Kind.ANY)) return "x";
    if (kinds.containsAll(SCALAR)) return "text";
    return kinds.stream()
        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining("|"));
  }
}
