package outpost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import outpost.api.Secret;
import outpost.core.source.Diagnostic;
import outpost.core.source.Problems;

class PasswordsTest {
  private @TempDir Path folder;
  private final Problems problems = new Problems();
  private Optional<Secret> typed = Optional.empty();

  @Test
  void readsAFileWithoutItsLastLineEnd() throws IOException {
    Path file = Files.writeString(folder.resolve("p"), " pass word \r\n");
    assertEquals(Optional.of(Secret.of(" pass word ")), get(false, Optional.of(file)));
    assertTrue(problems.all().isEmpty());
  }

  @Test
  void asksOnlyWhenToldTo() {
    typed = Optional.of(Secret.of("x"));
    assertEquals(Optional.empty(), get(false, Optional.empty()));
    assertEquals(typed, get(true, Optional.empty()));
  }

  @Test
  void tellsThatNobodyCanBeAsked() {
    get(true, Optional.empty());
    Diagnostic told = problems.all().get(0);
    assertEquals("there is no terminal to ask for the sudo password", told.problem().message());
    assertEquals("`--file FILE` reads it from a file", told.problem().hints().get(0));
  }

  @Test
  void tellsAMissingAndAnEmptyFile() throws IOException {
    get(false, Optional.of(Path.of("nowhere")));
    get(false, Optional.of(Files.writeString(folder.resolve("empty"), "\n")));
    assertEquals(
        "the sudo password cannot be read from `nowhere`, there is no such file",
        problems.all().get(0).problem().message());
    assertEquals("empty-password", problems.all().get(1).problem().id());
  }

  private Optional<Secret> get(boolean ask, Optional<Path> file) {
    Surroundings around =
        new Surroundings(
            InputStream.nullInputStream(),
            System.out,
            System.err,
            new Terminal(false, false),
            new Terminal(false, false),
            Map.of(),
            folder,
            Clock.systemUTC(),
            stop -> {},
            new Typist(typed));
    return new Passwords(around, problems).get("sudo password", ask, file, "--file");
  }
}
