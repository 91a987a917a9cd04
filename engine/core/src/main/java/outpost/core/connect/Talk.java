package outpost.core.connect;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * One life of a resident shell: its channel and what was heard on it. The channel's thread brings
 * bytes in; the one thread that makes exchanges waits for news and sends.
 */
final class Talk implements Channel.Ear, AutoCloseable {
  private static final int OUT = 8 << 20;
  private static final int ERR = 512 << 10;
  private static final int PIECE = 128 << 10;
  private static final long SILENCE = Duration.ofSeconds(15).toNanos();
  private static final long LAST_WORDS = Duration.ofSeconds(2).toNanos();

  /** What the one who waits has to know. */
  enum News {
    /** The running script has ended, or something else has come that was waited for. */
    ANSWERED,
    /** It wants its input. */
    ASKED,
    /** It has its input, and waits to hear that this was all. */
    TAKEN,
    /** The channel has ended. */
    ENDED,
    /** The time is over. */
    OVERRUN
  }

  /** What a script printed, and the note behind its mark. */
  private record Piece(String note, Kept bytes) {}

  private Channel channel;
  private Cutter out;
  private Cutter err;
  private final Queue<Piece> outs = new ArrayDeque<>();
  private final Queue<Kept> errs = new ArrayDeque<>();
  private byte[] toSend = {};
  private int filled;
  private int sent;
  private Optional<InputStream> source = Optional.empty();
  private long left;
  private boolean room = true;
  private Optional<String> ended = Optional.empty();
  private boolean lost;
  private long arrivals;
  private long heard = System.nanoTime();
  private volatile Optional<Channel.Ear> heir = Optional.empty();

  private Talk(String mark, char errEnd) {
    listen(mark, errEnd);
  }

  /**
   * Starts the channel with a command.
   *
   * @param mark cuts standard output into lines, and standard error where {@code errEnd} follows
   */
  static Talk over(Commands commands, String command, String mark, char errEnd) {
    Talk talk = new Talk(mark, errEnd);
    talk.channel = commands.start(command, talk);
    return talk;
  }

  /** From now on pieces end at this mark. Only between frames. */
  void listen(String mark) {
    listen(mark, '\n');
  }

  private synchronized void listen(String mark, char errEnd) {
    outs.clear();
    errs.clear();
    out = new Cutter(mark, '\n', OUT, this::heardOut);
    err = new Cutter(mark, errEnd, ERR, this::heardErr);
  }

  /** Sends these bytes while news are awaited. Only when all bytes before were sent. */
  synchronized void say(byte[] bytes) {
    finish();
    toSend = bytes;
    filled = bytes.length;
    sent = 0;
  }

  /** Sends input a piece at a time. */
  synchronized void say(Input input) {
    say(new byte[PIECE]);
    filled = 0;
    left = input.length();
    try {
      source = Optional.of(input.open());
    } catch (IOException e) {
      ended("what is to be sent cannot be read: " + e.getMessage(), true);
    }
  }

  private void finish() {
    left = 0;
    try {
      if (source.isPresent()) source.get().close();
    } catch (IOException e) {
      // all that was wanted of it was read
    }
    source = Optional.empty();
  }

