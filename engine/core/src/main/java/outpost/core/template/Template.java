package outpost.core.template;

import freemarker.template.SimpleScalar;
import freemarker.template.TemplateModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import outpost.api.Problem;
import outpost.api.Secret;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Span;

/**
 * A YAML value whose texts may hold {@code ${…}}. Immutable; any number of threads may evaluate it.
 */
public abstract sealed class Template {
  private final Templates home;
  private final Span span;
  private Object known; // of a constant; whoever comes first works it out, to the same end

  private Template(Templates home, Span span) {
    this.home = home;
    this.span = span;
  }

  final Templates home() {
    return home;
  }

  public final Span span() {
    return span;
  }

  /** Returns whether its value is the same in every scope. */
  public abstract boolean constant();

  /**
   * Returns its value. Entries of maps and items of lists that are {@link Omit#OMIT} are left out;
   * it is that itself if all of it is omitted.
   *
   * @throws EvaluationFailed if it has no value
   * @throws UnknownValue if any part of it is unknown
   */
  public final Object evaluate(Scope scope) {
    if (constant()) return constantValue();
    return Plain.withoutOmitted(value(home.evaluation(scope), false));
  }

  /**
   * Returns its value with an {@link Unknown} in the place of each part that hangs on an unknown
   * variable. Unlike {@link #preview} this is for the run: every lookup is asked.
   *
   * @throws EvaluationFailed if it has no value
   */
  public final Object evaluateKnown(Scope scope) {
    if (constant()) return constantValue();
    return Plain.withoutOmitted(value(home.evaluation(scope), true));
  }

  /**
   * Returns its value with an {@link Unknown} in the place of each part that is unknown, without
   * asking lookups that do something or answer otherwise each time.
   *
   * @throws EvaluationFailed if it has no value
   */
  public final Object preview(Scope scope) {
    if (constant()) return constantValue();
    return Plain.withoutOmitted(value(home.preview(scope), true));
  }

  /**
   * Returns a value of it, or one in it, as the name of a host or a group: it is told wherever
   * something is done there.
   *
   * @throws EvaluationFailed if it is a secret
   */
  public final String named(Object value) {
    if (!(value instanceof Secret)) return String.valueOf(value);
    throw new EvaluationFailed(
        Problem.of(
            "secret-refused",
            "a secret cannot be the name of a host or a group, which is seen by all",
            "where that is meant write `?reveal`"),
        span,
        false);
  }

  /** Checks what will surely be evaluated. */
  public final void check(Scope scope, Problems problems) {
    check(scope, problems, true);
  }

  /**
   * Reports what fails with these variables: surely as errors, perhaps as warnings.
   *
   * @param surely whether it will be evaluated at all; else all is told as warnings
   */
  public final void check(Scope scope, Problems problems, boolean surely) {
    check(new Judge(home.preview(scope), problems, surely));
  }

  /**
   * Returns the variables that it refers to itself, each with one step of its path where there is
   * one: {@code ports}, {@code ansible_facts.os_family}. What is asked of other hosts' variables
   * ({@code hostvars[h].ansible_facts.x}) counts as well, without {@code hostvars[h]}.
   */
  public final Set<String> variables() {
    Set<String> names = new TreeSet<>();
    collectVariables(names);
    return names;
  }

  /** Returns the value that is the same in every scope. */
  Object constantValue() {
    Object value = known;
    if (value == null) {
      value = Plain.withoutOmitted(value(null, false));
      known = value;
    }
    return value;
  }

  abstract Object value(Evaluation evaluation, boolean lenient);

  abstract void check(Judge judge);

  abstract void collectVariables(Set<String> names);

  /** A scalar. */
  public static final class Leaf extends Template {
    private final Node.Scalar scalar;
    private final Text text;
    private final Object constant;
    private final Vaulted vaulted;
    private final boolean sealed;

    private Leaf(Leaf open) {
      super(open.home(), open.span());
      this.scalar = open.scalar;
      this.text = open.text;
      this.constant = null;
      this.vaulted =
          open.constant() ? new Vaulted(home(), scalar, kept(open.text())) : open.vaulted;
      this.sealed = true;
    }

    /** Returns this with whatever it comes to as a secret. */
    public Leaf sealed() {
      return new Leaf(this);
    }

    Leaf(Templates home, Node.Scalar scalar, Text text) {
      super(home, scalar.span());
      this.scalar = scalar;
      this.text = text;
      this.constant = null;
      this.vaulted = null;
      this.sealed = false;
    }

    Leaf(Templates home, Node.Scalar scalar, Vaulted vaulted) {
      super(home, scalar.span());
      this.scalar = scalar;
      this.text = null;
      this.constant = null;
      this.vaulted = vaulted;
      this.sealed = false;
    }

    Leaf(Templates home, Node.Scalar scalar, Object constant) {
      super(home, scalar.span());
      this.scalar = scalar;
      this.text = null;
      this.constant = constant;
      this.vaulted = null;
      this.sealed = false;
    }

    @Override
    public boolean constant() {
      return text == null && vaulted == null;
    }

