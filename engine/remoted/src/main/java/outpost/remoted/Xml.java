package outpost.remoted;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Reads XML that a peer sent, without DTDs and what comes with them. */
final class Xml {
  private Xml() {}

  /** Returns the element, or empty if this is not well-formed XML. */
  static Optional<Element> read(String text) {
    try {
      SAXParserFactory factory = SAXParserFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      Tree tree = new Tree();
      factory.newSAXParser().parse(new InputSource(new StringReader(text)), tree);
      return Optional.of(tree.root);
    } catch (SAXException e) {
      return Optional.empty();
    } catch (ParserConfigurationException | IOException e) {
      throw new IllegalStateException(e); // the JDK's own parser, and a string
    }
  }

  private static final class Tree extends DefaultHandler {
    private record Open(String name, Map<String, String> attributes, List<Element> children) {}

    private final Deque<Open> open = new ArrayDeque<>();
    private Element root;

    @Override
    public void startElement(String uri, String local, String name, Attributes given) {
      Map<String, String> attributes = new LinkedHashMap<>();
      for (int i = 0; i < given.getLength(); i++) {
        attributes.put(given.getQName(i), given.getValue(i));
      }
      open.push(new Open(name, attributes, new ArrayList<>()));
    }

    @Override
    public void endElement(String uri, String local, String name) {
      Open done = open.pop();
      root = new Element(done.name(), done.attributes(), done.children());
      if (!open.isEmpty()) {
        open.peek().children().add(root);
      }
    }
  }
}
