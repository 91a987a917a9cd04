package outpost.core.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the manual says of functions is true: every example is evaluated. */
class FunctionDocTest {
  private static final List<FunctionDoc> ALL = FunctionDoc.all();

  @TestFactory
  Stream<DynamicTest> theExampleGivesItsResult() {
    return ALL.stream()
        .filter(doc -> doc.kind() != FunctionDoc.Kind.LOOKUP)
        .map(
            doc ->
                DynamicTest.dynamicTest(
                    doc.name(),
                    () ->
                        assertEquals(
                            doc.result(), Try.outcome(doc.example(), Map.of()).stripTrailing())));
  }

  @Test
  void everyBuiltInOfOursIsDocumented() {
    Set<String> missing = new TreeSet<>(BuiltIns.names());
    ALL.forEach(doc -> missing.remove(doc.name()));
    assertEquals(Set.of(), missing);
  }

  @Test
  void sentencesEndWithAPeriodAndExamplesUseTheirFunction() {
    for (FunctionDoc doc : ALL) {
      assertTrue(doc.sentence().endsWith("."), doc.name());
      assertTrue(doc.example().contains(doc.name()), doc.name());
    }
  }

  @Test
  void noNameIsDocumentedTwice() {
    List<String> names =
        ALL.stream()
            .filter(doc -> doc.kind() != FunctionDoc.Kind.LOOKUP)
            .map(FunctionDoc::name)
            .collect(Collectors.toList());
    assertEquals(names.size(), Set.copyOf(names).size());
  }
}
