package outpost.core.catalog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import outpost.core.source.Node;

/**
 * What a probe printed: values by key, keys nested at their dots. One thread at a time.
 *
 * <p>{@code key=value} is text of one line; {@code key:base64} is a blob. Other lines are ignored:
 * they are what tools print beside their answer. A newline alone ends a line, as it does to a
 * shell: carriage returns and Unicode's own ends of lines are part of a value.
 */
public final class Answers {
  private static final Pattern LINE =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_.@+-]*)([=:])(.*)", Pattern.DOTALL);

  private final List<byte[]> values = new ArrayList<>();
  private final Map<String, Answers> children = new LinkedHashMap<>();

  /** Reads a probe's standard output. */
  public static Answers parse(byte[] stdout) {
    Answers root = new Answers();
    for (String line : new String(stdout, StandardCharsets.UTF_8).split("\n")) root.line(line);
    return root;
  }

  /** Takes answers from a YAML mapping, as test cases spell them. */
  public static Answers of(Node node) {
    Answers answers = new Answers();
    if (node instanceof Node.Mapping map) {
      map.entries().forEach(e -> answers.below(e.key().text()).merge(of(e.value())));
    } else if (node instanceof Node.Sequence list) {
      list.items().forEach(item -> answers.merge(of(item)));
    } else if (node instanceof Node.Scalar scalar) {
      answers.values.add(scalar.text().getBytes(StandardCharsets.UTF_8));
    }
    return answers;
  }

  private void line(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) return;
    Iterator<String> path = Arrays.asList(matcher.group(1).split("\\.")).iterator();
    Answers answer = this;
    while (path.hasNext()) answer = answer.below(path.next());
    if (matcher.group(2).equals("=")) {
      answer.values.add(matcher.group(3).getBytes(StandardCharsets.UTF_8));
    } else {
      try {
        answer.values.add(Base64.getDecoder().decode(matcher.group(3)));
      } catch (IllegalArgumentException e) {
        // no blob: a line of some tool that happens to hold a colon
      }
    }
  }

  /** Returns the answers below a key, made if there are none yet. */
  public Answers below(String key) {
    return children.computeIfAbsent(key, k -> new Answers());
  }

  /** Returns the place for the answers of a probe's part: {@code component} or {@code map.KEY}. */
  public Answers part(String key) {
    int dot = key.indexOf('.');
    return dot < 0 ? below(key) : below(key.substring(0, dot)).below(key.substring(dot + 1));
  }

  /** Adds one text answer. */
  public void add(String key, String value) {
    Answers answer = this;
    for (String part : key.split("\\.")) answer = answer.below(part);
    answer.values.add(value.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds all of another's answers to these. */
  public void merge(Answers other) {
    values.addAll(other.values);
    other.children.forEach((key, child) -> below(key).merge(child));
  }

  List<byte[]> values() {
    return values;
  }

  Map<String, Answers> children() {
    return children;
  }

  boolean isEmpty() {
    return values.isEmpty() && children.isEmpty();
  }
}
