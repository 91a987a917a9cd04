package outpost.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * What a file is to hold, ready beside it: whoever looks sees the old or the new content. A new
 * file is for its owner alone; one that is replaced keeps its mode, and its owner where that can
 * be.
 */
final class Draft {
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rw-------");

  private final Path target;
  private final byte[] bytes;
  private Optional<Path> beside = Optional.empty();

  private Draft(Path target, byte[] bytes) {
    this.target = target;
    this.bytes = bytes;
  }

  /** Writes a file at once. */
  static void replace(Path target, byte[] bytes) throws IOException {
    Draft draft = of(target, bytes);
    try {
      draft.make();
      draft.take();
    } finally {
      draft.discard();
    }
  }

  /** Returns one that is still to be made, and to be discarded whatever comes of it. */
  static Draft of(Path target, byte[] bytes) throws IOException {
    boolean there = Files.isRegularFile(target);
    return new Draft(there ? target.toRealPath() : target, bytes); // a link stays one
  }

  void make() throws IOException {
    if (isDevice()) return;
    Path file =
        Files.createTempFile(
            target.getParent(),
            "." + target.getFileName() + ".",
            ".new",
            PosixFilePermissions.asFileAttribute(PRIVATE));
    beside = Optional.of(file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) channel.write(buffer);
      channel.force(true);
    }
    if (Files.exists(target)) likeTheOld(file);
  }

  /** A device or a pipe, as {@code /dev/stdout} is, can only be written to. */
  private boolean isDevice() {
    return Files.exists(target) && !Files.isRegularFile(target);
  }

  private void likeTheOld(Path file) throws IOException {
    PosixFileAttributes old = Files.readAttributes(target, PosixFileAttributes.class);
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    PosixFileAttributes own = view.readAttributes();
    try {
      if (!own.owner().equals(old.owner())) view.setOwner(old.owner());
      if (!own.group().equals(old.group())) view.setGroup(old.group());
    } catch (IOException e) {
      // only root may give files away; it then belongs to who replaces it
    }
    view.setPermissions(old.permissions());
  }

  /** Lets it take the place of the file. */
  void take() throws IOException {
    if (beside.isEmpty()) Files.write(target, bytes);
    else Files.move(beside.get(), target, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Makes sure that it is still there after a power cut. */
  void sync() throws IOException {
    if (beside.isEmpty()) return;
    try (FileChannel channel = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Removes what was not taken. */
  void discard() {
    try {
      if (beside.isPresent()) Files.deleteIfExists(beside.get());
    } catch (IOException e) {
      beside.get().toFile().deleteOnExit();
    }
  }
}
