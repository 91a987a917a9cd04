package outpost.core.template;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Writes and reads YAML inside of expressions, with the same types as playbooks have. */
final class YamlText {
  private YamlText() {}

  static Object read(String text) throws BadCall {
    List<Object> all = readAll(text);
    if (all.size() > 1) {
      throw new BadCall(0, "this YAML holds more than one document", "write `?from_yaml_all`");
    }
    return all.isEmpty() ? null : all.get(0);
  }

  static List<Object> readAll(String text) throws BadCall {
    List<Object> all = new ArrayList<>();
    try {
      for (Node node : new Yaml(new LoaderOptions()).composeAll(new StringReader(text))) {
        all.add(value(node, 0));
      }
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new BadCall(0, "this is no YAML: " + e.getProblem() + " (line " + line + " of it)");
    } catch (YAMLException e) {
      throw new BadCall(0, "this is no YAML");
    }
    return all;
  }

  private static Object value(Node node, int depth) throws BadCall {
    if (depth > 500) throw new BadCall(0, "this YAML is nested too deep");
    if (node instanceof SequenceNode sequence) {
      List<Object> list = new ArrayList<>();
      for (Node item : sequence.getValue()) list.add(value(item, depth + 1));
      return list;
    }
    if (node instanceof MappingNode mapping) {
      Map<String, Object> map = new LinkedHashMap<>();
      for (NodeTuple tuple : mapping.getValue()) {
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
          throw new BadCall(0, "a key of this YAML is a list or a map");
        }
        map.put(key.getValue(), value(tuple.getValueNode(), depth + 1));
      }
      return map;
    }
    ScalarNode scalar = (ScalarNode) node;
    boolean plain = scalar.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN;
    return plain ? YamlTypes.value(scalar.getValue()) : scalar.getValue();
  }

  /** Writes block style, keys in order; ends with a line break. */
  static String write(Object value, int indent) {
    StringBuilder out = new StringBuilder();
    write(value, "", " ".repeat(indent), out);
    if (out.charAt(out.length() - 1) != '\n') out.append('\n');
    return out.toString();
  }

  private static void write(Object value, String margin, String step, StringBuilder out) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      Map<String, Object> sorted = new TreeMap<>();
      map.forEach((key, entry) -> sorted.put(String.valueOf(key), entry));
      Iterator<Map.Entry<String, Object>> entries = sorted.entrySet().iterator();
      while (entries.hasNext()) {
        Map.Entry<String, Object> entry = entries.next();
        out.append(margin).append(scalar(entry.getKey(), margin + step)).append(':');
        below(
            entry.getValue(),
            margin + step,
            step,
            entry.getValue() instanceof List<?> ? margin : margin + step,
            out);
      }
    } else if (value instanceof List<?> list && !list.isEmpty()) {
      for (Object item : list) {
        out.append(margin).append('-');
        if (item instanceof Map<?, ?> map && !map.isEmpty()
            || item instanceof List<?> inner && !inner.isEmpty()) {
          StringBuilder nested = new StringBuilder();
          String inner = margin + (step.length() < 2 ? "  " : step);
          write(item, inner, step, nested);
          out.append(nested.substring(margin.length() + 1)); // the dash stands for one blank
        } else {
          below(item, margin + "  ", step, margin + "  ", out);
        }
      }
    } else {
      out.append(margin).append(scalar(value, margin + step)).append('\n');
    }
  }

  private static void below(
      Object value, String margin, String step, String nestedMargin, StringBuilder out) {
    boolean nested =
        value instanceof Map<?, ?> map && !map.isEmpty()
            || value instanceof List<?> list && !list.isEmpty();
    if (nested) {
      out.append('\n');
      write(value, nestedMargin, step, out);
    } else {
      out.append(' ').append(scalar(value, margin)).append('\n');
    }
  }

  private static String scalar(Object value, String margin) {
    if (value == null) return "null";
    if (value instanceof Map<?, ?>) return "{}";
    if (value instanceof List<?>) return "[]";
    if (value instanceof Number number) return Numbers.plain(number);
    if (!(value instanceof String text)) return String.valueOf(value);
    boolean lines = text.indexOf('\n') >= 0;
    if (lines && isBlock(text)) return block(text, margin);
    boolean printable =
        text.chars().allMatch(c -> c >= ' ' && c != 0x7f && c != 0x85 && c != 0xfeff);
    if (!printable) {
      StringBuilder quoted = new StringBuilder();
      Json.quote(text, quoted);
      return quoted.toString();
    }
    return isPlain(text) ? text : "'" + text.replace("'", "''") + "'";
  }

  private static boolean isBlock(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c != 0x7f || c == '\n')
        && !text.startsWith(" ")
        && !text.startsWith("\n")
        && text.lines().noneMatch(line -> line.endsWith(" "));
  }

  private static String block(String text, String margin) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '\n') end--;
    int breaks = text.length() - end;
    StringBuilder out = new StringBuilder(breaks == 0 ? "|-" : breaks == 1 ? "|" : "|+");
    for (String line : text.substring(0, end).split("\n", -1)) {
      out.append('\n').append(line.isEmpty() ? "" : margin + line);
    }
    for (int i = 1; i < breaks; i++) out.append('\n');
    return out.toString();
  }

  /** Returns whether YAML takes a text without quotes as it is. */
  static boolean isPlain(String text) {
    return !text.isEmpty()
        && YamlTypes.value(text) instanceof String
        && "-?:,[]{}#&*!|>'\"%@`=<~ ".indexOf(text.charAt(0)) < 0
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.endsWith(":")
        && !text.endsWith(" ")
        && !text.matches("\\d[\\d_]*(:[0-5]?\\d)+(\\.\\d*)?|\\d{4}-\\d\\d?-\\d\\d?.*|\\.{3}.*");
  }
}
