package outpost.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.core.source.Problems;

/**
 * Reads and replaces files whole: whoever looks sees the old or the new content, and of several
 * files none is touched before all are ready.
 */
final class VaultFiles {
  private final Surroundings around;
  private final Problems problems;

  VaultFiles(Surroundings around, Problems problems) {
    this.around = around;
    this.problems = problems;
  }

  Path path(String name) {
    return Passwords.path(around, name);
  }

  /** Reads a file; {@code -} is standard input. */
  Optional<VaultTool.Content> read(String name) {
    try {
      if (name.equals("-")) {
        return Optional.of(new VaultTool.Content("standard input", around.in().readAllBytes()));
      }
      return Optional.of(new VaultTool.Content(name, Files.readAllBytes(path(name))));
    } catch (NoSuchFileException e) {
      problems.error("no-such-file", "there is no file `" + name + "`");
    } catch (AccessDeniedException e) {
      problems.error("unreadable-file", "`" + name + "` may not be read by this user");
    } catch (IOException e) {
      String why = Files.isDirectory(path(name)) ? "it is a directory" : e.getMessage();
      problems.error("unreadable-file", "`" + name + "` cannot be read: " + why);
    }
    return Optional.empty();
  }

  /** Writes one file, or to standard output where it is called {@code -}. */
  void write(String name, byte[] bytes) {
    if (name.equals("-")) {
      around.out().write(bytes, 0, bytes.length);
      around.out().flush();
    } else {
      replace(Map.of(name, bytes));
    }
  }

  /** Replaces files, all or none as far as a file system can promise that. */
  void replace(Map<String, byte[]> contents) {
    List<Draft> drafts = new ArrayList<>();
    try {
      for (Map.Entry<String, byte[]> content : contents.entrySet()) {
        Draft draft = Draft.of(path(content.getKey()), content.getValue());
        drafts.add(draft);
        draft.make();
      }
      for (Draft draft : drafts) draft.take();
      for (Draft draft : drafts) draft.sync();
    } catch (NoSuchFileException e) {
      problems.error(
          "unwritable-file",
          "there is no folder for `" + String.join("`, `", contents.keySet()) + "`",
          "make it first, with `mkdir -p`");
    } catch (IOException e) {
      String why = e instanceof AccessDeniedException ? "this user may not" : e.getMessage();
      problems.error(
          "unwritable-file",
          "`" + String.join("`, `", contents.keySet()) + "` cannot be written: " + why);
    } finally {
      drafts.forEach(Draft::discard);
    }
  }
}
