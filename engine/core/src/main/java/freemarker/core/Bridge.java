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
          children.add(new Node(Seals.written(child)));
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
      if (object instanceof Identifier identifier) return plainName(identifier.getName());
      if (object instanceof Dot dot) return dot.getRHO();
      if (object instanceof BuiltIn builtIn) return builtIn.key;
      if (object instanceof StringLiteral literal) return literal.getAsString();
      return object.getNodeTypeSymbol();
    }

    public boolean isExpression() {
      return object instanceof Expression;
    }

    /** Returns whether this calls a function of ours by its name: {@code combine(a, b)}. */
    public boolean isCallOfOurs() {
      return object instanceof MethodCall call
          && call.getTarget() instanceof Identifier identifier
          && isMarked(identifier.getName());
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
    TemplateModel run(TemplateModel left, List<TemplateModel> args, Environment env)
        throws TemplateException;
  }

  /** How far the first letter of a marked name is moved: to syllables of Yi, which are letters. */
  private static final int MARK = '\ua100';

  /**
   * Returns the name of a function as the parser is shown it where it is called, so that it neither
   * hides a variable of that name nor answers for one. It is as long as the name.
   */
  public static String marked(String name) {
    return (char) (name.charAt(0) + MARK) + name.substring(1);
  }

  public static boolean isMarked(String name) {
    return name.charAt(0) >= MARK && name.charAt(0) < MARK + 128;
  }

  /** Returns a name without its mark. */
  public static String plainName(String name) {
    return isMarked(name) ? (char) (name.charAt(0) - MARK) + name.substring(1) : name;
  }

  /** Parses one expression; its first character is in column 1 of line 1. */
  public static Node parse(String text, Template host) throws ParseException {
    return parse(text, host, Set.of());
  }

  /** Parses one expression in which calls of these functions are marked. */
  public static Node parse(String text, Template host, Set<String> functions)
      throws ParseException {
    try {
      FMParserTokenManager tokens = tokens(text, functions);
      FMParser parser = new FMParser(host, false, tokens, host.getParserConfiguration());
      Expression parsed = parser.Expression();
      Token end = parser.getNextToken();
      if (end.kind != FMParserConstants.EOF || !(parsed instanceof ParentheticalExpression)) {
        throw new ParseException("Expected the end of the expression", host, end);
      }
      Expression inner = (Expression) parsed.getParameterValue(0);
      Seals.compare(inner);
      return new Node(inner);
    } catch (TokenMgrError e) {
      throw e.toParseException(host);
    }
  }

  /** A pair of parentheses around it all lets line breaks and {@code >} be part of it. */
  private static FMParserTokenManager tokens(String text, Set<String> functions) {
    SimpleCharStream chars =
        new SimpleCharStream(new StringReader("(" + text + ")"), 1, 0, text.length() + 4);
    chars.setTabSize(1);
    FMParserTokenManager tokens = new Marking(chars, text, functions);
    tokens.SwitchTo(FMParserConstants.FM_EXPRESSION);
    return tokens;
  }

  /** Marks the names of functions where they are called. */
  private static final class Marking extends FMParserTokenManager {
    private final String text;
    private final Set<String> functions;
    private int before;

    Marking(SimpleCharStream chars, String text, Set<String> functions) {
      super(chars);
      this.text = text;
      this.functions = functions;
    }

    @Override
    public Token getNextToken() {
      Token token = super.getNextToken();
      boolean name = token.kind == FMParserConstants.ID && functions.contains(token.image);
      boolean member = before == FMParserConstants.DOT || before == FMParserConstants.BUILT_IN;
      if (name && !member && isCalled(token)) token.image = marked(token.image);
      before = token.kind;
      return token;
    }

    private boolean isCalled(Token token) {
      int at = 0;
      for (int line = 1; line < token.endLine; line++) at = text.indexOf('\n', at) + 1;
      at += token.endColumn;
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
      return at < text.length() && text.charAt(at) == '(';
    }
  }

  /** Returns whether a lambda binds names at this moment. */
  public static boolean hasLocals(Environment env) {
    return env.getLocalContextStack() != null;
  }

  /** Returns the function that a template has defined under a name; null if there is none. */
  public static TemplateModel ownFunction(Environment env, String name) {
    TemplateModel own = env.getCurrentNamespace() == null ? null : namespaced(env, name);
    return own instanceof Macro ? own : null;
  }

  private static TemplateModel namespaced(Environment env, String name) {
    try {
      return env.getCurrentNamespace().get(name);
    } catch (TemplateModelException e) {
      return null;
    }
  }

  /** Returns the root of a whole template's tree. */
  public static Node root(Template template) {
    return new Node(template.getRootTreeNode());
  }

  /** Lets the comparisons of a template take secrets. */
  public static void comparable(Template template) {
    Seals.compare(template);
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

  /** Lets {@code ?map} take the name of a built-in and its arguments, besides a lambda. */
  public static void addNamedMap(Work work) {
    BuiltIn.BUILT_INS_BY_NAME.put("map", new NamedMap(work));
  }

  private static TemplateModel below(Expression expression, Environment env, List<Local> locals)
      throws TemplateException {
    if (locals.isEmpty()) return expression.eval(env);
    Local outer = locals.get(0);
    Expression inner = new Below(expression, locals.subList(1, locals.size()));
    return env.evaluateWithNewLocal(inner, outer.name(), outer.value());
  }

  /** An expression of which some names are still to be bound. */
  private static final class Below extends Childless {
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
          ? (TemplateMethodModelEx) args -> call(left, models(args), env)
          : work.run(left, List.of(), env);
    }

    private TemplateModel call(TemplateModel left, List<TemplateModel> args, Environment env)
        throws TemplateModelException {
      try {
        return work.run(left, args, env);
      } catch (TemplateModelException e) {
        throw e;
      } catch (TemplateException e) {
        throw new TemplateModelException(e.getMessage(), e);
      }
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

  /** {@code list?map('upper')}, besides FreeMarker's {@code list?map(x -> …)}. */
  private static final class NamedMap extends BuiltInsForSequences.mapBI {
    private final Work work;
    private List<Expression> named = List.of();

    NamedMap(Work work) {
      this.work = work;
    }

    @Override
    void bindToParameters(List<Expression> parameters, Token open, Token close)
        throws ParseException {
      boolean lambda = parameters.isEmpty() || parameters.get(0) instanceof LocalLambdaExpression;
      super.bindToParameters(lambda ? parameters : parameters.subList(0, 1), open, close);
      named = lambda ? List.of() : List.copyOf(parameters);
    }

    @Override
    TemplateModel _eval(Environment env) throws TemplateException {
      if (named.isEmpty()) return super._eval(env);
      TemplateModel left = target.eval(env);
      if (left == null) throw InvalidReferenceException.getInstance(target, env);
      List<TemplateModel> args = new ArrayList<>();
      for (Expression arg : named) args.add(arg.eval(env));
      return work.run(left, args, env);
    }

    @Override
    protected List<Expression> getArgumentsAsList() {
      return named.isEmpty() ? super.getArgumentsAsList() : named;
    }

    @Override
    protected int getArgumentsCount() {
      return named.isEmpty() ? super.getArgumentsCount() : named.size();
    }

    @Override
    protected Expression getArgumentParameterValue(int index) {
      return named.isEmpty() ? super.getArgumentParameterValue(index) : named.get(index);
    }

    @Override
    protected void cloneArguments(
        Expression clone, String name, Expression replacement, ReplacemenetState state) {
      super.cloneArguments(clone, name, replacement, state);
      ((NamedMap) clone).named =
          named.stream()
              .map(arg -> arg.deepCloneWithIdentifierReplaced(name, replacement, state))
              .toList();
    }
  }
}
