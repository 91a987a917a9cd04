package outpost.core.run;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import outpost.core.connect.Reply;
import outpost.core.connect.Request;

/**
 * A script that goes on by itself on a host, whatever becomes of the connection: started, looked
 * at, and forgotten, each in one trip that may be made again.
 *
 * <p>All there is to know of it lies in a folder that only its user may enter. A keeper in a
 * session of its own writes there how the script ended, and ends it, with all of its process group,
 * when its time is over. The script, and what it reads, are gone from the folder as soon as they
 * are open: there may be secrets in them.
 */
record Job(Target here, String id) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Names that {@link #fresh} gives, and others that can do no harm as the name of a folder. */
  static final String ID = "[A-Za-z0-9][A-Za-z0-9._-]*";

  /** Where all jobs of a user are. */
  private static final String FOLDER =
      """
      h=${HOME:-$(eval "echo ~$(id -un)")}
      d=$h/.outpost_async j=$h/.outpost_async/%s
      """;

  private static final String BOOT = "$(cat /proc/sys/kernel/random/boot_id 2>/dev/null)";

  /** Runs the script, and writes down how it ended. */
  private static final String KEEPER =
      """
      j=$1 limit=$2
      exec 3<"$j/stdin"
      rm -f -- "$j/stdin"
      setsid sh "$j/script" <&3 >"$j/out" 2>"$j/err" 3<&- &
      job=$!
      exec 3<&-
      trap 'kill -TERM "-$job" 2>/dev/null' TERM
      (
        trap - TERM
        sleep "$limit"
        echo "$limit" >"$j/overdue"
        kill -TERM "-$job" 2>/dev/null
        for turn in 1 2 3 4 5 6 7 8 9 10; do
          kill -0 "-$job" 2>/dev/null || exit 0
          sleep 0.2 2>/dev/null || sleep 1
        done
        kill -KILL "-$job" 2>/dev/null
      ) &
      watch=$!
      wait "$job"
      rc=$?
      [ ! -e "$j/overdue" ] || wait "$watch"
      echo "$rc" >"$j/result.new" && mv -f -- "$j/result.new" "$j/result"
      trap '' TERM
      kill -TERM 0
      """;

  /** What a look at a job finds. */
  enum State {
    /** There is none of that name. */
    UNKNOWN,
    RUNNING,
    DONE,
    /** It ended, and nobody wrote down how. */
    LOST
  }

  /**
   * How a job is.
   *
   * @param folder where it is on the host
   * @param reply what it came to, if it is done
   * @param limit after which it was ended, if it was
   */
  record Look(State state, String folder, Optional<Reply> reply, Optional<Duration> limit) {}

  /** A job with a name that no other has. */
  static Job fresh(Target here) {
    long number = 100_000_000_000L + RANDOM.nextLong(900_000_000_000L);
    return new Job(here, "j" + number + "." + ProcessHandle.current().pid());
  }

  /**
   * Starts it; a second start of the same job does nothing.
   *
   * @param limit when it is ended
   * @throws ScriptFailed if it cannot be started
   */
  void start(Request request, Duration limit) {
    String mark = "end-of-" + id;
    String text =
        FOLDER.formatted(id)
            + """
            [ ! -d "$j" ] || exit 0
            command -v setsid >/dev/null || { echo 'no setsid on this host' >&2; exit 127; }
            umask 077
            mkdir -p -- "$d" && chmod 700 -- "$d" && rm -rf -- "$j.new" && mkdir -- "$j.new" || exit
            cat >"$j.new/stdin" || exit
            """
            + file("script", "rm -f -- \"$0\"\ncd /\numask 022\n" + request.text(), mark)
            + file("keeper", KEEPER, mark)
            + """
            mv -- "$j.new" "$j" || exit
            setsid sh "$j/keeper" "$j" %d </dev/null >/dev/null 2>&1 &
            echo "$! %s" >"$j/pid"
            """
                .formatted((limit.toMillis() + 999) / 1000, BOOT);
    Reply reply = ask(List.of(new Request(text, request.stdin(), request.timeout()))).get(0);
    if (!reply.ok()) throw new ScriptFailed("starting it", text, reply);
  }

  private static String file(String name, String text, String mark) {
    String end = text.endsWith("\n") ? "" : "\n";
    return "cat >\"$j.new/" + name + "\" <<'" + mark + "' || exit\n" + text + end + mark + "\n";
  }

  /**
   * Looks at it.
   *
   * @throws ScriptFailed if that cannot be done
   */
  Look look() {
    String state =
        FOLDER.formatted(id)
            + """
            echo "$j"
            [ -d "$j" ] || { echo unknown; exit 0; }
            if [ ! -e "$j/result" ]; then
              pid= boot=
              read -r pid boot <"$j/pid"
              if [ -n "$pid" ] && [ "$boot" = "%s" ] && kill -0 "$pid" 2>/dev/null; then
                echo running
                exit 0
              fi
            fi
            if [ ! -e "$j/result" ]; then echo lost; exit 0; fi
            echo done
            cat "$j/result"
            if [ -e "$j/overdue" ]; then cat "$j/overdue"; fi
            """
                .formatted(BOOT);
    String stream = FOLDER.formatted(id) + "[ ! -e \"$j/result\" ] || cat -- \"$j/%s\"";
    List<Reply> replies =
        ask(
            List.of(
                request(state),
                request(stream.formatted("out")),
                request(stream.formatted("err"))));
    if (!replies.get(0).ok()) throw new ScriptFailed("looking at it", state, replies.get(0));
    List<String> lines = replies.get(0).out().lines().toList();
    State is = State.valueOf(lines.get(1).toUpperCase(Locale.ROOT));
    if (is != State.DONE) return new Look(is, lines.get(0), Optional.empty(), Optional.empty());
    Optional<Duration> limit =
        lines.stream().skip(3).findFirst().map(Long::valueOf).map(Duration::ofSeconds);
    Reply out = replies.get(1);
    Reply err = replies.get(2);
    Reply reply =
        new Reply(
            limit.isPresent() ? Reply.Fate.TIMED_OUT : Reply.Fate.DONE,
            Integer.parseInt(lines.get(2)),
            out.stdout(),
            err.stdout(),
            out.dropped() + err.dropped());
    return new Look(is, lines.get(0), Optional.of(reply), limit);
  }

  /** Forgets it. */
  void forget() {
    ask(List.of(request(FOLDER.formatted(id) + "rm -rf -- \"$j\"")));
  }

  /** What a task sets in the environment is for its own script: a folder is where it always is. */
  private Request request(String text) {
    return new Request(text, new byte[0], here.timeout());
  }

  private List<Reply> ask(List<Request> requests) {
    return here.read(List.of(requests)).get(0);
  }
}
