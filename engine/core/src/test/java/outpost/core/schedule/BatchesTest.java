package outpost.core.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import outpost.core.schedule.Batches.Size;

class BatchesTest {
  private static List<String> hosts(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> "h" + i).toList();
  }

  @Test
  void takesAllAtOnceWithoutSerial() {
    assertEquals(List.of(hosts(3)), Batches.of(hosts(3), List.of()));
  }

  @Test
  void hasNoBatchForNoHosts() {
    assertEquals(List.of(), Batches.of(List.of(), List.of(new Size(2, false))));
  }

  @Test
  void repeatsTheLastSize() {
    List<List<String>> batches =
        Batches.of(hosts(6), List.of(new Size(1, false), new Size(2, false)));
    assertEquals(
        List.of(List.of("h1"), List.of("h2", "h3"), List.of("h4", "h5"), List.of("h6")), batches);
  }

  @Test
  void roundsASharePercentDownButTakesOneAtLeast() {
    assertEquals(
        List.of(2, 2, 1),
        Batches.of(hosts(5), List.of(new Size(50, true))).stream().map(List::size).toList());
    assertEquals(5, Batches.of(hosts(5), List.of(new Size(1, true))).size());
  }
}
