package outpost.core.connect;

import java.util.ArrayList;
import java.util.List;
import outpost.core.connect.Reply.Fate;

/** The requests of one exchange and the replies so far. One thread at a time. */
final class Exchange {
  private static final byte[] NOTHING = {};

  private final List<List<Request>> groups;
  private final List<List<Reply>> replies = new ArrayList<>();
  private int group;
  private boolean overran;
  private long begun = System.nanoTime();

  Exchange(List<List<Request>> groups) {
    this.groups = groups;
    for (int i = 0; i < groups.size(); i++) replies.add(new ArrayList<>());
    skip();
  }

  boolean isDone() {
    return group == groups.size();
  }

  /** Returns the request whose answer is awaited. */
  Request running() {
    return groups.get(group).get(replies.get(group).size());
  }

  /** The running request begins now: starting a shell does not count as its time. */
  void begin() {
    begun = System.nanoTime();
  }

  /** Returns when the running request began. */
  long begun() {
    return begun;
  }

  /** Returns the groups without an answer; the first may lack requests that were answered. */
  List<List<Request>> left() {
    List<List<Request>> left = new ArrayList<>(groups.subList(group, groups.size()));
    if (!left.isEmpty()) {
      List<Request> first = left.get(0);
      left.set(0, first.subList(replies.get(group).size(), first.size()));
    }
    return left;
  }

  List<List<Reply>> replies() {
    return replies;
  }

  /** Notes that the running request overran its time and is being ended. */
  void overran() {
    overran = true;
  }

  /**
   * @param note its exit status, or {@code -} where it did not run
   */
  void answer(String note, Kept out, Kept err) {
    if (note.equals("-")) {
      add(new Reply(Fate.NOT_RUN, 0, NOTHING, NOTHING));
      return;
    }
    int status = Integer.parseInt(note);
    if (status > 256) status -= 128; // ksh93 says 256 + signal
    add(reply(overran && status != 0 ? Fate.TIMED_OUT : Fate.DONE, status, out, err));
  }

  /** The shell was given up with the running request: the rest of its group does not run. */
  void abandon(Kept out, Kept err) {
    int current = group;
    add(reply(Fate.TIMED_OUT, 128 + 9, out, err));
    while (group == current && !isDone()) add(new Reply(Fate.NOT_RUN, 0, NOTHING, NOTHING));
  }

  private static Reply reply(Fate fate, int status, Kept out, Kept err) {
    return new Reply(fate, status, out.bytes(), err.bytes(), out.dropped() + err.dropped());
  }

  private void add(Reply reply) {
    replies.get(group).add(reply);
    overran = false;
    begun = System.nanoTime();
    skip();
  }

  private void skip() {
    while (group < groups.size() && replies.get(group).size() == groups.get(group).size()) group++;
  }
}
