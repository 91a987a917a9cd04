package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher beside the jar does what the jar does, and starts it from an archive of classes. */
class LauncherTest {
  @TempDir private Path temp;
  private Path folder;

  @BeforeEach
  void install() throws IOException {
    folder = Files.createDirectory(temp.resolve("a folder"));
    Path checkout = Checkout.here().root();
    Files.copy(checkout.resolve("engine.jar"), folder.resolve("engine.jar"));
    Files.copy(checkout.resolve("outpost"), folder.resolve("outpost"));
    folder.resolve("outpost").toFile().setExecutable(true);
    Files.writeString(
        folder.resolve("two words.yml"),
        """
        - hosts: localhost
          tasks:
            - shell: |
                jvm=$(cut -d ' ' -f 4 /proc/$PPID/stat)
                grep -q 'engine-[0-9]*.jsa' /proc/$jvm/maps && echo archive || echo jar
        """);
  }

  @Test
  void theFirstRunOfAPlaybookLeavesAnArchiveAndTheNextStartsFromIt() throws Exception {
    assertEquals(0, run("--version").status());
    assertEquals(List.of(), archives());

    Result first = play();
    assertEquals(0, first.status(), first::all);
    assertTrue(first.out().contains("\"stdout\":\"jar\""), first::all);
    assertEquals(1, archives().size());

    Result second = play();
    assertEquals(0, second.status(), second::all);
    assertTrue(second.out().contains("\"stdout\":\"archive\""), second::all);
    assertTrue(second.out().lines().allMatch(line -> line.startsWith("{")), second::all);
    assertEquals("", second.err());
  }

  @Test
  void anotherJarIsNotStartedFromTheOldArchive() throws Exception {
    play();
    Files.setLastModifiedTime(
        folder.resolve("engine.jar"), FileTime.from(Instant.now().plusSeconds(1)));
    Result run = play();
    assertEquals(0, run.status(), run::all);
    assertTrue(run.out().contains("\"stdout\":\"jar\""), run::all);
  }

  @Test
  void anArchiveThatIsBrokenDoesNoHarm() throws Exception {
    play();
    Path archive = archives().get(0);
    Files.delete(archive);
    Files.writeString(archive, "no archive");
    Result run = play();
    assertEquals(0, run.status(), run::all);
    assertEquals("", run.err());
  }

  @Test
  void whereOthersMayLeaveFilesThereIsNoArchive() throws Exception {
    play();
    assertEquals(1, archives().size());
    assertEquals(0, new ProcessBuilder("chmod", "+t", folder.toString()).start().waitFor());
    Result run = play();
    assertEquals(0, run.status(), run::all);
    assertTrue(run.out().contains("\"stdout\":\"jar\""), run::all);
  }

  @Test
  void aLinkToItIsAsGoodAndTheStatusIsTheEngines() throws Exception {
    Path link = Files.createSymbolicLink(temp.resolve("link"), folder.resolve("outpost"));
    assertEquals(64, runs(link.toString(), "--nonsense").status());
  }

  private Result play() throws Exception {
    return run("-i", "localhost,", "--output", "jsonl", "two words.yml");
  }

  private Result run(String... args) throws Exception {
    return runs(
        Stream.concat(Stream.of(folder.resolve("outpost").toString()), Stream.of(args))
            .toArray(String[]::new));
  }

  private Result runs(String... command) throws Exception {
    Path out = temp.resolve("out");
    Path err = temp.resolve("err");
    int status =
        process(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
    return new Result(status, Files.readString(out), Files.readString(err));
  }

  private ProcessBuilder process(String... command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder.directory(folder.toFile());
  }

  private List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jsa")).toList();
    }
  }
}
