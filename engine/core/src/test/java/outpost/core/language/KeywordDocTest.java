package outpost.core.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class KeywordDocTest {
  @Test
  void everyKeywordHasASentence() {
    for (KeywordDoc keyword : KeywordDoc.all()) {
      assertTrue(keyword.doc().endsWith("."), keyword.word());
      assertTrue(keyword.doc().length() < 80, keyword.word());
    }
  }

  @Test
  void aKeywordSaysWhereItMayStand() {
    assertEquals(List.of("play"), KeywordDoc.find("hosts").orElseThrow().levels());
    assertTrue(KeywordDoc.find("no_such_word").isEmpty());
  }
}
