package freemarker.core;

import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateMethodModel;
import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateNumberModel;
import freemarker.template.TemplateScalarModel;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Lets FreeMarker's own comparisons and built-ins for text work on sealed values, which are no text
 * to it: they are opened for the one step, and what comes of it is sealed again. On the way it sees
 * to it that no range or padding is longer than memory.
 *
 * <p>It sits in FreeMarker's package as {@link Bridge} does, and for the same reason.
 */
@SuppressWarnings("deprecation") // FreeMarker marks its inner types so
public final class Seals {
  private static final List<Field> SIDES =
      List.of(
          field(ComparisonExpression.class, "left"), field(ComparisonExpression.class, "right"));
  private static final Field END = field(Range.class, "rho");

  /** The most numbers in a range, or characters in a padded text. */
  private static final int MOST = 1_000_000;

  private Seals() {}

  /** A value that shows what it is only here. */
  public interface Sealed {
    /** Returns the text of the value, for one step. */
    TemplateModel opened();

    /**
     * Returns what came of a step, sealed.
     *
     * @throws TemplateModelException if it would tell what must not be told
     */
    TemplateModel sealed(TemplateModel result, String step) throws TemplateModelException;

    /** Returns what is thrown instead of a failure, which could quote the value. */
    TemplateModelException failed(String step);
  }

  /** Thrown where something would have more than a million parts. */
  public static final class TooMany extends TemplateModelException {
    private static final long serialVersionUID = 1L;

    private TooMany() {
      super("more than a million");
    }
  }

  /** Lets built-ins of FreeMarker take sealed values; to be called before the first parse. */
  public static void install(Set<String> names) {
    for (String name : names) {
      BuiltIn original = BuiltIn.BUILT_INS_BY_NAME.get(name);
      if (original == null) throw new IllegalArgumentException("no built-in " + name);
      BuiltIn.BUILT_INS_BY_NAME.put(name, new Sealing(original));
    }
  }

  /** Lets the comparisons of a template take sealed values, and its ranges end soon enough. */
  static void compare(Template template) {
    compare(template.getRootTreeNode());
  }

  /** Returns whether there is a range in it: then it is not known before it is evaluated. */
  static boolean compare(TemplateObject object) {
    boolean ranges = false;
    for (int i = 0; i < object.getParameterCount(); i++) {
      if (object.getParameterValue(i) instanceof TemplateObject part) ranges |= compare(part);
    }
    if (object instanceof TemplateElement element) {
      for (int i = 0; i < element.getChildCount(); i++) compare(element.getChild(i));
    }
    if (object instanceof ComparisonExpression comparison) {
      for (Field side : SIDES) replace(comparison, side, Opening::new);
    }
    if (object instanceof Range range && range.rho != null) {
      replace(range, END, end -> new Bound(end, range));
      ranges = true;
    }
    if (ranges && object instanceof Expression expression) expression.constantValue = null;
    return ranges;
  }

