package outpost.modules.net;

import static outpost.api.Script.sh;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Reach;
import outpost.api.Script;

/** Waits until a port or a file of a host is as wanted, and changes nothing. */
@Doc("Waits until a port is open, closed or idle, or a file is there, holds a text, or is gone.")
public final class WaitFor implements Module<WaitFor.Args, WaitFor.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg(
              value =
                  "Where the port is, as seen from the task's host; by default that host itself.",
              def = "127.0.0.1")
          String host,
      @Arg("The TCP port.") Optional<Integer> port,
      @Arg("The file, from the root.") Optional<String> path,
      @Arg(
              value =
                  "What is waited for: an open port or a file (`started`, `present`), a closed port"
                      + " or no file (`stopped`, `absent`), or a port of this host without"
                      + " connections (`drained`).",
              def = "started")
          State state,
      @Arg(value = "How long to wait, in seconds.", def = "300") Duration timeout,
      @Arg(value = "How long one attempt to connect may take, in seconds.", def = "5")
          Duration connectTimeout,
      @Arg(
              "An extended regular expression that a line of the file must match, as `grep -E` takes"
                  + " it.")
          Optional<String> searchRegex,
      @Arg("What to say when time is over.") Optional<String> msg) {
    public Args {
      if (port.isPresent() == path.isPresent()) {
        throw new BadArg(
            port.isPresent() ? "path" : "state",
            port.isPresent() ? "both `port` and `path`" : "neither `port` nor `path`",
            port.isPresent() ? "use a task for each" : "name one; to let time pass use `pause`");
      }
      if (port.isPresent() && (port.get() < 1 || port.get() > 65535)) {
        throw new BadArg("port", "`" + port.get() + "` is no port", "name one from 1 to 65535");
      }
      if (path.isPresent() && !path.get().startsWith("/")) {
        throw new BadArg(
            "path", "`" + path.get() + "` is not a whole path", "begin it with a slash");
      }
      if (state == State.DRAINED) {
        if (port.isEmpty()) {
          throw new BadArg("state", "only a port can be `drained`", "name a port");
        }
        if (Sockets.literal(host).isEmpty() && !Sockets.isLocal(host)) {
          throw new BadArg(
              "host",
              "`" + host + "` is no address of the task's host",
              "name the address that connections come to, or 0.0.0.0 for all");
        }
      }
      if (searchRegex.isPresent()) {
        if (path.isEmpty()) {
          throw new BadArg("search_regex", "a port cannot be searched", "name a file with `path`");
        }
        if (state == State.STOPPED || state == State.ABSENT) {
          throw new BadArg(
              "search_regex", "no text can be in a file that is gone", "drop `search_regex`");
        }
        if (searchRegex.get().matches("(?s).*(\\(\\?|\\\\[dDAZ]).*")) {
          throw new BadArg(
              "search_regex",
              "`" + searchRegex.get() + "` is no extended regular expression",
              "write [0-9] for \\d, and leave out (?…)");
        }
      }
    }

    boolean there() {
      return state == State.STARTED || state == State.PRESENT;
    }

    /** Whether the port is looked for in the host's own list of sockets. */
    boolean listed() {
      return state == State.DRAINED || Sockets.isLocal(host);
    }
  }

  /** What is waited for. */
  public enum State {
    STARTED,
    STOPPED,
    PRESENT,
    ABSENT,
    DRAINED
  }

  /**
   * What was seen.
   *
   * @param exists whether the file is there
   * @param matches whether a line of it matches
   * @param sockets of the port, where the host lists its own
   * @param dialled what came of a connection, where one was tried
   */
  public record Found(
      Optional<Boolean> exists,
      Optional<Boolean> matches,
      Set<String> sockets,
      Optional<Dialled> dialled) {}

  /**
   * What came of a connection.
   *
   * @param said why it could not be made
   * @param untold whether that says nothing about the port
   */
  public record Dialled(boolean open, Optional<String> said, Optional<Boolean> untold) {}

  @Override
  public Probe<Found> probe(Args want) {
    if (want.path().isPresent()) return Probe.of(Found.class, file(want));
    int port = want.port().orElseThrow();
    if (want.listed()) {
      return Probe.of(
          Found.class,
          sh(
              """
              for list in /proc/net/tcp /proc/net/tcp6; do
                [ ! -r "$list" ] || awk -v port={} '
                  { split($2, at, ":") }
                  at[2] == port && !seen[at[1], $4]++ { print "sockets=" at[1] "/" $4 }' "$list" || exit
              done""",
              String.format("%04X", port)));
    }
    return Probe.of(Found.class)
        .here("dialled", reach -> dial(reach, want.host(), port, want.connectTimeout()));
  }

  private static Script file(Args want) {
    Script exists =
        sh(
            "p={}; [ -e \"$p\" ] || { emit exists no; exit 0; }\nemit exists yes",
            want.path().get());
    if (want.searchRegex().isEmpty()) return exists;
    return exists.then(
        sh(
            """
            grep -E -q -e {} -- "$p"; case $? in
              0) emit matches yes ;;
              1) emit matches no ;;
              *) exit 2 ;;
            esac""",
            want.searchRegex().get()));
  }

  private static Map<String, String> dial(Reach reach, String host, int port, Duration timeout) {
    Map<String, String> answers = new LinkedHashMap<>();
    try (Reach.Line line = reach.dial("", host, port, timeout)) {
      answers.put("open", "yes");
    } catch (IOException e) {
      String said = String.valueOf(e.getMessage());
      answers.put("open", "no");
      answers.put("said", said);
      boolean untold = said.contains("may not forward") || said.contains("connection to the host");
      answers.put("untold", untold ? "yes" : "no");
    }
    return answers;
  }

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan =
        Plan.builder()
            .within(want.timeout())
            .result("state", want.state().name().toLowerCase(java.util.Locale.ROOT));
    want.port().ifPresent(port -> plan.result("port", port));
    want.path().ifPresent(path -> plan.result("path", path));
    Optional<String> lacks = want.path().isPresent() ? file(want, found) : port(want, found);
    if (found.dialled().flatMap(Dialled::untold).orElse(false)) {
      plan.block(
          found.dialled().get().said().orElse("the port cannot be tried"),
          "wait on the host where the port is, with `delegate_to`");
    } else {
      lacks.ifPresent(text -> plan.await(want.msg().orElse(text)));
    }
    return plan.build();
  }

  private static Optional<String> file(Args want, Found found) {
    String path = "`" + want.path().orElseThrow() + "`";
    boolean exists = found.exists().orElseThrow();
    if (!want.there()) return exists ? Optional.of(path + " is still there") : Optional.empty();
    if (!exists) return Optional.of(path + " is not there");
    return want.searchRegex().isPresent() && !found.matches().orElse(false)
        ? Optional.of("no line of " + path + " matches `" + want.searchRegex().get() + "`")
        : Optional.empty();
  }

  private static Optional<String> port(Args want, Found found) {
    String port = "port " + want.port().orElseThrow() + " of `" + want.host() + "`";
    Sockets sockets = new Sockets(found.sockets());
    if (want.state() == State.DRAINED) {
      return sockets.busy(want.host())
          ? Optional.of(port + " still has connections")
          : Optional.empty();
    }
    boolean open =
        want.listed()
            ? sockets.listening(want.host())
            : found.dialled().map(Dialled::open).orElseThrow();
    if (open == want.there()) return Optional.empty();
    if (open) return Optional.of(port + " is still open");
    String why = found.dialled().flatMap(Dialled::said).orElse("nothing listens there");
    return Optional.of(port + " is not open: " + why);
  }
}
