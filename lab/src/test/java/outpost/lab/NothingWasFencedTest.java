package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Runs after all other tests of the shared lab. */
@Order(Integer.MAX_VALUE)
class NothingWasFencedTest {

  @Test
  void inTheWholeOfTheRun() {
    assertEquals(List.of(), Labs.fenced());
  }
}
