package outpost.core.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.Deflater;
import outpost.api.Payload;
import outpost.core.connect.Input;

/**
 * Bytes that are read or made while they are sent.
 *
 * <p>They are packed where that pays: where their beginning shrinks to three quarters or less. As
 * their length is told before it is sent, packing reads it twice; what is larger than {@link #MOST}
 * is sent as it is.
 */
final class Stream implements Input {
  private static final int LEAST = 32 << 10;
  private static final long MOST = 256L << 20;
  private static final int SAMPLE = 128 << 10;

  private final Payload.Source source;
  private final long length;
  private Optional<Optional<Input>> packed = Optional.empty();

  Stream(long length, Payload.Source source) {
    this.length = length;
    this.source = source;
  }

  /** Returns the bytes of a file of the control node. */
  static Stream of(Path path) {
    try {
      return new Stream(Files.size(path), () -> Files.newInputStream(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public InputStream open() throws IOException {
    return source.open();
  }

  @Override
  public synchronized Optional<Input> packed() {
    if (packed.isEmpty()) packed = Optional.of(pack());
    return packed.get();
  }

  private Optional<Input> pack() {
    if (length < LEAST || length > MOST || !shrinks()) return Optional.empty();
    try (InputStream in = new Gzip(open())) {
      long shorter = in.transferTo(OutputStream.nullOutputStream());
      return Optional.of(new Packed(shorter));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean shrinks() {
    byte[] sample;
    try (InputStream in = open()) {
      sample = in.readNBytes(SAMPLE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    deflater.setInput(sample);
    deflater.finish();
    int shrunk = deflater.deflate(new byte[sample.length]);
    boolean whole = deflater.finished();
    deflater.end();
    return whole && shrunk <= sample.length / 4 * 3;
  }

  /** The bytes as gzip(1) writes it. */
  private final class Packed implements Input {
    private final long shorter;

    Packed(long shorter) {
      this.shorter = shorter;
    }

    @Override
    public long length() {
      return shorter;
    }

    @Override
    public InputStream open() throws IOException {
      return new Gzip(Stream.this.open());
    }
  }
}