    /** Returns the text of a constant as it was written, whatever type YAML gives it. */
    public String text() {
      if (!constant()) throw new IllegalStateException("not constant");
      return constant instanceof String string ? string : scalar.text();
    }

    /** Returns whether it stood without quotes, so that YAML 1.1 gives it a type. */
    public boolean plain() {
      return scalar.plain();
    }

    @Override
    Object constantValue() {
      return constant;
    }

    /** Returns its value as expressions see it; null if that is null. */
    TemplateModel model(Evaluation evaluation) {
      if (vaulted != null) return Secrets.model(vaulted.value());
      if (text == null) return Models.of(constant, "it", Models.PLAIN);
      if (sealed) return Models.of(value(evaluation, true), "it", Models.PLAIN);
      TemplateModel model = text.model(evaluation);
      boolean secret = isSecret() && !text.isOneHole();
      return secret && model instanceof SimpleScalar plain
          ? Secrets.model(kept(plain.getAsString()))
          : model;
    }

    /** Returns its value as the name of a field. */
    String name(Evaluation evaluation) {
      if (vaulted != null) return vaulted.value().revealText(); // names are no secrets
      return text == null ? text() : text.string(evaluation);
    }

    /** Whether it stands in a file that was encrypted: then whatever is text in it is a secret. */
    private boolean isSecret() {
      return sealed || scalar.span().source().secrecy() == Source.Secrecy.VALUES;
    }

    private Secret kept(String secret) {
      Secret kept = Secret.of(secret);
      home().unlocker().keep(kept);
      return kept;
    }

    @Override
    Object value(Evaluation evaluation, boolean lenient) {
      if (vaulted != null) return vaulted.value();
      if (text == null) return constant;
      Object value = text.value(evaluation, lenient);
      if (sealed && (value instanceof Number || value instanceof Written)) {
        return kept(String.valueOf(value));
      }
      boolean secret = isSecret() && (sealed || !text.isOneHole()) && value instanceof String;
      return secret ? kept((String) value) : value;
    }

    @Override
    void check(Judge judge) {
      if (vaulted != null) judge.vaulted(vaulted);
      if (text != null) text.check(judge);
    }

    @Override
    void collectVariables(Set<String> names) {
      if (text != null) text.collectVariables(names);
    }
  }

  /** A list. */
  public static final class Items extends Template {
    private final List<Template> items;
    private final boolean constant;

    Items(Templates home, Span span, List<Template> items) {
      super(home, span);
      this.items = List.copyOf(items);
      this.constant = items.stream().allMatch(Template::constant);
    }

    public List<Template> items() {
      return items;
    }

    @Override
    public boolean constant() {
      return constant;
    }

    @Override
    Object value(Evaluation evaluation, boolean lenient) {
      List<Object> values = new ArrayList<>(items.size());
      for (Template item : items) values.add(item.value(evaluation, lenient));
      return Collections.unmodifiableList(values);
    }

    @Override
    void check(Judge judge) {
      items.forEach(item -> item.check(judge));
    }

    @Override
    void collectVariables(Set<String> names) {
      items.forEach(item -> item.collectVariables(names));
    }
  }

  /** A mapping, in the order of its file. */
  public static final class Fields extends Template {
    private final List<Field> fields;
    private final boolean constant;

    Fields(Templates home, Span span, List<Field> fields) {
      super(home, span);
      this.fields = List.copyOf(fields);
      this.constant =
          fields.stream().allMatch(field -> field.key().constant() && field.value().constant());
    }

    public List<Field> fields() {
      return fields;
    }

    /** Returns the value behind a key that is written out. */
    public Optional<Template> get(String key) {
      return fields.stream()
          .filter(field -> field.key().constant() && field.key().text().equals(key))
          .map(Field::value)
          .findFirst();
    }

    @Override
    public boolean constant() {
      return constant;
    }

    /** Returns the fields by the values of their keys. */
    Map<String, Template> byName(Evaluation evaluation) {
      Map<String, Template> named = new LinkedHashMap<>();
      for (Field field : fields) named.put(name(field, evaluation), field.value());
      return named;
    }

    private static String name(Field field, Evaluation evaluation) {
      return field.key().name(evaluation);
    }

    @Override
    Object value(Evaluation evaluation, boolean lenient) {
      Map<String, Object> values = new LinkedHashMap<>();
      try {
        for (Field field : fields) {
          values.put(name(field, evaluation), field.value().value(evaluation, lenient));
        }
      } catch (UnknownValue e) {
        if (!lenient) throw e;
        return new Unknown.Open(Unknown.ANY); // a name is not known
      }
      return Collections.unmodifiableMap(values);
    }

    @Override
    void check(Judge judge) {
      for (Field field : fields) {
        field.key().check(judge);
        field.value().check(judge);
      }
    }

    @Override
    void collectVariables(Set<String> names) {
      for (Field field : fields) {
        field.key().collectVariables(names);
        field.value().collectVariables(names);
      }
    }
  }

  /** One entry of a mapping. */
  public record Field(Leaf key, Template value) {}
}
