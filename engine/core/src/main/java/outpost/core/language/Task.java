package outpost.core.language;

import java.util.List;
import java.util.Optional;
import outpost.core.source.Node;

/** One named use of a module, or a handler, as written. */
public record Task(Node.Mapping written, Level level, Call call, Keywords keywords)
    implements Item {

  public Optional<Node.Scalar> name() {
    return keywords.own(Keyword.NAME).map(Node.Scalar.class::cast);
  }

  /** Returns what it is called in messages: its name as written, else its module's. */
  public String title() {
    return name().map(Node.Scalar::text).orElse(call.module());
  }

  /** Returns the conditions that must all hold, those of blocks around it first. */
  public List<Node.Scalar> when() {
    return keywords.all(Keyword.WHEN).stream().flatMap(n -> scalars(n).stream()).toList();
  }

  /** Returns the variables of the task and of the blocks around it; a later one wins. */
  public List<Node.Entry> vars() {
    return keywords.belowPlay(Keyword.VARS).stream()
        .flatMap(n -> entries(Optional.of(n)).stream())
        .toList();
  }

  /** Returns its loop, as {@code loop} or as one of {@code with_…}. */
  public Optional<Node.Entry> loop() {
    return keywords.ownLoop();
  }

  public LoopControl loopControl() {
    return LoopControl.of(keywords.own(Keyword.LOOP_CONTROL));
  }

  public Optional<String> register() {
    return keywords.own(Keyword.REGISTER).map(n -> ((Node.Scalar) n).text());
  }

  /** Returns the handlers and topics it notifies, expressions among them. */
  public List<Node.Scalar> notifies() {
    return keywords.find(Keyword.NOTIFY).map(Task::scalars).orElse(List.of());
  }

  /** Returns its tags and those around it, each once. */
  public List<Node.Scalar> tags() {
    return keywords.all(Keyword.TAGS).stream().flatMap(n -> scalars(n).stream()).toList();
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
