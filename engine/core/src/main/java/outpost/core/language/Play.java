package outpost.core.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.core.source.Node;
import outpost.core.source.Span;

/** Hosts, and what is to be done on them. */
public record Play(
    Node.Mapping written,
    Keywords keywords,
    List<RoleEntry> roles,
    List<Item> preTasks,
    List<Item> tasks,
    List<Item> postTasks,
    List<Item> handlers)
    implements Playbook.Entry {
  public Play {
    roles = List.copyOf(roles);
    preTasks = List.copyOf(preTasks);
    tasks = List.copyOf(tasks);
    postTasks = List.copyOf(postTasks);
    handlers = List.copyOf(handlers);
  }

  /** Returns where it begins: its first key. */
  public Span span() {
    return written.entries().get(0).key().span();
  }

  public Optional<Node.Scalar> name() {
    return keywords.own(Keyword.NAME).map(Node.Scalar.class::cast);
  }

  /** Returns the patterns of its hosts, expressions among them. */
  public List<Node.Scalar> hosts() {
    return keywords.own(Keyword.HOSTS).map(Task::scalars).orElse(List.of());
  }

  /** Returns what it is called in messages: its name, else its hosts, as written. */
  public String title() {
    return name()
        .map(Node.Scalar::text)
        .orElseGet(() -> String.join(",", hosts().stream().map(Node.Scalar::text).toList()));
  }

  /** Returns its variables, those of playbooks that import it first; a later one wins. */
  public List<Node.Entry> vars() {
    return keywords.all(Keyword.VARS).stream()
        .flatMap(n -> Task.entries(Optional.of(n)).stream())
        .toList();
  }

  /** Returns the sizes of its batches, the last one repeating; none: all hosts at once. */
  public List<Node.Scalar> serial() {
    return keywords.own(Keyword.SERIAL).map(Task::scalars).orElse(List.of());
  }

  /** Returns the task that reads facts before all others, with what the play says of it. */
  public Task gathering() {
    Node.Scalar module = new Node.Scalar(span(), "setup", false, Node.Scalar.RAW);
    Node.Scalar title = new Node.Scalar(span(), "Gathering facts", false, Node.Scalar.RAW);
    List<Node.Entry> args = new ArrayList<>();
    for (Keyword keyword :
        List.of(Keyword.GATHER_SUBSET, Keyword.GATHER_TIMEOUT, Keyword.FACT_PATH)) {
      keywords.ownEntry(keyword).ifPresent(args::add);
    }
    Call call = new Call(module, "setup", Optional.empty(), new Node.Mapping(span(), args));
    Map<Keyword, Node.Entry> own = Map.of(Keyword.NAME, new Node.Entry(module, title));
    return new Task(
        written, Level.TASK, call, new Keywords(Level.TASK, own, Optional.of(keywords)));
  }

  /** Returns what holds for the play itself. */
  public Optional<Node> find(Keyword keyword) {
    return keywords.find(keyword);
  }
}
