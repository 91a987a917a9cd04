package outpost.modules.cluster;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.api.Arg;
import outpost.api.BadArg;

/** An operation of a resource as a task names it: a name alone, or with how it is to be done. */
public record Operation(
    @Arg(value = "Such as `monitor`, `start` or `stop`.", freeForm = true) String name,
    @Arg("How often it is done, such as `10s`; once when empty.") Optional<String> interval,
    @Arg("How long it may take; a new one may take as long as the agent advises.")
        Optional<String> timeout,
    @Arg(
            "What follows a failure: `ignore`, `block`, `stop`, `restart`, `demote`, `standby`,"
                + " `fence` or `restart-container`.")
        Optional<String> onFail,
    @Arg("The role it is done in: `Started`, `Stopped`, `Promoted` or `Unpromoted`.")
        Optional<String> role,
    @Arg("Whether it is done at all.") Optional<Boolean> enabled,
    @Arg(value = "Options of the operation alone, such as `OCF_CHECK_LEVEL`.", def = "{}")
        Map<String, String> options) {

  private static final Set<String> AFTER_FAILURE =
      Set.of(
          "ignore", "block", "stop", "restart", "demote", "standby", "fence", "restart-container");

  public Operation {
    if (!name.matches("[a-z][a-z_-]*")) {
      throw new BadArg("name", "`" + name + "` is no operation", "such as `monitor` or `start`");
    }
    time("interval", interval);
    time("timeout", timeout);
    if (onFail.filter(what -> !AFTER_FAILURE.contains(what)).isPresent()) {
      throw new BadArg(
          "onFail",
          "`" + onFail.get() + "` is nothing that follows a failure",
          "one of " + String.join(", ", AFTER_FAILURE.stream().sorted().toList()));
    }
  }

  private static void time(String arg, Optional<String> value) {
    if (value.filter(time -> Values.time(time).isEmpty()).isPresent()) {
      throw new BadArg(arg, "`" + value.get() + "` is no time", "write it as 10s, 2m or 1h");
    }
  }

  /** An operation as an agent advises it. */
  static Operation advised(String name, String interval, String timeout, String role) {
    return new Operation(
        name,
        some(interval),
        some(timeout),
        Optional.empty(),
        some(role),
        Optional.empty(),
        Map.of());
  }

  private static Optional<String> some(String text) {
    return Optional.of(text).filter(t -> !t.isEmpty());
  }

  /** Returns this operation with a timeout, if it has none of its own. */
  Operation within(Optional<String> advised) {
    return new Operation(name, interval, timeout.or(() -> advised), onFail, role, enabled, options);
  }

  String every() {
    return interval.orElse("0s");
  }

  /** Whether an element is this operation, as a resource has one for each role and interval. */
  boolean is(Xml op) {
    return alike(op) && Values.sameTime(every(), op.attribute("interval"));
  }

  /** Whether an element is an operation of this name and role. */
  boolean alike(Xml op) {
    return op.is("name", name) && role.orElse("").equals(op.attribute("role"));
  }

  /** Returns what the operation's element says, as far as this one has an opinion. */
  Map<String, String> attributes() {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("name", name);
    attributes.put("interval", every());
    timeout.ifPresent(time -> attributes.put("timeout", time));
    onFail.ifPresent(what -> attributes.put("on-fail", what));
    role.ifPresent(what -> attributes.put("role", what));
    enabled.ifPresent(yes -> attributes.put("enabled", yes.toString()));
    return attributes;
  }
}
