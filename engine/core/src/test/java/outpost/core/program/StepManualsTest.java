package outpost.core.program;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import outpost.core.catalog.Manual;

class StepManualsTest {
  @Test
  void everyStepOfTheEngineIsDocumented() {
    for (String name : EngineSteps.NAMES) {
      Manual manual = StepManuals.find(name).orElseThrow(() -> new AssertionError(name));
      assertTrue(manual.doc().endsWith("."), manual.doc());
      for (Manual.Argument arg : manual.args()) assertTrue(arg.doc().endsWith("."), arg.doc());
    }
  }
}
