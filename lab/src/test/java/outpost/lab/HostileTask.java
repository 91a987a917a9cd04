package outpost.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import outpost.api.Words;
import outpost.core.catalog.ArgSpec;
import outpost.core.source.Node;

/**
 * An example's task with one of its texts replaced.
 *
 * @param number tells it from the others, and is what its canary would sing
 * @param example that it comes from
 * @param arg whose value is replaced
 * @param value what stands there now
 * @param call the module with its arguments, on one line
 */
record HostileTask(int number, Example example, String arg, String value, String call) {
  /** Where files of such tasks go. */
  static final String FOLDER = "/srv/hostile/";

  /** How many lines its two tasks take. */
  static final int LINES = 8;

  /** What these are for is to be run, or to be waited for. */
  private static final Set<String> MODULES =
      Set.of(
          "raw", "shell", "script", "reboot", "wait_for", "pause", "ping", "wait_for_connection");

  private static final Set<String> COMMANDS = Set.of("cmd", "argv", "validate", "test_command");

  /** Texts that the example does not give, and are given in every other task. */
  private static final Set<String> PATHS =
      Set.of("path", "dest", "src", "chdir", "creates", "removes", "home", "file", "chroot", "dir");

  /** What is a program with words behind it: the canary, if that is what it names. */
  private static final Set<String> PROGRAMS = Set.of("rsync_path");

  /** Those of an example of which any argument is a text that is no command; else none. */
  static List<String> texts(Example example) {
    if (MODULES.contains(example.module())) return List.of();
    TaskText task = TaskText.of(example);
    if (task.spec().isEmpty() || !(task.args() instanceof Node.Mapping)) return List.of();
    return task.spec().get().args().specs().stream()
        .filter(arg -> isText(arg) && !COMMANDS.contains(arg.name()))
        .map(ArgSpec::name)
        .toList();
  }

  private static boolean isText(ArgSpec arg) {
    String type = arg.type().getTypeName();
    return Set.of("java.lang.String", "outpost.api.Content", "outpost.api.Secret").stream()
        .anyMatch(
            text -> type.equals(text) || type.matches(".*<" + text.replace(".", "\\.") + ">"));
  }

  static HostileTask of(int number, Example example, String name, HostileText texts) {
    TaskText task = TaskText.of(example);
    ArgSpec arg =
        task.spec().orElseThrow().args().specs().stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow();
    Node.Mapping args = (Node.Mapping) task.args();
    Optional<Node.Entry> given =
        args.entries().stream().filter(entry -> arg.answersTo(entry.key().text())).findFirst();
    boolean isPath =
        given.map(entry -> text(entry.value()).startsWith("/")).orElse(PATHS.contains(name));
    String value = isPath ? FOLDER + number + "/" + texts.nextName(number) : texts.next(number);
    List<String> written = new ArrayList<>();
    for (Node.Entry entry : args.entries()) {
      boolean replaced = given.isPresent() && entry == given.get();
      written.add(
          entry.key().text() + ": " + (replaced ? HostileText.yaml(value) : yaml(entry.value())));
    }
    if (given.isEmpty()) written.add(name + ": " + HostileText.yaml(value));
    String call = example.module() + ": {" + String.join(", ", written) + "}";
    return new HostileTask(number, example, name, value, call);
  }

  private static String text(Node node) {
    if (node instanceof Node.Sequence list)
      return list.items().isEmpty() ? "" : text(list.items().get(0));
    return node instanceof Node.Scalar scalar ? scalar.text() : "";
  }

  /** A value as it stood, in one line. */
  private static String yaml(Node node) {
    if (node instanceof Node.Mapping map) {
      return map.entries().stream()
          .map(entry -> yaml(entry.key()) + ": " + yaml(entry.value()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (node instanceof Node.Sequence list) {
      return list.items().stream()
          .map(HostileTask::yaml)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    Node.Scalar scalar = (Node.Scalar) node;
    String yaml = HostileText.yaml(scalar.text());
    if (scalar.plain() && scalar.text().matches("[\\w./-]*")) return scalar.text();
    return scalar.isRaw() ? yaml : yaml.substring("!unsafe ".length());
  }

  String name(String run) {
    return "hostile " + number + " " + run;
  }

  /** Its two tasks. */
  String tasks() {
    StringBuilder text = new StringBuilder();
    for (String run : List.of("first", "again")) {
      text.append("    - name: ").append(name(run)).append("\n      ignore_errors: true\n");
      text.append("      timeout: 20\n      ").append(call).append('\n');
    }
    return text.toString();
  }

  /** Whether it asks for the canary by name. */
  boolean calls() {
    return PROGRAMS.contains(arg)
        && Words.of(value).filter(words -> words.indexOf("canary") == 0).isPresent();
  }

  /** What is wrong with what was told of it; empty if nothing is. */
  Optional<String> wrong(Map<String, Told> told) {
    Told first = told.get(name("first"));
    Told again = told.get(name("again"));
    if (first == null || again == null) return Optional.of("the run ended before it");
    for (Told one : List.of(first, again)) {
      String message = String.valueOf(one.result().get("msg"));
      if (one.outcome().equals("failed")
          && (message.matches("(?s)(null|)") || message.matches(BLAMED))) {
        return Optional.of("no clear refusal: " + message);
      }
    }
    if (!first.outcome().equals("failed") && again.outcome().equals("failed")) {
      return Optional.of("first " + first.outcome() + ", then " + again.all());
    }
    boolean held = !first.outcome().equals("failed"); // what failed on its way goes on
    if (held && again.outcome().equals("changed") && !again.acted() && !example.always()) {
      return Optional.of("changed again: " + again.changes());
    }
    return Optional.empty();
  }

  /** What a module says of itself, or a shell of a script, where it should say it of a value. */
  private static final String BLAMED =
      "(?s).*(did not converge|answer is not whole|[Ss]yntax error|unterminated|Exception"
          + "|unexpected (EOF|end)|parse error|: not found).*";

  @Override
  public String toString() {
    return example.module() + "." + arg + " = " + HostileText.shown(value);
  }
}
