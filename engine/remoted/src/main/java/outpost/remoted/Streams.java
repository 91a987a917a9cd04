package outpost.remoted;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A line made of what someone else opened. */
record Streams(InputStream in, OutputStream out, Closeable end) implements Line {
  @Override
  public void close() throws IOException {
    end.close();
  }
}
