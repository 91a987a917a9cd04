package outpost.core.inventory;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import outpost.core.source.Golden;
import outpost.core.source.Sources;

class InventoryGoldenTest {

  @TestFactory
  Stream<DynamicTest> tellsWhatIsWrongWith() throws IOException {
    return Golden.each(
        "outpost/core/inventory/mistakes",
        (file, problems) ->
            Inventory.read(
                List.of(file.getFileName().toString()), new Sources(file.getParent()), problems));
  }
}
