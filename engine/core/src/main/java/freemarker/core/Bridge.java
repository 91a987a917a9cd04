package freemarker.core;

import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Opens the few inner parts of FreeMarker that Outpost's expressions need: its parser for a single
 * expression, the syntax tree with its places, typed evaluation, and built-ins of our own.
 *
 * <p>It sits in FreeMarker's package because these parts are package-private. They are no public
 * API: the version is pinned, and every member here has a test.
 */
@SuppressWarnings("deprecation") // FreeMarker marks its inner types so
public final class Bridge {
  private Bridge() {}

  /** A node of the syntax tree. */
  public static final class Node {
    private final TemplateObject object;

    private Node(TemplateObject object) {
      this.object = object;
    }

    /** Returns the parts of this node in the order of the text. */
    public List<Node> children() {
      List<Node> children = new ArrayList<>();
      for (int i = 0; i < object.getParameterCount(); i++) {
        if (object.getParameterValue(i) instanceof TemplateObject child) {
          children.add(new Node(child));
        }
      }
      if (object instanceof TemplateElement element) {
        for (int i = 0; i < element.getChildCount(); i++) {
          children.add(new Node(element.getChild(i)));
        }
      }
      return children;
    }

    /** Returns the texts among the parameters: the names that a directive binds, for one. */
    public List<String> words() {
      List<String> words = new ArrayList<>();
      for (int i = 0; i < object.getParameterCount(); i++) {
        if (object.getParameterValue(i) instanceof String word) words.add(word);
      }
      return words;
    }

    /** Returns the simple name of FreeMarker's class; all built-ins are {@code BuiltIn}. */
    public String kind() {
      return object instanceof BuiltIn ? "BuiltIn" : object.getClass().getSimpleName();
    }

    /** Returns the name, operator or text that this node holds. */
    public String name() {
      if (object instanceof Identifier identifier) return identifier.getName();
      if (object instanceof Dot dot) return dot.getRHO();
      if (object instanceof BuiltIn builtIn) return builtIn.key;
      if (object instanceof StringLiteral literal) return literal.getAsString();
      return object.getNodeTypeSymbol();
    }

    public boolean isExpression() {
      return object instanceof Expression;
    }

    public int beginLine() {
      return object.getBeginLine();
    }

    public int beginColumn() {
      return object.getBeginColumn();
    }

    public int endLine() {
      return object.getEndLine();
    }

    public int endColumn() {
      return object.getEndColumn();
    }

    /** Evaluates an expression; null for what is missing. */
    public TemplateModel eval(Environment env) throws TemplateException {
      return eval(env, List.of());
    }

    /** Evaluates with names bound as lambdas bind them, the innermost last. */
    public TemplateModel eval(Environment env, List<Local> locals) throws TemplateException {
      Environment before = Environment.getCurrentEnvironment();
      Environment.setCurrentEnvironment(env);
      try {
        return below((Expression) object, env, locals);
      } finally {
        Environment.setCurrentEnvironment(before);
      }
    }
  }

  /** A name that a lambda binds, and its value. */
  public record Local(String name, TemplateModel value) {}

  /** The work of a built-in of ours, {@code left?name(args)}. What is missing is null. */
  @FunctionalInterface
  public interface Work {
    TemplateModel run(TemplateModel left, List<TemplateModel> args) throws TemplateModelException;
  }

  /** Parses one expression; its first character is in column 1 of line 1. */
  public static Node parse(String text, Template host) throws ParseException {
    try {
      FMParser parser = new FMParser(host, false, tokens(text), host.getParserConfiguration());
      Expression parsed = parser.Expression();
      Token end = parser.getNextToken();
      if (end.kind != FMParserConstants.EOF || !(parsed instanceof ParentheticalExpression)) {
        throw new ParseException("Expected the end of the expression", host, end);
      }
      return new Node((Expression) parsed.getParameterValue(0));
    } catch (TokenMgrError e) {
      throw e.toParseException(host);
    }
  }

