package outpost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
  private static final Terminal ALL = new Terminal(true, true);
  private static final Terminal NOTHING = new Terminal(false, false);

  @Test
  void aTerminalIsLiveAndColoured() {
    assertEquals(ALL, Terminal.of(true, Map.of("TERM", "xterm")));
  }

  @Test
  void aPipeIsNeither() {
    assertEquals(NOTHING, Terminal.of(false, Map.of("TERM", "xterm")));
  }

  @Test
  void aDumbTerminalIsNeither() {
    assertEquals(NOTHING, Terminal.of(true, Map.of("TERM", "dumb")));
  }

  @Test
  void noColorTakesTheColoursOnlyAndWinsOverForce() {
    assertEquals(new Terminal(true, false), Terminal.of(true, Map.of("NO_COLOR", "1")));
    assertEquals(
        new Terminal(true, false),
        Terminal.of(true, Map.of("NO_COLOR", "1", "CLICOLOR_FORCE", "1")));
    assertEquals(ALL, Terminal.of(true, Map.of("NO_COLOR", "")));
  }

  @Test
  void colourCanBeForcedIntoAPipe() {
    assertEquals(new Terminal(false, true), Terminal.of(false, Map.of("CLICOLOR_FORCE", "1")));
    assertEquals(NOTHING, Terminal.of(false, Map.of("CLICOLOR_FORCE", "0")));
  }
}
