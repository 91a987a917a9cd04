package outpost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnifiedDiffTest {

  @Test
  void saysNothingOfEqualTexts() {
    assertEquals(List.of(), UnifiedDiff.lines("a\n", "a\n"));
  }

  @Test
  void tellsAMissingNewlineAtTheEnd() {
    assertEquals(
        List.of("@@ -1 +1 @@", "-a", "+a", "\\ No newline at end of file"),
        UnifiedDiff.lines("a\n", "a"));
  }

  @Test
  void showsANewFileWhole() {
    assertEquals(List.of("@@ -0,0 +1,2 @@", "+a", "+b"), UnifiedDiff.lines("", "a\nb\n"));
  }

  @Test
  void joinsChangesThatAreNear() {
    String before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
    assertEquals(
        List.of(
            "@@ -1,9 +1,9 @@", "-1", "+x", " 2", " 3", " 4", " 5", " 6", " 7", "-8", "+y", " 9"),
        UnifiedDiff.lines(before, before.replace("1\n", "x\n").replace("8\n", "y\n")));
  }

  /** What patch(1) makes of the text before must be the text after. */
  @Test
  void isUnderstoodByPatch(@TempDir Path folder) throws Exception {
    Random random = new Random(42);
    for (int round = 0; round < 40; round++) {
      String before = text(random);
      String after = edited(before, random);
      List<String> lines = UnifiedDiff.lines(before, after);
      if (lines.isEmpty()) continue;
      Path file = folder.resolve("f");
      Path patch = folder.resolve("p");
      Files.writeString(file, before);
      Files.writeString(patch, "--- f\n+++ f\n" + String.join("\n", lines) + "\n");
      run(folder, "patch", "-s", "f", "p");
      String patched = Files.exists(file) ? Files.readString(file) : "";
      assertEquals(after, patched, "round " + round);
    }
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int lines = random.nextInt(40);
    for (int i = 0; i < lines; i++) text.append((char) ('a' + random.nextInt(5))).append('\n');
    if (random.nextInt(4) == 0) text.append("end");
    return text.toString();
  }

  private static String edited(String text, Random random) {
    StringBuilder edited = new StringBuilder();
    text.lines()
        .forEach(
            line -> {
              int dice = random.nextInt(8);
              if (dice == 0) edited.append("new\n");
              if (dice != 1) edited.append(line).append('\n');
            });
    return edited.toString();
  }

  private static void run(Path folder, String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
  }
}
