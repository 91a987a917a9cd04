package outpost.modules.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How an archive is packed. */
enum Packing {
  TAR("", "", ".tar"),
  GZ("-z", "1f8b", ".tar.gz", ".tgz"),
  BZ2("-j", "425a68", ".tar.bz2", ".tbz2", ".tbz", ".tb2"),
  XZ("-J", "fd377a585a00", ".tar.xz", ".txz"),
  ZST("--zstd", "28b52ffd", ".tar.zst", ".tzst"),
  ZIP("", "504b0304", ".zip", ".jar", ".war", ".ear");

  private final String option;
  private final String magic;
  private final String[] endings;

  Packing(String option, String magic, String... endings) {
    this.option = option;
    this.magic = magic;
    this.endings = endings;
  }

  /** Returns the option of tar(1) for it. */
  String option() {
    return option;
  }

  /** Tells it by a file's name. */
  static Optional<Packing> named(String name) {
    String plain = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(one -> Arrays.stream(one.endings).anyMatch(plain::endsWith))
        .findFirst();
  }

  /** Tells it by how a file of the control node begins. */
  static Packing of(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      String begin = java.util.HexFormat.of().formatHex(in.readNBytes(6));
      return Arrays.stream(values())
          .filter(one -> !one.magic.isEmpty() && begin.startsWith(one.magic))
          .findFirst()
          .orElse(TAR);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
