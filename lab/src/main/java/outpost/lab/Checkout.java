package outpost.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Properties;

/** The working copy that a lab belongs to: where its files are and which images it has built. */
record Checkout(Path root) {

  /** The checkout that holds the working directory. */
  static Checkout here() {
    Path start = Path.of("").toAbsolutePath();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve("lab/lib.sh"))) {
        return new Checkout(folder);
      }
    }
    throw new LabFailed("no checkout of Outpost at " + start + " or above it");
  }

  Path state() {
    return root.resolve("lab/state");
  }

  /** A text of the working copy. */
  String read(String path) {
    try {
      return Files.readString(root.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path engineJar() {
    return root.resolve("engine.jar");
  }

  /** What tells this checkout's containers from those of another one on the same machine. */
  String tag() {
    return String.format("%08x", root.toString().hashCode()).substring(2);
  }

  String image(String kind) {
    Properties images = new Properties();
    Path file = state().resolve("images.properties");
    try (var in = Files.newInputStream(file)) {
      images.load(in);
    } catch (NoSuchFileException e) {
      throw new LabFailed("the images are not built yet: run lab/setup");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String image = images.getProperty(kind);
    if (image == null) {
      throw new LabFailed("the image `" + kind + "` is not built yet: run LAB_FULL=1 lab/setup");
    }
    return image;
  }
}
