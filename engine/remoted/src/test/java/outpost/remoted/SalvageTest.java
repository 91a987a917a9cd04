package outpost.remoted;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SalvageTest {

  @Test
  void keepsWhatComesBeforeTheFirstBrokenAttributeAndTheIdAtTheEnd() {
    assertEquals(
        Optional.of(
            Element.named("lrmd_notify")
                .with("lrmd_exec_rc", 0)
                .with("lrmd_callid", 10)
                .with("lrmd_remote_msg_id", 0)),
        Salvage.of(
            "<lrmd_notify lrmd_exec_rc=\"0\" lrmd_callid=\"10\" lrmd_rsc_output=\"café & <x> \"q\"\""
                + " lrmd_callid=\"99\" lrmd_remote_msg_id=\"0\" lrmd_remote_msg_type=\"notify\"/>"));
  }

  @Test
  void doesNotTakeAnIdOutOfTheText() {
    assertEquals(
        Optional.of(Element.named("lrmd_reply").with("lrmd_remote_msg_id", "5")),
        Salvage.of("<lrmd_reply out=\"é < lrmd_remote_msg_id=\"3\" \" lrmd_remote_msg_id=\"5\"/>"));
  }

  @Test
  void takesAttributesWithEntitiesAsWhole() {
    assertEquals(
        Optional.of(Element.named("lrmd_reply").with("a", "x&amp;y&#10;").with("b", "1")),
        Salvage.of("<lrmd_reply a=\"x&amp;y&#10;\" b=\"1\" c=\"é &\"/>"));
  }

  @Test
  void stopsAtAQuoteThatDoesNotEndTheAttribute() {
    assertEquals(
        Optional.of(Element.named("lrmd_reply").with("a", "1")),
        Salvage.of("<lrmd_reply a=\"1\" b=\"é \"q\" c=\"2\"/>"));
  }

  @Test
  void takesTheLastAttributeBeforeTheEndOfTheTag() {
    assertEquals(
        Optional.of(Element.named("lrmd_reply").with("a", "1")),
        Salvage.of(" <lrmd_reply a=\"1\"><child b=\"é <\"/></lrmd_reply>"));
    assertEquals(
        Optional.of(Element.named("lrmd_reply").with("a", "1")),
        Salvage.of("<lrmd_reply a=\"1\"/"));
  }

  @Test
  void whatIsNoElementIsNothing() {
    assertEquals(Optional.empty(), Salvage.of("+OK <lrmd_reply/>"));
    assertEquals(Optional.empty(), Salvage.of("<!DOCTYPE a>"));
    assertEquals(Optional.empty(), Salvage.of(""));
  }
}
