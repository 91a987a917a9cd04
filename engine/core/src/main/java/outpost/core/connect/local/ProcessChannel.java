package outpost.core.connect.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import outpost.core.connect.Channel;

/**
 * A local process. Three daemon threads move its bytes, since a process' pipes can only be waited
 * for one by one.
 */
final class ProcessChannel implements Channel {
  private static final int PIECE = 64 << 10;
  private static final byte[] END = {};

  private final Process process;
  private final Ear ear;
  private final ArrayBlockingQueue<byte[]> input = new ArrayBlockingQueue<>(1);
  private final AtomicInteger open = new AtomicInteger(2);
  private final Thread writer;

  ProcessChannel(Process process, Ear ear) {
    this.process = process;
    this.ear = ear;
    this.writer = start("in", this::feed);
    // these end the writer when a process ends at once
    start("out", () -> drain(process.getInputStream(), ear::out));
    start("err", () -> drain(process.getErrorStream(), ear::err));
  }

  private interface Taker {
    void take(byte[] bytes, int from, int length);
  }

  @Override
  public int send(byte[] bytes, int from, int length) throws IOException {
    if (!writer.isAlive()) throw new IOException("closed");
    int piece = Math.min(length, PIECE);
    return input.offer(Arrays.copyOfRange(bytes, from, from + piece)) ? piece : 0;
  }

  @Override
  public void end() throws IOException {
    try {
      while (writer.isAlive() && !input.offer(END, 1, TimeUnit.SECONDS)) {}
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the run was interrupted");
    }
  }

  @Override
  public void nudge() {}

  @Override
  public void close() {
    writer.interrupt();
  }

  private Thread start(String stream, Runnable work) {
    Thread thread = new Thread(work, "local-" + process.pid() + "-" + stream);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Only this thread touches the pipe: closing it from another one would wait for a full pipe. */
  private void feed() {
    try (OutputStream pipe = process.getOutputStream()) {
      while (true) {
        byte[] bytes = input.take();
        if (bytes == END) return;
        ear.room();
        pipe.write(bytes);
        pipe.flush();
      }
    } catch (IOException | InterruptedException e) {
      // the process has ended, or the channel is closed
    }
  }

  private void drain(InputStream stream, Taker taker) {
    byte[] bytes = new byte[PIECE];
    try (stream) {
      for (int read; (read = stream.read(bytes)) >= 0; ) taker.take(bytes, 0, read);
    } catch (IOException e) {
      // as at its end
    }
    if (open.decrementAndGet() == 0) {
      writer.interrupt();
      ear.ended("its shell ended", false);
    }
  }
}