  /** A pair of parentheses around it all lets line breaks and {@code >} be part of it. */
  private static FMParserTokenManager tokens(String text) {
    SimpleCharStream chars =
        new SimpleCharStream(new StringReader("(" + text + ")"), 1, 0, text.length() + 4);
    chars.setTabSize(1);
    FMParserTokenManager tokens = new FMParserTokenManager(chars);
    tokens.SwitchTo(FMParserConstants.FM_EXPRESSION);
    return tokens;
  }

  /** Returns the root of a whole template's tree. */
  public static Node root(Template template) {
    return new Node(template.getRootTreeNode());
  }

  /** Makes the loops of a template end when their thread is interrupted. */
  public static void interruptible(Template template) {
    _CoreAPI.addThreadInterruptedChecks(template);
  }

  /** Returns the names of all built-ins, ours included. */
  public static Set<String> builtIns() {
    return new TreeSet<>(BuiltIn.SNAKE_CASE_NAMES);
  }

  /**
   * Adds a built-in to FreeMarker, or replaces one. To be called before the first parse: the table
   * is FreeMarker's own, shared by all and not guarded.
   *
   * @param missingOk whether the left side may be missing; the work then gets null
   */
  public static void addBuiltIn(String name, boolean missingOk, Work work) {
    BuiltIn.BUILT_INS_BY_NAME.put(name, new Ours(work, missingOk));
    BuiltIn.SNAKE_CASE_NAMES.add(name);
  }

  private static TemplateModel below(Expression expression, Environment env, List<Local> locals)
      throws TemplateException {
    if (locals.isEmpty()) return expression.eval(env);
    Local outer = locals.get(0);
    Expression inner = new Below(expression, locals.subList(1, locals.size()));
    return env.evaluateWithNewLocal(inner, outer.name(), outer.value());
  }

  /** An expression of which some names are still to be bound. */
  private static final class Below extends Expression {
    private final Expression expression;
    private final List<Local> locals;

    Below(Expression expression, List<Local> locals) {
      this.expression = expression;
      this.locals = locals;
    }

    @Override
    TemplateModel _eval(Environment env) throws TemplateException {
      return below(expression, env, locals);
    }

    @Override
    boolean isLiteral() {
      return false;
    }

    @Override
    protected Expression deepCloneWithIdentifierReplaced_inner(
        String name, Expression replacement, ReplacemenetState state) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String getCanonicalForm() {
      return expression.getCanonicalForm();
    }

    @Override
    String getNodeTypeSymbol() {
      return expression.getNodeTypeSymbol();
    }

    @Override
    int getParameterCount() {
      return 0;
    }

    @Override
    Object getParameterValue(int index) {
      throw new IndexOutOfBoundsException();
    }

    @Override
    ParameterRole getParameterRole(int index) {
      throw new IndexOutOfBoundsException();
    }
  }

  /** A built-in that works with and without arguments: {@code x?f} and {@code x?f(a)}. */
  private static final class Ours extends BuiltInWithDirectCallOptimization {
    private final Work work;
    private final boolean missingOk;
    private boolean called;

    Ours(Work work, boolean missingOk) {
      this.work = work;
      this.missingOk = missingOk;
    }

    @Override
    protected void setDirectlyCalled() {
      called = true;
    }

    @Override
    TemplateModel _eval(Environment env) throws TemplateException {
      TemplateModel left = left(env);
      if (left == null && !missingOk) throw InvalidReferenceException.getInstance(target, env);
      return called
          ? (TemplateMethodModelEx) args -> work.run(left, models(args))
          : work.run(left, List.of());
    }

    /** As FreeMarker's own {@code !} does: in parentheses any step may be missing. */
    private TemplateModel left(Environment env) throws TemplateException {
      if (!missingOk || !(target instanceof ParentheticalExpression)) return target.eval(env);
      boolean before = env.setFastInvalidReferenceExceptions(true);
      try {
        return target.eval(env);
      } catch (InvalidReferenceException e) {
        return null;
      } finally {
        env.setFastInvalidReferenceExceptions(before);
      }
    }

    private static List<TemplateModel> models(List<?> args) {
      List<TemplateModel> models = new ArrayList<>(args.size());
      for (Object arg : args) models.add((TemplateModel) arg);
      return models;
    }
  }
}