  private static void replace(Expression in, Field place, UnaryOperator<Expression> around) {
    try {
      Expression inner = (Expression) place.get(in);
      if (!(inner instanceof Around)) place.set(in, around.apply(inner));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Field field(Class<?> owner, String name) {
    try {
      Field field = owner.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns what stands in the text for a part of the tree. */
  static TemplateObject written(TemplateObject part) {
    return part instanceof Around around ? around.inner : part;
  }

  private static TemplateModel opened(TemplateModel model) {
    return model instanceof Sealed sealed ? sealed.opened() : model;
  }

  /** An expression in the place of another one. */
  private abstract static class Around extends Expression {
    final Expression inner;

    Around(Expression inner) {
      this.inner = inner;
      copyLocationFrom(inner);
    }

    @Override
    boolean isLiteral() {
      return inner.isLiteral();
    }

    @Override
    public String getCanonicalForm() {
      return inner.getCanonicalForm();
    }

    @Override
    String getNodeTypeSymbol() {
      return inner.getNodeTypeSymbol();
    }

    @Override
    int getParameterCount() {
      return inner.getParameterCount();
    }

    @Override
    Object getParameterValue(int index) {
      return inner.getParameterValue(index);
    }

    @Override
    ParameterRole getParameterRole(int index) {
      return inner.getParameterRole(index);
    }
  }

  /** One side of a comparison. */
  private static final class Opening extends Around {
    Opening(Expression inner) {
      super(inner);
    }

    @Override
    TemplateModel _eval(Environment env) throws TemplateException {
      return opened(inner.eval(env));
    }

    @Override
    protected Expression deepCloneWithIdentifierReplaced_inner(
        String name, Expression replacement, ReplacemenetState state) {
      return new Opening(inner.deepCloneWithIdentifierReplaced(name, replacement, state));
    }
  }

  /** The end of a range. */
  private static final class Bound extends Around {
    private final Range range;

    Bound(Expression inner, Range range) {
      super(inner);
      this.range = range;
    }

    @Override
    TemplateModel _eval(Environment env) throws TemplateException {
      TemplateModel end = inner.eval(env);
      if (!(end instanceof TemplateNumberModel number)) return end;
      double length = number.getAsNumber().doubleValue();
      // the start is not evaluated twice for nothing: it may be a lookup
      boolean fromStart = range.getEndType() != Range.END_SIZE_LIMITED;
      if (fromStart && (range.lho.isLiteral() || Math.abs(length) > MOST)) {
        TemplateModel start = range.lho.eval(env);
        if (start instanceof TemplateNumberModel from) length -= from.getAsNumber().doubleValue();
      }
      if (Math.abs(length) > MOST) throw new TooMany();
      return end;
    }

    @Override
    protected Expression deepCloneWithIdentifierReplaced_inner(
        String name, Expression replacement, ReplacemenetState state) {
      return inner.deepCloneWithIdentifierReplaced(name, replacement, state);
    }
  }

  /** The left side of a built-in, when its value is known already. */
  private static final class Known extends Around {
    private final TemplateModel value;

    Known(Expression inner, TemplateModel value) {
      super(inner);
      this.value = value;
    }

    @Override
    TemplateModel _eval(Environment env) throws TemplateException {
      return value;
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
  }

  /** The left side of a built-in that is there to be cloned. */
  private static final class Nothing extends Childless {
    @Override
    TemplateModel _eval(Environment env) {
      return null;
    }
  }

  /** A built-in of FreeMarker that takes sealed values as well, left of it and as arguments. */
  private static final class Sealing extends BuiltIn {
    private final BuiltIn original;

    Sealing(BuiltIn original) {
      this.original = original;
      original.setTarget(new Nothing());
    }

    @Override
    TemplateModel _eval(Environment env) throws TemplateException {
      TemplateModel left = target.eval(env);
      BuiltIn step =
          (BuiltIn) original.deepCloneWithIdentifierReplaced("", target, new ReplacemenetState());
      step.key = key;
      step.setTarget(left == null ? target : new Known(target, opened(left)));
      step.copyLocationFrom(this);
      Sealed sealed = left instanceof Sealed ? (Sealed) left : null;
      TemplateModel result = sealed == null ? step.eval(env) : sealed(sealed, env, step);
      boolean onlyMethod =
          result instanceof TemplateMethodModel && !(result instanceof TemplateScalarModel);
      return onlyMethod ? method((TemplateMethodModel) result, sealed, env) : result;
    }

    private TemplateModel sealed(Sealed seal, Environment env, BuiltIn step)
        throws TemplateException {
      TemplateModel result;
      try {
        result = step.eval(env);
      } catch (TemplateException e) {
        throw seal.failed(key);
      }
      boolean onlyMethod =
          result instanceof TemplateMethodModel && !(result instanceof TemplateScalarModel);
      return onlyMethod ? result : seal.sealed(result, key);
    }

    private TemplateMethodModelEx method(TemplateMethodModel method, Sealed left, Environment env) {
      return args -> {
        Sealed seal = left;
        List<Object> opened = new ArrayList<>(args.size());
        for (Object arg : args) {
          if (seal == null && arg instanceof Sealed sealed) seal = sealed;
          if (arg instanceof TemplateNumberModel number
              && number.getAsNumber().doubleValue() > MOST) throw new TooMany();
          opened.add(argument(method, opened((TemplateModel) arg), env));
        }
        if (seal == null) return method.exec(opened);
        Object result;
        try {
          result = method.exec(opened);
        } catch (TemplateModelException e) {
          throw seal.failed(key);
        }
        return seal.sealed((TemplateModel) result, key);
      };
    }

    /** FreeMarker's older methods take their arguments as text. */
    private static Object argument(TemplateMethodModel method, TemplateModel arg, Environment env)
        throws TemplateModelException {
      if (method instanceof TemplateMethodModelEx || arg == null) return arg;
      try {
        return EvalUtil.coerceModelToPlainText(arg, null, null, env);
      } catch (TemplateModelException e) {
        throw e;
      } catch (TemplateException e) {
        throw new TemplateModelException(e.getMessage(), e);
      }
    }
  }
}
