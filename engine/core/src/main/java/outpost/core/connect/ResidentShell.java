package outpost.core.connect;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A {@link Shell} over any {@link Channel}: starts the {@link Loop}, as another user where asked,
 * sends frames and takes the answers.
 *
 * <p>A shell whose channel has ended is started anew by the next exchange. A frame that was not
 * wholly sent cannot have run, so it is sent again, once, on a new channel; one that was is never.
 *
 * <p>A script that overruns its time is ended with all its children from a second shell of the same
 * user; if that does not bring the first one back it is given up, and what had not begun is sent to
 * a new one.
 *
 * <p>Makes no thread: the caller waits, and the channel's own thread brings the answers.
 */
public final class ResidentShell implements Shell, AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Duration ENDING = Duration.ofSeconds(30);
  private static final Duration FOREVER = Duration.ofDays(365);

  private final Commands commands;
  private final Become become;
  private final Duration patience;
  private volatile Optional<Started> current = Optional.empty();
  private volatile boolean closed;
  private volatile int trips;

  /**
   * @param patience how long it may take to start
   */
  public ResidentShell(Commands commands, Become become, Duration patience) {
    this.commands = commands;
    this.become = become;
    this.patience = patience;
  }

  /**
   * Starts it if it does not run.
   *
   * @throws HostUnreachable if it does not start
   * @throws BecomeFailed if the host refuses the change of user
   */
  public synchronized void start() {
    if (closed) {
      throw new HostUnreachable(
          "the connection to `" + commands.host() + "` was closed here", "run it again");
    }
    if (current.filter(s -> s.talk().isOpen()).isPresent()) return;
    giveUp();
    current = Optional.of(Started.start(commands, become, word(), patience));
  }

  @Override
  public synchronized List<List<Reply>> exchange(List<List<Request>> groups) {
    Exchange exchange = new Exchange(groups);
    int resent = 0;
    try {
      while (!exchange.isDone()) {
        start();
        Started shell = current.orElseThrow();
        if (talk(shell, exchange)) continue;
        giveUp();
        if (resent++ > 0) throw broke(shell.talk());
      }
    } catch (InterruptedException e) {
      giveUp();
      Thread.currentThread().interrupt();
      throw new AnswerLost("the run was interrupted before `" + commands.host() + "` answered");
    }
    return exchange.replies();
  }

  @Override
  public int trips() {
    return trips;
  }

  /** Ends it at once, also while another thread waits for an answer. */
  @Override
  public void close() {
    closed = true;
    giveUp();
  }

  /**
   * Sends what is left of the exchange and takes the answers, as far as this shell lives.
   *
   * @return false if the frame could not be sent, so that nothing of it ran
   */
  private boolean talk(Started shell, Exchange exchange) throws InterruptedException {
    Talk talk = shell.talk();
    String mark = word();
    Frame frame = Frame.of(shell.token(), mark, exchange.left(), shell.inline(), shell.unpacks());
    talk.listen(mark);
    talk.say(frame.line() + frame.body());
    exchange.begin();
    trips++;
    boolean framed = false;
    boolean feeding = false;
    while (!exchange.isDone()) {
      Request running = exchange.running();
      Talk.News news = talk.await(exchange, exchange.begun() + limit(running).toNanos());
      framed |= talk.saidAll();
      switch (news) {
        case ANSWERED -> {}
        case ASKED -> {
          talk.say(Frame.sent(running, shell.unpacks()));
          feeding = true;
        }
        case TAKEN -> {
          feeding = false;
          talk.say((mark + "\n").getBytes(StandardCharsets.US_ASCII));
          trips++;
        }
        case ENDED -> {
          if (!framed) return false;
          giveUp();
          throw new AnswerLost(
              "the connection to `" + commands.host() + "` broke before its answer: " + talk.why(),
              feeding);
        }
        case OVERRUN -> {
          if (!overrun(shell, exchange)) return true;
        }
      }
    }
    return true;
  }

  private static Duration limit(Request request) {
    return request.timeout().isZero() ? FOREVER : request.timeout();
  }

  /**
   * Ends the running script.
   *
   * @return whether the shell lives on
   */
  private boolean overrun(Started shell, Exchange exchange) throws InterruptedException {
    // a script whose input came after the frame may have left some of it in the loop's way, and
    // what shares a subshell ends with the one that overran
    Request running = exchange.running();
    boolean itself = running.simple() || Frame.isAskedFor(running, shell.inline());
    exchange.overran();
    end(shell.pid(), itself);
    if (!itself && shell.talk().await(exchange, in(GRACE)) == Talk.News.ANSWERED) return true;
    if (!itself) end(shell.pid(), true);
    shell.talk().abandon(exchange);
    giveUp();
    return false;
  }

  /** Ends what runs below a process, or itself too, from a second shell. */
  private void end(long pid, boolean itself) throws InterruptedException {
    Exchange ending =
        new Exchange(
            List.of(List.of(new Request(Loop.end(pid, itself), new byte[0], Duration.ZERO))));
    Started second;
    try {
      second = Started.start(commands, become, word(), patience);
    } catch (HostUnreachable | BecomeFailed e) {
      giveUp();
      throw new AnswerLost(
          "a script on `"
              + commands.host()
              + "` overran its time and could not be ended: "
              + e.getMessage());
    }
    try (Talk talk = second.talk()) {
      String mark = word();
      Frame frame = Frame.of(second.token(), mark, ending.left(), second.inline(), false);
      talk.listen(mark);
      talk.say(frame.line() + frame.body());
      talk.await(ending, in(ENDING));
    }
  }

  private HostUnreachable broke(Talk talk) {
    return new HostUnreachable(
        "the connection to `" + commands.host() + "` broke: " + talk.why(),
        "nothing of this step ran there; run it again");
  }

  private void giveUp() {
    current.ifPresent(shell -> shell.talk().close());
    current = Optional.empty();
  }

  private static long in(Duration time) {
    return System.nanoTime() + time.toNanos();
  }

  /** Returns 20 letters and digits that nobody can guess. */
  static String word() {
    String letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < 20; i++) word.append(letters.charAt(RANDOM.nextInt(letters.length())));
    return word.toString();
  }
}
