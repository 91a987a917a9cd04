package outpost.modules.cluster;

import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An XML element as Pacemaker writes them: a name, attributes, children; text between them says
 * nothing there.
 */
record Xml(String name, Map<String, String> attributes, List<Xml> children) {

  Xml {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    children = List.copyOf(children);
  }

  /** Returns an element from attribute names and values in turn. */
  static Xml of(String name, String... namesAndValues) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      attributes.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return new Xml(name, attributes, List.of());
  }

  /** Returns this element with these children behind its own. */
  Xml with(List<Xml> more) {
    return new Xml(name, attributes, Stream.concat(children.stream(), more.stream()).toList());
  }

  Xml with(Xml... more) {
    return with(List.of(more));
  }

  /**
   * Reads a document. Document types are not read: nothing that a host answers may make this side
   * open files or connections.
   *
   * @throws IllegalArgumentException if it is not well-formed
   */
  static Xml parse(byte[] document) {
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      return read(factory.createXMLStreamReader(new ByteArrayInputStream(document), "UTF-8"));
    } catch (XMLStreamException e) {
      throw new IllegalArgumentException("this is no XML: " + e.getMessage(), e);
    }
  }

  private static Xml read(XMLStreamReader reader) throws XMLStreamException {
    Deque<Xml> open = new ArrayDeque<>();
    Deque<List<Xml>> children = new ArrayDeque<>();
    children.push(new ArrayList<>());
    while (reader.hasNext()) {
      int event = reader.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        open.push(new Xml(reader.getLocalName(), attributes(reader), List.of()));
        children.push(new ArrayList<>());
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        Xml closed = open.pop().with(children.pop());
        children.element().add(closed);
      }
    }
    return children.element().get(0);
  }

  private static Map<String, String> attributes(XMLStreamReader reader) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
    }
    return attributes;
  }

  /** Returns an attribute's value, or empty text. */
  String attribute(String key) {
    return attributes.getOrDefault(key, "");
  }

  /** Whether another element is this one, perhaps changed: of the same kind and id. */
  boolean sameAs(Xml other) {
    return name.equals(other.name) && is("id", other.attribute("id"));
  }

  boolean is(String key, String value) {
    return attribute(key).equals(value);
  }

  /** Whether an attribute says yes, in any of Pacemaker's spellings. */
  boolean says(String key) {
    return yes(attribute(key));
  }

  /** Whether a value of the CIB means yes ({@code crm_str_to_boolean}). */
  static boolean yes(String value) {
    return switch (value.toLowerCase(java.util.Locale.ROOT)) {
      case "true", "yes", "on", "y", "1" -> true;
      default -> false;
    };
  }

  /** Returns this element with other ones in the places of some of those below it. */
  Xml replace(Predicate<Xml> which, Function<Xml, Stream<Xml>> how) {
    return new Xml(
        name,
        attributes,
        children.stream()
            .map(child -> child.replace(which, how))
            .flatMap(child -> which.test(child) ? how.apply(child) : Stream.of(child))
            .toList());
  }

  /** Returns this element with these children instead of its own. */
  Xml withOnly(List<Xml> others) {
    return new Xml(name, attributes, others);
  }

  /** Returns this element with other values of some attributes; empty ones go. */
  Xml set(Map<String, String> values) {
    Map<String, String> all = new LinkedHashMap<>(attributes);
    all.putAll(values);
    all.values().removeIf(String::isEmpty);
    return new Xml(name, all, children);
  }

  /** Returns the children of a name. */
  Stream<Xml> children(String child) {
    return children.stream().filter(c -> c.name.equals(child));
  }

  /** Returns the elements that a path of names leads to. */
  Stream<Xml> at(String... path) {
    Stream<Xml> found = Stream.of(this);
    for (String step : path) found = found.flatMap(x -> x.children(step));
    return found;
  }

  Optional<Xml> first(String... path) {
    return at(path).findFirst();
  }

  /** Returns this element and all below it, in the order of the document. */
  Stream<Xml> all() {
    return Stream.concat(Stream.of(this), children.stream().flatMap(Xml::all));
  }

  Stream<Xml> all(String element) {
    return all().filter(x -> x.name.equals(element));
  }

  /** Returns this element as text, indented by two blanks per level. */
  String text() {
    StringBuilder text = new StringBuilder();
    write(text, "");
    return text.toString();
  }

  private void write(StringBuilder text, String indent) {
    text.append(indent).append('<').append(name);
    attributes.forEach(
        (key, value) ->
            text.append(' ').append(key).append("=\"").append(escape(value)).append('"'));
    if (children.isEmpty()) {
      text.append("/>\n");
      return;
    }
    text.append(">\n");
    children.forEach(child -> child.write(text, indent + "  "));
    text.append(indent).append("</").append(name).append(">\n");
  }

  private static String escape(String value) {
    return value
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("\n", "&#10;")
        .replace("\t", "&#9;")
        .replace("\r", "&#13;");
  }
}
