package outpost.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.core.source.Problems;

/**
 * Reads and replaces files whole: whoever looks sees the old or the new content, and of several
 * files none is touched before all are ready.
 */
final class VaultFiles {
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rw-------");

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
    Map<Path, Path> ready = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, byte[]> content : contents.entrySet()) {
        Path target = path(content.getKey());
        if (Files.exists(target)) target = target.toRealPath(); // a link stays one
        Path draft = draft(target);
        ready.put(draft, target);
        fill(draft, target, content.getValue());
      }
      for (Map.Entry<Path, Path> one : ready.entrySet()) {
        Files.move(one.getKey(), one.getValue(), StandardCopyOption.ATOMIC_MOVE);
      }
      for (Path target : ready.values()) sync(target.getParent());
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
      ready.keySet().forEach(VaultFiles::discard);
    }
  }

  private static Path draft(Path target) throws IOException {
    return Files.createTempFile(
        target.getParent(),
        "." + target.getFileName() + ".",
        ".new",
        PosixFilePermissions.asFileAttribute(PRIVATE));
  }

  /** A file that is replaced keeps its mode, and its owner where that can be. */
  private static void fill(Path draft, Path target, byte[] bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) channel.write(buffer);
      channel.force(true);
    }
    if (!Files.exists(target)) return;
    PosixFileAttributes old = Files.readAttributes(target, PosixFileAttributes.class);
    PosixFileAttributeView view = Files.getFileAttributeView(draft, PosixFileAttributeView.class);
    PosixFileAttributes own = view.readAttributes();
    try {
      if (!own.owner().equals(old.owner())) view.setOwner(old.owner());
      if (!own.group().equals(old.group())) view.setGroup(old.group());
    } catch (IOException e) {
      // only root may give files away; it then belongs to who replaces it
    }
    view.setPermissions(old.permissions());
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void discard(Path draft) {
    try {
      Files.deleteIfExists(draft);
    } catch (IOException e) {
      draft.toFile().deleteOnExit();
    }
  }
}
