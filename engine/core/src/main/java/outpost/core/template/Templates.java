package outpost.core.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import outpost.core.source.Node;
import outpost.core.source.Problems;

/**
 * Reads expressions, and texts that hold them, out of YAML values. One per run: making the first
 * takes a tenth of a second, so begin early; any number of threads may use it.
 */
public final class Templates {

  /** Names that no variable can have: expressions would not see it. */
  public static final Set<String> RESERVED =
      Set.of(
          "in", "as", "using", "lt", "lte", "gt", "gte", "true", "false", "omit", "lookup", "query",
          "range");

  private final Engine engine = new Engine();
  private final Functions functions;
  private final Syntax syntax;

  public Templates(Lookups lookups) {
    this.functions = new Functions(lookups);
    this.syntax = new Syntax(engine, functions);
  }

  /** Reads any YAML value; what is wrong in it is reported, and stays out of the result. */
  public Template compile(Node node, Problems problems) {
    if (node instanceof Node.Sequence sequence) {
      List<Template> items = new ArrayList<>();
      for (Node item : sequence.items()) items.add(compile(item, problems));
      return new Template.Items(this, node.span(), items);
    }
    if (node instanceof Node.Mapping mapping) {
      List<Template.Field> fields = new ArrayList<>();
      for (Node.Entry entry : mapping.entries()) {
        fields.add(
            new Template.Field(key(entry.key(), problems), compile(entry.value(), problems)));
      }
      return new Template.Fields(this, node.span(), fields);
    }
    return new ScalarReader(this, syntax, problems).read((Node.Scalar) node);
  }

  private Template.Leaf key(Node.Scalar key, Problems problems) {
    Node.Scalar text = new Node.Scalar(key.span(), key.text(), false, key.tag());
    return new ScalarReader(this, syntax, problems).read(text);
  }

  /**
   * Reads a condition: an expression, or a list of them that must all be true. Nothing at all is
   * true.
   */
  public Condition condition(Node node, Problems problems) {
    return new ConditionReader(this, syntax, problems).read(node);
  }

  Evaluation evaluation(Scope scope) {
    return new Evaluation(engine, functions, scope, false);
  }

  Evaluation preview(Scope scope) {
    return new Evaluation(engine, functions, scope, true);
  }

  Engine engine() {
    return engine;
  }
}
