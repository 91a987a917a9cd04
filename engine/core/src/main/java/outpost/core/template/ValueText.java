package outpost.core.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import outpost.api.Secret;
import outpost.core.source.Node;
import outpost.core.source.Source;

/** Shows values as people and programs exchange them. */
public final class ValueText {
  private ValueText() {}

  /** Returns what is written, typed by YAML 1.1, with expressions as they stand. */
  public static Object written(Node node) {
    return written(node, String::toString);
  }

  /** Returns the same, but marks text that is no template as Ansible does in JSON. */
  public static Object marked(Node node) {
    return written(node, text -> Map.of("__ansible_unsafe", text));
  }

  private static Object written(Node node, Function<String, Object> raw) {
    if (node instanceof Node.Sequence list) {
      List<Object> items = new ArrayList<>();
      for (Node item : list.items()) items.add(written(item, raw));
      return items;
    }
    if (node instanceof Node.Mapping mapping) {
      Map<String, Object> entries = new LinkedHashMap<>();
      for (Node.Entry entry : mapping.entries()) {
        entries.put(entry.key().text(), written(entry.value(), raw));
      }
      return entries;
    }
    Node.Scalar scalar = (Node.Scalar) node;
    if (scalar.isVaulted()) return Secret.of(scalar.text()); // which is shown as ***
    boolean secret = scalar.span().source().secrecy() == Source.Secrecy.VALUES;
    if (scalar.isRaw()) return secret ? Secret.of(scalar.text()) : raw.apply(scalar.text());
    Object value = scalar.plain() ? YamlTypes.value(scalar.text()) : scalar.text();
    return secret && value != null && !(value instanceof Boolean)
        ? Secret.of(scalar.text())
        : value;
  }

  /** Writes JSON with four blanks of indent and keys in order, without a line break at its end. */
  public static String json(Object value) {
    return Json.write(shown(value), 4);
  }

  /** Writes YAML in block style with keys in order; ends with a line break. */
  public static String yaml(Object value) {
    return YamlText.write(shown(value), 2);
  }

  private static Object shown(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> entries = new LinkedHashMap<>();
      map.forEach((key, entry) -> entries.put(String.valueOf(key), shown(entry)));
      return entries;
    }
    if (value instanceof List<?> list) {
      List<Object> items = new ArrayList<>();
      for (Object item : list) items.add(shown(item));
      return items;
    }
    return value instanceof Secret ? value.toString() : value;
  }
}