  void say(String text) {
    say(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns whether all was sent: a frame that was not cannot have run. */
  synchronized boolean saidAll() {
    return sent == filled && left == 0;
  }

  /** Waits for news of the exchange and sends meanwhile. Answers are put into it. */
  News await(Exchange exchange, long deadline) throws InterruptedException {
    while (true) {
      long known;
      synchronized (this) {
        Optional<News> news = news(exchange);
        if (news.isPresent()) return news.get();
        known = arrivals;
      }
      Optional<News> end = sendOrWait(known, deadline);
      if (end.isPresent()) return end.get();
    }
  }

  /** Takes what has come in its order; standard error may lag behind. */
  private Optional<News> news(Exchange exchange) {
    if (outs.isEmpty()) return Optional.empty();
    boolean wish = outs.element().note.equals("<") || outs.element().note.equals(">");
    if (!wish && errs.isEmpty()) return Optional.empty();
    Piece piece = outs.remove();
    if (wish) return Optional.of(piece.note.equals("<") ? News.ASKED : News.TAKEN);
    exchange.answer(piece.note, piece.bytes, errs.remove());
    return Optional.of(News.ANSWERED);
  }

  /** Waits for a mark on either stream; returns its note. Empty: the channel ended, or time. */
  Optional<String> awaitNote(long deadline) throws InterruptedException {
    while (true) {
      long known;
      synchronized (this) {
        if (!outs.isEmpty()) return Optional.of(outs.remove().note);
        if (!errs.isEmpty()) {
          errs.remove();
          return Optional.of("?");
        }
        known = arrivals;
      }
      if (sendOrWait(known, deadline).isPresent()) return Optional.empty();
    }
  }

  /** Gives the channel up to a program that has its bytes for itself from now on. */
  Pipe hand() {
    Pipe pipe = new Pipe(channel);
    heir = Optional.of(pipe);
    if (!isOpen()) pipe.ended(why(), isLost());
    return pipe;
  }

  /** Returns what came since the last mark, on both streams. */
  synchronized String noise() {
    return new String(err.rest().bytes(), StandardCharsets.UTF_8)
        + new String(out.rest().bytes(), StandardCharsets.UTF_8);
  }

  synchronized boolean isOpen() {
    return ended.isEmpty();
  }

  /** Returns whether the connection broke, rather than the command ended. */
  synchronized boolean isLost() {
    return lost;
  }

  synchronized String why() {
    return ended.orElse("no answer");
  }

  /** Gives up the running script with what it printed so far. */
  synchronized void abandon(Exchange exchange) {
    exchange.abandon(out.rest(), err.rest());
  }

  @Override
  public void out(byte[] bytes, int from, int length) {
    if (heir.isPresent()) heir.get().out(bytes, from, length);
    else hear(() -> out.take(bytes, from, length));
  }

  @Override
  public void err(byte[] bytes, int from, int length) {
    if (heir.isPresent()) heir.get().err(bytes, from, length);
    else hear(() -> err.take(bytes, from, length));
  }

  @Override
  public void room() {
    if (heir.isPresent()) heir.get().room();
    else hear(() -> room = true);
  }

  @Override
  public void ended(String why, boolean lost) {
    synchronized (this) {
      if (ended.isPresent()) return;
      ended = Optional.of(why);
      this.lost = lost;
      notifyAll();
    }
    heir.ifPresent(ear -> ear.ended(why, lost));
  }

  /** Closes the channel; whoever waits for an answer finds it ended. */
  @Override
  public void close() {
    ended("it was closed here", true);
    channel.close();
    synchronized (this) {
      finish();
    }
  }

  private synchronized void hear(Runnable news) {
    news.run();
    heard = System.nanoTime();
    arrivals++;
    notifyAll();
  }

  private boolean heardOut(String note, Kept piece) {
    if (!note.equals("^")) outs.add(new Piece(note, piece));
    return !note.equals("<") && !note.equals(">");
  }

  private boolean heardErr(String note, Kept piece) {
    if (!note.equals("^")) errs.add(piece);
    return true;
  }

  /**
   * Sends what is left to send, or waits.
   *
   * @param known how much had arrived when the news were looked at: what came since is looked at
   *     before anything is waited for
   */
  private Optional<News> sendOrWait(long known, long deadline) throws InterruptedException {
    boolean silent = false;
    int from;
    synchronized (this) {
      if (ended.isPresent()) return Optional.of(News.ENDED);
      long left = deadline - System.nanoTime();
      if (left <= 0) return Optional.of(News.OVERRUN);
      if (arrivals != known) return Optional.empty();
      if (saidAll() || !room) {
        long silence = heard + SILENCE - System.nanoTime();
        if (silence > 0) {
          waitNanos(Math.min(left, silence));
          return Optional.empty();
        }
        heard = System.nanoTime();
        silent = true;
      } else {
        room = false;
      }
    }
    if (!silent && !refill()) return Optional.of(News.ENDED);
    synchronized (this) {
      from = sent;
    }
    if (silent) channel.nudge();
    else send(from);
    return Optional.empty();
  }

  /** Reads the next piece, if one is due. Only the thread that sends does. */
  private boolean refill() {
    InputStream in;
    synchronized (this) {
      if (sent < filled || left == 0) return true;
      in = source.orElseThrow();
    }
    try {
      int read = in.readNBytes(toSend, 0, (int) Math.min(PIECE, left));
      if (read == 0) throw new EOFException("it has become shorter");
      synchronized (this) {
        filled = read;
        sent = 0;
        left -= read;
      }
      return true;
    } catch (IOException e) {
      ended("what is to be sent cannot be read: " + e.getMessage(), true);
      return false;
    }
  }

  /** Sends without the monitor, which the channel's thread needs to bring bytes in. */
  private void send(int from) throws InterruptedException {
    try {
      int taken = channel.send(toSend, from, filled - from);
      synchronized (this) {
        sent += taken;
        if (taken > 0) room = true;
      }
    } catch (IOException e) {
      awaitLastWords();
      ended("it broke while bytes were sent", true);
    }
  }

  /** Who ends before all was sent may have said why, and the channel's thread is about to. */
  private synchronized void awaitLastWords() throws InterruptedException {
    long until = System.nanoTime() + LAST_WORDS;
    for (long left; ended.isEmpty() && (left = until - System.nanoTime()) > 0; ) waitNanos(left);
  }

  private void waitNanos(long nanos) throws InterruptedException {
    wait(nanos / 1_000_000, (int) (nanos % 1_000_000));
  }
}
