package outpost.core.template;

import freemarker.core.Bridge;
import freemarker.core.Environment;
import freemarker.template.TemplateException;
import freemarker.template.TemplateModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One part of an expression, with its place in the expression's text.
 *
 * @param name what it names: the variable, field, built-in, operator, or the text of a literal
 * @param parts its own parts in order; those of a built-in are what stands left of it, then its
 *     arguments; of a lambda its parameters, then its body
 */
record Term(Kind kind, String name, List<Term> parts, int from, int to, Bridge.Node node) {

  enum Kind {
    NAME,
    FIELD,
    INDEX,
    CALL,
    BUILT_IN,
    DEFAULT,
    EXISTS,
    AND,
    OR,
    NOT,
    COMPARE,
    ARITHMETIC,
    PLUS,
    SIGN,
    RANGE,
    LIST,
    MAP,
    TEXT,
    NUMBER,
    BOOLEAN,
    PARENTHESES,
    LAMBDA,
    SPECIAL,
    INTERPOLATION,
    OTHER
  }

  private static final Map<String, Kind> KINDS =
      Map.ofEntries(
          Map.entry("Identifier", Kind.NAME),
          Map.entry("Dot", Kind.FIELD),
          Map.entry("DotBeforeMethodCall", Kind.FIELD),
          Map.entry("DynamicKeyName", Kind.INDEX),
          Map.entry("DynamicKeyNameBeforeMethodCall", Kind.INDEX),
          Map.entry("MethodCall", Kind.CALL),
          Map.entry("BuiltIn", Kind.BUILT_IN),
          Map.entry("DefaultToExpression", Kind.DEFAULT),
          Map.entry("ExistsExpression", Kind.EXISTS),
          Map.entry("AndExpression", Kind.AND),
          Map.entry("OrExpression", Kind.OR),
          Map.entry("NotExpression", Kind.NOT),
          Map.entry("ComparisonExpression", Kind.COMPARE),
          Map.entry("ArithmeticExpression", Kind.ARITHMETIC),
          Map.entry("AddConcatExpression", Kind.PLUS),
          Map.entry("UnaryPlusMinusExpression", Kind.SIGN),
          Map.entry("Range", Kind.RANGE),
          Map.entry("ListLiteral", Kind.LIST),
          Map.entry("HashLiteral", Kind.MAP),
          Map.entry("StringLiteral", Kind.TEXT),
          Map.entry("NumberLiteral", Kind.NUMBER),
          Map.entry("BooleanLiteral", Kind.BOOLEAN),
          Map.entry("ParentheticalExpression", Kind.PARENTHESES),
          Map.entry("LocalLambdaExpression", Kind.LAMBDA),
          Map.entry("BuiltinVariable", Kind.SPECIAL),
          Map.entry("DollarVariable", Kind.INTERPOLATION));

  /** Makes the tree of an expression, or of a whole template, from FreeMarker's own. */
  static Term of(Bridge.Node node, Lines lines) {
    Kind kind = KINDS.getOrDefault(node.kind(), Kind.OTHER);
    List<Term> parts = new ArrayList<>();
    for (Bridge.Node child : node.children()) parts.add(of(child, lines));
    String name = kind == Kind.OTHER ? node.kind() : node.name();
    int from = lines.offset(node.beginLine(), node.beginColumn());
    int to = lines.offset(node.endLine(), node.endColumn()) + 1;
    if (kind == Kind.CALL && parts.get(0).kind == Kind.BUILT_IN) {
      Term called = parts.get(0);
      List<Term> all = new ArrayList<>(called.parts);
      all.addAll(parts.subList(1, parts.size()));
      return new Term(Kind.BUILT_IN, called.name, List.copyOf(all), from, to, node);
    }
    if (node.isCallOfOurs() && !Functions.isFunction(parts.get(0).name)) {
      List<Term> args = List.copyOf(parts.subList(1, parts.size()));
      return new Term(Kind.BUILT_IN, parts.get(0).name, args, from, to, node);
    }
    return new Term(kind, name, List.copyOf(parts), from, to, node);
  }

  TemplateModel eval(Environment env, List<Bridge.Local> locals) throws TemplateException {
    return node.eval(env, locals);
  }

  Term part(int index) {
    return parts.get(index);
  }

  boolean is(Kind wanted) {
    return kind == wanted;
  }

  /** Returns whether it is a built-in called as a function. */
  boolean isFunction() {
    return kind == Kind.BUILT_IN && node.isCallOfOurs();
  }

  /** Returns what is left when parentheses around it are taken away. */
  Term peeled() {
    return kind == Kind.PARENTHESES ? parts.get(0).peeled() : this;
  }

  /** Returns the parameters of a lambda. */
  List<Term> parameters() {
    return parts.subList(0, parts.size() - 1);
  }

  Term last() {
    return parts.get(parts.size() - 1);
  }

  void walk(Consumer<Term> visitor) {
    visitor.accept(this);
    parts.forEach(part -> part.walk(visitor));
  }
}
