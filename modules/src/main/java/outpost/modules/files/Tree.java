package outpost.modules.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import outpost.api.BadArg;

/**
 * What is in a directory of the control node, a directory before what is in it.
 *
 * @param root the directory
 */
record Tree(Path root, List<Entry> entries) {

  /**
   * One of it.
   *
   * @param name where it comes to be, from where the tree is copied to
   */
  record Entry(String name, Inode.Kind kind, Path path) implements TreeParcel.Entry {
    long size() {
      try {
        return Files.size(path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public String target() {
      try {
        return Files.readSymbolicLink(path).toString();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public String sum() {
      try {
        return new Body.Local(path).sum().orElseThrow();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Lists a directory.
   *
   * @param written its name as in the task: without a slash at the end it is copied itself
   * @param follow whether links stand for what they point to
   * @throws BadArg if it cannot be copied
   */
  static Tree of(Path root, String written, boolean follow) {
    String prefix =
        written.endsWith("/") ? "" : root.toAbsolutePath().normalize().getFileName() + "/";
    Set<FileVisitOption> options = follow ? Set.of(FileVisitOption.FOLLOW_LINKS) : Set.of();
    try (Stream<Path> walk = Files.walk(root, options.toArray(FileVisitOption[]::new))) {
      List<Entry> entries = new ArrayList<>();
      for (Path path : walk.sorted().collect(Collectors.toList())) {
        String name = prefix + root.relativize(path);
        if (path.equals(root)) {
          if (prefix.isEmpty()) continue;
          name = prefix.substring(0, prefix.length() - 1);
        }
        entries.add(new Entry(name, kind(path, follow, path.equals(root)), path));
      }
      return new Tree(root, List.copyOf(entries));
    } catch (FileSystemLoopException e) {
      throw new BadArg("src", "`" + e.getFile() + "` leads back into itself", "remove the link");
    } catch (UncheckedIOException | IOException e) {
      throw new BadArg("src", "`" + written + "` cannot be read: " + e.getMessage(), "look at it");
    }
  }

  private static Inode.Kind kind(Path path, boolean follow, boolean root) {
    if (!follow && !root && Files.isSymbolicLink(path)) return Inode.Kind.LINK;
    LinkOption[] none = {};
    if (Files.isDirectory(path, none)) return Inode.Kind.DIRECTORY;
    if (Files.isRegularFile(path, none)) return Inode.Kind.FILE;
    throw new BadArg("src", "`" + path + "` is neither a file nor a directory", "leave it out");
  }
}
