package outpost.remoted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElementTest {

  @Test
  void writesAttributesAndChildrenInTheirOrder() {
    Element element =
        Element.named("lrmd_command")
            .with("b", 2)
            .with("a", "x")
            .with(Element.named("lrmd_calldata").with(Element.named("lrmd_rsc").with("id", "r")))
            .with(Element.named("more"));
    assertEquals(
        "<lrmd_command b=\"2\" a=\"x\"><lrmd_calldata><lrmd_rsc id=\"r\"/></lrmd_calldata>"
            + "<more/></lrmd_command>",
        element.xml());
  }

  @Test
  void escapesWhatXmlWouldEat() {
    assertEquals(
        "<a v=\"&amp;&lt;&gt;&quot;&#9;&#10;&#13; 'é😀\"/>",
        Element.named("a").with("v", "&<>\"\t\n\r 'é😀").xml());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0", "\u0008", "\u001f", "\ufffe", "\uffff", "\ud800", "\udfff"})
  void refusesWhatXmlCannotSay(String text) {
    Element element = Element.named("a").with("v", text);
    assertThrows(IllegalArgumentException.class, element::xml);
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\ufffd", "\ue000", "\ud7ff", "~"})
  void writesTheNeighboursOfThat(String text) {
    assertEquals("<a v=\"" + text + "\"/>", Element.named("a").with("v", text).xml());
  }

  @Test
  void readsBackWhatItWrites() {
    Element element =
        Element.named("lrmd_notify")
            .with("text", "a<b>\"&é\n\t\r😀")
            .with(Element.named("one").with("k", "v"))
            .with(Element.named("two").with(Element.named("three")));
    assertEquals(Optional.of(element), Xml.read(element.xml()));
  }

  @Test
  void numbersAreNumbersOrNone() {
    Element element = Element.named("a").with("n", -19).with("t", "x");
    assertEquals(OptionalInt.of(-19), element.number("n"));
    assertEquals(OptionalInt.empty(), element.number("t"));
    assertEquals(OptionalInt.empty(), element.number("missing"));
  }

  @Test
  void findsTheFirstChildOfAName() {
    Element element =
        Element.named("a")
            .with(Element.named("b"))
            .with(Element.named("c").with("n", 1))
            .with(Element.named("c").with("n", 2));
    assertEquals(Optional.of(Element.named("c").with("n", 1)), element.child("c"));
    assertEquals(Optional.empty(), element.child("d"));
  }

  @Test
  void xmlThatIsNoneIsEmpty() {
    assertEquals(Optional.empty(), Xml.read("<a v=\"é < \"/>"));
    assertEquals(Optional.empty(), Xml.read(""));
    assertEquals(Optional.empty(), Xml.read("<a/><b/>"));
    assertEquals(Optional.empty(), Xml.read("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>"));
  }
}
