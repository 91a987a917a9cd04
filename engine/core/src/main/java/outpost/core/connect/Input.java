package outpost.core.connect;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Bytes for a script's standard input, which need not all be in memory. */
public interface Input {

  /** Returns how many there are. */
  long length();

  /** Begins to read them. */
  InputStream open() throws IOException;

  /** Returns the same bytes as gzip(1) writes them, if there are far fewer then. */
  default Optional<Input> packed() {
    return Optional.empty();
  }

  static Input of(byte[] bytes) {
    return new Input() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    };
  }
}
