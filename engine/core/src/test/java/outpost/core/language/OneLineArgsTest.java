package outpost.core.language;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OneLineArgsTest {

  @Test
  void recognisesArgumentsOnOneLine() {
    assertEquals(
        Optional.of(Map.of("src", "a b", "dest", "/x", "mode", "${ m }")),
        OneLineArgs.recognise("src='a b' dest=/x mode=${ m }"));
  }

  @Test
  void aCommandLineIsNoListOfArguments() {
    assertEquals(Optional.empty(), OneLineArgs.recognise("PATH=/bin ls -l"));
    assertEquals(Optional.empty(), OneLineArgs.recognise("echo a=b"));
    assertEquals(Optional.empty(), OneLineArgs.recognise(""));
  }

  @Test
  void theHintShowsTheMapping() {
    assertEquals(
        """
        write the arguments below the module:
        copy:
          src: 'a b: ''c'''
          mode: 0644""",
        OneLineArgs.hint("copy", OneLineArgs.recognise("src=\"a b: 'c'\" mode=0644").get()));
  }
}
