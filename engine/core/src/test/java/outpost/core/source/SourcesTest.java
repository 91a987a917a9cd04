package outpost.core.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {
  @TempDir Path folder;
  private final Problems problems = new Problems();

  @Test
  void namesFilesAsTheUserWouldTypeThem() throws IOException {
    Files.createDirectories(folder.resolve("work/sub"));
    Files.writeString(folder.resolve("work/sub/a.yml"), "a: 1\n");
    Files.writeString(folder.resolve("b.yml"), "b: 1\n");
    Sources sources = new Sources(folder.resolve("work"));
    assertEquals("sub/a.yml", sources.read(Path.of("./sub/a.yml"), problems).get().name());
    assertEquals(
        folder.resolve("b.yml").toString(),
        sources.read(Path.of("../b.yml"), problems).get().name());
  }

  @Test
  void readsAFileOnceSoThatAllPartsSeeTheSame() throws IOException {
    Path file = Files.writeString(folder.resolve("a.yml"), "a: 1\n");
    Sources sources = new Sources(folder);
    Source first = sources.read(file, problems).get();
    Files.writeString(file, "a: 2\n");
    assertSame(first, sources.read(Path.of("a.yml"), problems).get());
  }

  @Test
  void leavesOutTheByteOrderMark() throws IOException {
    Path file = Files.writeString(folder.resolve("a.yml"), "\ufeffa: 1\n");
    assertEquals("a: 1\n", new Sources(folder).read(file, problems).get().text());
  }

  @Test
  void tellsWhereAFileIsNotUtf8() throws IOException {
    Path file =
        Files.write(folder.resolve("a.yml"), "a: 1\nb: é\n".getBytes(StandardCharsets.ISO_8859_1));
    assertTrue(new Sources(folder).read(file, problems).isEmpty());
    assertEquals("a.yml:2:4", problems.all().get(0).span().get().toString());
    assertEquals("not-utf-8", problems.all().get(0).problem().id());
  }

  @Test
  void tellsOfAMissingFileAndOfADirectory() {
    Sources sources = new Sources(folder);
    assertTrue(sources.read(Path.of("none.yml"), problems).isEmpty());
    assertTrue(sources.read(Path.of("."), problems).isEmpty());
    assertEquals("there is no file `none.yml`", problems.all().get(0).problem().message());
    assertEquals(
        "`.` cannot be read: it is a directory", problems.all().get(1).problem().message());
  }
}
