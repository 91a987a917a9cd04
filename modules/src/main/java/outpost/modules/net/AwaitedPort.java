package outpost.modules.net;

import java.util.Optional;
import java.util.Set;
import outpost.api.Probe;

/** A port that is to be open, closed, or without connections. */
record AwaitedPort(WaitFor.Args want, int number) implements Awaited {

  @Override
  public Probe<WaitFor.Found> question() {
    return isListed()
        ? Probe.of(WaitFor.Found.class, Sockets.question(number))
        : Probe.of(WaitFor.Found.class).here("dialled", dial());
  }

  /** Whether it is looked for in the host's own list of sockets. */
  private boolean isListed() {
    return isDraining() || Sockets.isLocal(want.host()) && want.searchRegex().isEmpty();
  }

  private boolean isDraining() {
    return want.state() == WaitFor.State.DRAINED;
  }

  private Dial dial() {
    return new Dial(
        want.host(), number, want.connectTimeout(), want.searchRegex().map(Dial::pattern));
  }

  @Override
  public Optional<String> lacks(WaitFor.Found found) {
    String port = "port " + number + " of `" + want.host() + "`";
    Sockets sockets = new Sockets(found.sockets());
    if (isDraining()) {
      Set<String> states = Sockets.codes(want.activeConnectionStates());
      return sockets.busy(want.host(), states, want.excludeHosts())
          ? Optional.of(port + " still has connections")
          : Optional.empty();
    }
    boolean open =
        isListed()
            ? sockets.listening(want.host())
            : found.dialled().map(Dial.Result::open).orElseThrow();
    if (open && want.searchRegex().isPresent()) {
      return found.dialled().flatMap(Dial.Result::matches).orElse(false)
          ? Optional.empty()
          : Optional.of(port + " says nothing like `" + want.searchRegex().get() + "`");
    }
    if (open == want.there()) return Optional.empty();
    if (open) return Optional.of(port + " is still open");
    String why = found.dialled().flatMap(Dial.Result::said).orElse("nothing listens there");
    return Optional.of(port + " is not open: " + why);
  }
}
