package outpost.core.run;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import outpost.core.connect.Become;
import outpost.core.connect.Reply;
import outpost.core.connect.Request;
import outpost.core.source.Span;

/**
 * What a host answered before its tasks asked: questions of coming tasks travel with the trips of
 * earlier ones. A task finds the answer here if what it asks is, to the letter, what was foreseen,
 * and asks itself otherwise; so a wrong guess costs time and never truth. Whatever may have changed
 * the host makes all of it void. Safe for use by several threads.
 */
final class Foreseen {
  /** How many questions of coming tasks travel with a trip at most. */
  static final int MOST = 256;

  /** After this time answers are old, and asked for again; a thousand hosts take minutes a task. */
  private static final Duration FRESH = Duration.ofMinutes(5);

  /** What a step asks, the one at this place of its file. */
  record Question(Span step, Request request) {}

  private record Key(Become become, Span step, String text) {}

  private final AtomicLong changes;
  private final Map<Key, Deque<Reply>> answers = new HashMap<>();
  private long asked;
  private long since;
  private int width = MOST;

  /**
   * @param changes counts what may have changed the machine, for all names that it has
   */
  Foreseen(AtomicLong changes) {
    this.changes = changes;
  }

  /** Returns how many questions are worth asking ahead: few after a change, for others follow. */
  synchronized int width() {
    return width;
  }

  /** Returns what tells whether anything was made void since. */
  long changes() {
    return changes.get();
  }

  /** Returns the answer to a question, which counts once. */
  synchronized Optional<Reply> take(Become become, Question question) {
    boolean fresh = System.nanoTime() - asked <= FRESH.toNanos();
    if (since != changes.get() || !fresh) answers.clear();
    Deque<Reply> replies = answers.get(key(become, question));
    return replies == null ? Optional.empty() : Optional.ofNullable(replies.poll());
  }

  /**
   * Takes answers in place of all before, unless something was made void since they were asked for.
   * What failed is asked for again when its task is due.
   */
  synchronized void keep(
      long since, Become become, List<Question> questions, List<List<Reply>> replies) {
    if (since != changes.get()) return;
    answers.clear();
    this.since = since;
    asked = System.nanoTime();
    for (int i = 0; i < questions.size(); i++) {
      Reply reply = replies.get(i).get(0);
      if (!reply.usable()) continue;
      answers.computeIfAbsent(key(become, questions.get(i)), k -> new ArrayDeque<>()).add(reply);
    }
    width = Math.min(MOST, 2 * width);
  }

  /** The same for answers that came after something was done, which makes all others void. */
  void renew(long since, Become become, List<Question> questions, List<List<Reply>> replies) {
    if (changes.compareAndSet(since, since + 1)) keep(since + 1, become, questions, replies);
    else drop();
  }

  /** Makes all of it void, since something was done that may have changed the host. */
  long drop() {
    return changes.incrementAndGet();
  }

  /**
   * Asks less, since something was brought to a desired state: more of that is likely to follow.
   */
  synchronized void narrow() {
    width = 1;
  }

  private static Key key(Become become, Question question) {
    return new Key(become, question.step(), question.request().text());
  }
}
