package outpost.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;
import outpost.api.Secret;
import outpost.core.source.Problems;

/**
 * Hands a secret to the user's editor: in a folder of its own that nobody else may enter, so that
 * what editors put beside a file is as private, and which is removed whatever comes of it.
 */
final class VaultEditor {
  private static final Path MEMORY = Path.of("/dev/shm");

  private final Surroundings around;
  private final Problems problems;

  VaultEditor(Surroundings around, Problems problems) {
    this.around = around;
    this.problems = problems;
  }

  /**
   * Returns the text as it was left; why there is none is reported.
   *
   * @param like the file whose name tells the editor what kind of text it is
   */
  Optional<Secret> edit(Path like, Secret text) {
    String editor = editor();
    try {
      Path folder = folder();
      Thread remover = new Thread(() -> remove(folder)); // also when the user gives up
      Runtime.getRuntime().addShutdownHook(remover);
      try {
        Path file = folder.resolve(like.getFileName());
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, text.reveal()); // where only the user can read it
        int status = run(editor, file);
        if (status == 0) return Optional.of(Secret.of(Files.readAllBytes(file)));
        problems.error(
            "editor-failed",
            "the editor `" + editor + "` fails, exit " + status + "; nothing was changed",
            "$EDITOR says which one to use");
      } finally {
        remove(folder);
        Runtime.getRuntime().removeShutdownHook(remover);
      }
    } catch (IOException e) {
      problems.error("editor-failed", "the text cannot be handed to the editor: " + e.getMessage());
    }
    return Optional.empty();
  }

  private String editor() {
    return Stream.of("VISUAL", "EDITOR")
        .map(name -> around.environment().getOrDefault(name, "").strip())
        .filter(command -> !command.isEmpty())
        .findFirst()
        .orElse("vi");
  }

  private static Path folder() throws IOException {
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    boolean memory = Files.isDirectory(MEMORY) && Files.isWritable(MEMORY);
    return memory
        ? Files.createTempDirectory(MEMORY, "outpost-vault-", mode)
        : Files.createTempDirectory("outpost-vault-", mode);
  }

  private int run(String editor, Path file) throws IOException {
    try {
      return new ProcessBuilder("sh", "-c", editor + " \"$1\"", "sh", file.toString())
          .directory(around.workingDirectory().toFile())
          .inheritIO()
          .start()
          .waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 130;
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted((a, b) -> b.compareTo(a)).toList()) Files.deleteIfExists(each);
    } catch (IOException | java.io.UncheckedIOException e) {
      // it is gone already
    }
  }
}
