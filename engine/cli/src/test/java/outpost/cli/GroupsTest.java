package outpost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class GroupsTest {
  @Test
  void anOptionThatIsRepeatedLeavesTheOthersOfItsGroup() {
    assertTrue(read("-C -f 5 -f 6").work.check);
    assertTrue(read("-D -CD").work.check);
    assertEquals(6, read("-f 5 -C -f 6").work.forks);
    assertEquals(List.of("a=1", "b=2"), read("-e a=1 -l x -l y -e b=2").hosts.extraVars);
    assertEquals(Optional.of("y"), read("-l x -e a=1 -l y -e b=2").hosts.limit);
    assertEquals(3, read("-vv --output jsonl -v --output human").telling.verbose.length);
  }

  private static RunCommand read(String line) {
    CommandLine program = Commands.program();
    Groups.fill(program.parseArgs(line.split(" ")));
    return program.getCommand();
  }
}
