package outpost.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import outpost.core.event.Event;
import outpost.core.event.Masker;
import outpost.core.event.Reporter;
import outpost.core.source.Problems;

/** Writes each host's result as JSON into a file of the host's name, for its owner alone. */
final class ResultTree implements Reporter, Event.Teller {
  private final Path folder;
  private final Masker masker;
  private final PrintStream err;

  ResultTree(Path folder, Masker masker, PrintStream err) {
    this.folder = folder;
    this.masker = masker;
    this.err = err;
  }

  /** Makes the folder where it is not there. */
  void make(Problems problems) {
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      problems.error("unwritable-file", "`" + folder + "` is a file, and results need a folder");
    } catch (IOException e) {
      problems.error("unwritable-file", "the folder `" + folder + "` cannot be made");
    }
  }

  @Override
  public void on(Event event) {
    event.tell(this);
  }

  @Override
  public void taskEnded(Event.TaskEnded event) {
    Path file = folder.resolve(event.host().replace('/', '_'));
    String json = Json.of(JsonLinesReporter.outcome(event.outcome()), masker);
    try {
      Draft.replace(file, (json + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      err.println("warning: `" + file + "` cannot be written");
    }
  }
}
