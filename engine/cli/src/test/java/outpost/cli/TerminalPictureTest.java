package outpost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class TerminalPictureTest {
  private static final Path PICTURES = Path.of("../../docs/pictures");

  @Test
  void placesEachPieceAtItsColumnInItsStyle() {
    String svg = TerminalPicture.svg("a & b", "ok \u001b[1;31mfailed:\u001b[0m <x>\n\nend");
    assertTrue(svg.contains("<title>a &amp; b</title>"), svg);
    assertTrue(svg.contains("<text x=\"20.0\" y=\"51\" textLength=\"16.8\">ok</text>"), svg);
    assertTrue(
        svg.contains("<text x=\"45.2\" y=\"51\" textLength=\"58.8\" class=\"b r\">failed:</text>"),
        svg);
    assertTrue(svg.contains(">&lt;x&gt;</text>"), svg);
    assertTrue(svg.contains("<text x=\"20.0\" y=\"91\" textLength=\"25.2\">end</text>"), svg);
  }

  /** The pictures are what the captured runs beside them look like. */
  @TestFactory
  Stream<DynamicTest> picturesAreOfTheRunsBesideThem() throws IOException {
    List<Path> runs;
    try (Stream<Path> all = Files.list(PICTURES)) {
      runs = all.filter(file -> file.toString().endsWith(".ansi")).sorted().toList();
    }
    return runs.stream()
        .map(run -> DynamicTest.dynamicTest(run.getFileName().toString(), () -> check(run)));
  }

  private static void check(Path run) throws IOException {
    String name = run.getFileName().toString().replace(".ansi", "");
    String text = Files.readString(run);
    String svg = TerminalPicture.svg(text.lines().findFirst().orElse(name), text);
    Path picture = PICTURES.resolve(name + ".svg");
    if ("write".equals(System.getProperty("golden"))) Files.writeString(picture, svg);
    assertEquals(Files.readString(picture), svg);
  }
}
