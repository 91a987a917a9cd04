package outpost.core.language;

import java.util.List;
import java.util.Optional;
import outpost.core.source.Node;
import outpost.core.source.Span;

/** One named use of a module, or a handler, as written. */
public record Task(Node.Mapping written, Level level, Call call, Keywords keywords) {

  /** Returns where it begins: its first key. */
  public Span span() {
    return written.entries().get(0).key().span();
  }

  public Optional<Node.Scalar> name() {
    return keywords.own(Keyword.NAME).map(Node.Scalar.class::cast);
  }

  /** Returns what it is called in messages: its name as written, else its module's. */
  public String title() {
    return name().map(Node.Scalar::text).orElse(call.module());
  }

  /** Returns the conditions that must all hold. */
  public List<Node.Scalar> when() {
    return keywords.all(Keyword.WHEN).stream().flatMap(n -> scalars(n).stream()).toList();
  }

  /** Returns the task's own variables. */
  public List<Node.Entry> vars() {
    return entries(keywords.own(Keyword.VARS));
  }

  public Optional<Node> loop() {
    return keywords.own(Keyword.LOOP);
  }

  public LoopControl loopControl() {
    return LoopControl.of(keywords.own(Keyword.LOOP_CONTROL));
  }

  public Optional<String> register() {
    return keywords.own(Keyword.REGISTER).map(n -> ((Node.Scalar) n).text());
  }

  /** Returns the handlers and topics it notifies, expressions among them. */
  public List<Node.Scalar> notifies() {
    return list(Keyword.NOTIFY);
  }

  /** Returns the topics that a handler runs for besides its name. */
  public List<String> listen() {
    return list(Keyword.LISTEN).stream().map(Node.Scalar::text).toList();
  }

  public List<Node.Scalar> changedWhen() {
    return list(Keyword.CHANGED_WHEN);
  }

  public List<Node.Scalar> failedWhen() {
    return list(Keyword.FAILED_WHEN);
  }

  public List<Node.Scalar> until() {
    return list(Keyword.UNTIL);
  }

  /** Returns the environments to lay over each other, the outermost first. */
  public List<Node> environment() {
    return keywords.all(Keyword.ENVIRONMENT).stream()
        .flatMap(n -> n instanceof Node.Sequence list ? list.items().stream() : List.of(n).stream())
        .filter(n -> !n.isNull())
        .toList();
  }

  /** Returns what holds for it: what it says itself, else its play. */
  public Optional<Node> find(Keyword keyword) {
    return keywords.find(keyword);
  }

  private List<Node.Scalar> list(Keyword keyword) {
    return keywords.own(keyword).map(Task::scalars).orElse(List.of());
  }

  static List<Node.Scalar> scalars(Node node) {
    List<Node> all = node instanceof Node.Sequence list ? list.items() : List.of(node);
    return all.stream()
        .filter(n -> !n.isNull() && n instanceof Node.Scalar)
        .map(Node.Scalar.class::cast)
        .toList();
  }

  static List<Node.Entry> entries(Optional<Node> node) {
    return node.isPresent() && node.get() instanceof Node.Mapping map ? map.entries() : List.of();
  }
}
