package outpost.modules.net;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;

/** Waits until a port or a file of a host is as wanted, and changes nothing. */
@Doc(
    "Waits until a port is open, closed or idle, or a file is there, holds a text, or is gone;"
        + " without either it lets `timeout` pass.")
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
              "A regular expression: a line of the file must match it, as `grep -E` takes it, or"
                  + " what the port says to whoever connects.")
          Optional<String> searchRegex,
      @Arg(value = "How long nothing is looked for at first, in seconds.", def = "0")
          Duration delay,
      @Arg(value = "How long it is until it is looked for again, in seconds.", def = "1")
          Duration sleep,
      @Arg(value = "Addresses whose connections do not count where a port drains.", def = "[]")
          List<String> excludeHosts,
      @Arg(
              value = "The states of connections that count where a port drains.",
              def = "ESTABLISHED,FIN_WAIT1,FIN_WAIT2,SYN_RECV,SYN_SENT,TIME_WAIT")
          List<String> activeConnectionStates,
      @Arg("What to say when time is over.") Optional<String> msg) {
    public Args {
      if (port.isPresent() && path.isPresent()) {
        throw new BadArg("path", "both `port` and `path`", "use a task for each");
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
      if (state != State.DRAINED && !excludeHosts.isEmpty()) {
        throw new BadArg(
            "excludeHosts", "hosts are only left out where a port drains", "say `state: drained`");
      }
      for (String one : excludeHosts) {
        if (Sockets.literal(one).isEmpty()) {
          throw new BadArg("excludeHosts", "`" + one + "` is no address", "write it in numbers");
        }
      }
      Sockets.codes(activeConnectionStates);
      if (searchRegex.isPresent()) check(searchRegex.get(), port, path, state);
    }

    private static void check(
        String regex, Optional<Integer> port, Optional<String> path, State state) {
      if (state != State.STARTED && state != State.PRESENT) {
        throw new BadArg("searchRegex", "no text can be in what is gone", "drop `search_regex`");
      }
      if (port.isEmpty() && path.isEmpty()) {
        throw new BadArg("searchRegex", "nothing is searched", "name a `path` or a `port`");
      }
      if (path.isPresent() && regex.matches("(?s).*(\\(\\?|\\\\[dDAZ]).*")) {
        throw new BadArg(
            "searchRegex",
            "`" + regex + "` is no extended regular expression",
            "write [0-9] for \\d, and leave out (?…)");
      }
      if (port.isPresent()) Dial.pattern(regex);
    }

    boolean there() {
      return state == State.STARTED || state == State.PRESENT;
    }

    /** Returns what is looked for; nothing is if time is all that is to pass. */
    Optional<Awaited> awaited() {
      return path.<Awaited>map(file -> new AwaitedFile(file, there(), searchRegex))
          .or(() -> port.map(number -> new AwaitedPort(this, number)));
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
      Optional<Dial.Result> dialled) {}

  @Override
  public Probe<Found> probe(Args want) {
    return want.awaited()
        .map(one -> one.question().paced(want.delay(), want.sleep()))
        .orElseGet(() -> Probe.of(Found.class).paced(want.timeout(), want.sleep()));
  }

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan =
        Plan.builder()
            .within(want.timeout())
            .result("elapsed", 0)
            .result("state", want.state().name().toLowerCase(java.util.Locale.ROOT));
    want.port().ifPresent(port -> plan.result("port", port));
    want.path().ifPresent(path -> plan.result("path", path));
    want.searchRegex().ifPresent(regex -> plan.result("search_regex", regex));
    // what groups of a pattern stand for is not told, rather than told wrong
    if (want.searchRegex().filter(regex -> regex.contains("(")).isEmpty()) {
      plan.result("match_groups", List.of()).result("match_groupdict", Map.of());
    }
    Optional<Awaited> awaited = want.awaited();
    if (awaited.isEmpty()) return plan.build();
    Optional<String> lacks = awaited.get().lacks(found);
    if (found.dialled().flatMap(Dial.Result::untold).orElse(false)) {
      plan.block(
          found.dialled().flatMap(Dial.Result::said).orElse("the port cannot be tried"),
          "wait on the host where the port is, with `delegate_to`");
    } else {
      lacks.ifPresent(text -> plan.await(want.msg().orElse(text)));
    }
    return plan.build();
  }
}
