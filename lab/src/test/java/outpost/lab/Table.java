package outpost.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A table of what a test found, as a section of a page to read. */
final class Table {
  private final String title;
  private final String about;
  private final List<String> lines = new ArrayList<>();

  Table(String title, String about, String... columns) {
    this.title = title;
    this.about = about;
    row(columns);
    lines.add("|---".repeat(columns.length) + "|");
  }

  void row(String... cells) {
    StringBuilder line = new StringBuilder("|");
    for (String cell : cells) {
      String text = cell.replace("|", "\\|").replace("\n", "<br>");
      line.append(' ').append(text).append(" |");
    }
    lines.add(line.toString());
  }

  /** Writes it to {@code lab/target}; who wants to keep it copies it from there. */
  void write(String file) {
    Path target = Checkout.here().root().resolve("lab/target").resolve(file);
    String date = LocalDate.now(ZoneOffset.UTC).toString();
    try {
      Files.createDirectories(target.getParent());
      Files.writeString(
          target,
          "## "
              + title
              + "\n\n"
              + about
              + " Recorded on "
              + date
              + ".\n\n"
              + String.join("\n", lines)
              + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Labs.say("the table is " + target);
  }
}
