package outpost.core.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SuggestTest {
  private static final List<String> NAMES = List.of("services", "service", "ports", "os_family");

  @Test
  void findsTheNearestNameWithinAThirdOfItsLetters() {
    assertEquals(Optional.of("os_family"), Suggest.nearest("os_famly", NAMES));
    assertEquals(Optional.of("services"), Suggest.nearest("servicse", NAMES));
    assertEquals(Optional.empty(), Suggest.nearest("firewall", NAMES));
  }

  @Test
  void allowsOneSlipInTheShortestNames() {
    assertEquals(Optional.of("ab"), Suggest.nearest("a", List.of("xyz", "ab")));
    assertEquals(Optional.empty(), Suggest.nearest("a", List.of("abc")));
    assertEquals(Optional.empty(), Suggest.nearest("a", List.of("b")));
  }

  @Test
  void takesNoNoticeOfCaseAndCountsASwapAsOneSlip() {
    assertEquals(0, Suggest.distance("OS_Family", "os_family"));
    assertEquals(1, Suggest.distance("prots", "ports"));
    assertEquals(Optional.of("Ports"), Suggest.nearest("ports", List.of("Ports")));
  }

  @Test
  void saysNothingWhereNothingIsNear() {
    assertEquals(List.of(), Suggest.hint("firewall", NAMES));
    assertEquals(List.of("did you mean `ports`?"), Suggest.hint("prots", NAMES));
  }
}
