package outpost.core.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Compares what is told about each file of a folder with the words kept beside it.
 *
 * <p>{@code -Dgolden.write=true} writes the words anew, to be read in the diff.
 */
public final class Golden {
  private static final Path RESOURCES = Path.of("src/test/resources");

  private Golden() {}

  /**
   * Makes a test of each file in a folder that is not itself expected output.
   *
   * @param read reads one file and tells its problems
   */
  public static Stream<DynamicTest> each(String folder, BiConsumer<Path, Problems> read)
      throws IOException {
    Path root = RESOURCES.resolve(folder);
    List<Path> files;
    try (Stream<Path> all = Files.list(root)) {
      files = all.filter(f -> !f.toString().endsWith(".txt")).sorted().toList();
    }
    return files.stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString().replace('-', ' '),
                    file.toUri(),
                    () -> compare(file, read)));
  }

  private static void compare(Path file, BiConsumer<Path, Problems> read) throws IOException {
    Problems problems = new Problems();
    read.accept(file, problems);
    String told = new DiagnosticRenderer(false).render(problems.all());
    Path expected = Path.of(file.toString().replaceFirst("\\.[a-z]+$", "") + ".txt");
    if (Boolean.getBoolean("golden.write")) Files.writeString(expected, told);
    assertEquals(Files.readString(expected), told);
  }
}
