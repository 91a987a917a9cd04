package outpost.remoted;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** One XML element as the protocol uses them: attributes and children, never text. */
record Element(String name, Map<String, String> attributes, List<Element> children) {

  Element {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    children = List.copyOf(children);
  }

  static Element named(String name) {
    return new Element(name, Map.of(), List.of());
  }

  Element with(String attribute, String value) {
    Map<String, String> more = new LinkedHashMap<>(attributes);
    more.put(attribute, value);
    return new Element(name, more, children);
  }

  Element with(String attribute, long value) {
    return with(attribute, Long.toString(value));
  }

  Element with(Element child) {
    List<Element> more = new ArrayList<>(children);
    more.add(child);
    return new Element(name, attributes, more);
  }

  Optional<String> get(String attribute) {
    return Optional.ofNullable(attributes.get(attribute));
  }

  /** The attribute as a number; empty if it is missing or none. */
  OptionalInt number(String attribute) {
    String text = attributes.getOrDefault(attribute, "");
    try {
      return OptionalInt.of(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  Optional<Element> child(String wanted) {
    return children.stream().filter(child -> child.name().equals(wanted)).findFirst();
  }

  /** The element and all that is in it. */
  Stream<Element> all() {
    return Stream.concat(Stream.of(this), children.stream().flatMap(Element::all));
  }

  /** The element as text, on one line. */
  String xml() {
    StringBuilder text = new StringBuilder();
    write(text);
    return text.toString();
  }

  private void write(StringBuilder text) {
    text.append('<').append(name);
    attributes.forEach(
        (attribute, value) -> {
          text.append(' ').append(attribute).append("=\"");
          value.codePoints().forEach(c -> escape(text, c));
          text.append('"');
        });
    if (children.isEmpty()) {
      text.append("/>");
      return;
    }
    text.append('>');
    children.forEach(child -> child.write(text));
    text.append("</").append(name).append('>');
  }

  private static void escape(StringBuilder text, int c) {
    switch (c) {
      case '&' -> text.append("&amp;");
      case '<' -> text.append("&lt;");
      case '>' -> text.append("&gt;");
      case '"' -> text.append("&quot;");
      case '\t', '\n', '\r' -> text.append("&#").append(c).append(';');
      default -> {
        if (c < ' ' || c == 0xfffe || c == 0xffff || c >= 0xd800 && c < 0xe000) {
          throw new IllegalArgumentException(
              "XML has no character " + Integer.toHexString(c) + " (XML 1.0, 2.2)");
        }
        text.appendCodePoint(c);
      }
    }
  }
}
