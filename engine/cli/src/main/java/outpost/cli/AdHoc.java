package outpost.cli;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import outpost.core.catalog.ArgSpec;
import outpost.core.language.OneLineArgs;

/**
 * Writes the playbook of one task that stands for a command line, so that it is read, checked and
 * run like any other.
 *
 * @param hosts a pattern
 * @param module its name as typed
 * @param specs the arguments that the module knows; none if there is no such module
 * @param async after how many seconds a task that runs by itself is given up
 * @param poll how often such a task is looked at
 */
record AdHoc(
    String hosts,
    String module,
    List<ArgSpec> specs,
    Optional<Integer> async,
    Optional<Integer> poll) {
  private static final Pattern PLAIN = Pattern.compile("[\\w/.][\\w/.@%+,-]*");
  private static final Pattern ASSIGNMENT =
      Pattern.compile("([a-z_]+)=(\"[^\"]*\"|'[^']*'|\\S*)(\\s+|$)");

  /** A mapping in YAML or JSON, and no group of commands in a shell: {@code { date; }}. */
  private static final Pattern MAPPING =
      Pattern.compile("\\{\\s*([\"']?[A-Za-z_]\\w*[\"']?\\s*:.*)?\\}", Pattern.DOTALL);

  /** Returns the playbook for a module with arguments as {@code -a} gives them. */
  String withArgs(String given) {
    String text = given.strip();
    if (text.isEmpty()) return playbook(": {}");
    if (MAPPING.matcher(text).matches()) return playbook(": " + text.replace("\n", "\n        "));
    if (isFreeForm()) return freeForm(text);
    return OneLineArgs.recognise(text)
        .map(args -> playbook(mapping(args)))
        .orElseGet(() -> playbook(": " + scalar(text)));
  }

  /** Returns the playbook for a program with its arguments, split into words already. */
  String withWords(List<String> words) {
    return playbook(
        words.stream()
            .map(word -> "\n          - " + scalar(word))
            .collect(Collectors.joining("", ":\n        argv:", "")));
  }

  private boolean isFreeForm() {
    return specs.stream().anyMatch(ArgSpec::freeForm);
  }

  /** A command line may begin with other arguments of its module: {@code chdir=/tmp ls}. */
  private String freeForm(String text) {
    Map<String, String> others = new LinkedHashMap<>();
    Matcher assignment = ASSIGNMENT.matcher(text);
    int at = 0;
    while (assignment.find(at)
        && assignment.start() == at
        && spec(assignment.group(1)).isPresent()) {
      others.put(assignment.group(1), unquoted(assignment.group(2)));
      at = assignment.end();
      assignment.region(at, text.length());
    }
    if (others.isEmpty()) return playbook(": " + scalar(text));
    String line = text.substring(at);
    if (!line.isEmpty()) others.putIfAbsent(freeFormName(), line);
    return playbook(mapping(others));
  }

  private String freeFormName() {
    return specs.stream().filter(ArgSpec::freeForm).findFirst().orElseThrow().name();
  }

  private Optional<ArgSpec> spec(String name) {
    return specs.stream().filter(spec -> spec.answersTo(name)).findFirst();
  }

  private static String unquoted(String word) {
    boolean quoted = word.startsWith("\"") || word.startsWith("'");
    return quoted ? word.substring(1, word.length() - 1) : word;
  }

  private String mapping(Map<String, String> args) {
    List<String> lines = new ArrayList<>(List.of(":"));
    args.forEach((name, value) -> lines.add("        " + name + ": " + value(name, value)));
    return String.join("\n", lines);
  }

  /** Lists and mappings are written as such, where the argument is one. */
  private String value(String name, String value) {
    boolean nested = value.startsWith("[") || value.startsWith("{");
    boolean text = spec(name).map(ArgSpec::type).map(AdHoc::isText).orElse(false);
    return nested && !text && value.indexOf('\n') < 0 ? value : scalar(value);
  }

  private static boolean isText(Type type) {
    Type inner =
        type instanceof ParameterizedType optional && optional.getRawType() == Optional.class
            ? optional.getActualTypeArguments()[0]
            : type;
    return inner instanceof Class<?> plain && !Record.class.isAssignableFrom(plain);
  }

  private static String scalar(String text) {
    if (PLAIN.matcher(text).matches()) return text;
    boolean control = text.chars().anyMatch(Character::isISOControl);
    return control ? Json.of(text, UnaryOperator.identity()) : "'" + text.replace("'", "''") + "'";
  }

  private String playbook(String args) {
    StringBuilder text = new StringBuilder("- hosts: " + scalar(hosts) + "\n  tasks:\n");
    text.append("    - ").append(scalar(module)).append(args).append('\n');
    async.ifPresent(seconds -> text.append("      async: ").append(seconds).append('\n'));
    poll.ifPresent(seconds -> text.append("      poll: ").append(seconds).append('\n'));
    return text.toString();
  }
}
