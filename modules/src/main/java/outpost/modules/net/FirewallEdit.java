package outpost.modules.net;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import outpost.api.Plan;
import outpost.modules.net.Firewalld.Args;
import outpost.modules.net.Firewalld.Found;

/** Brings a zone from what was found of it to what a task wants. */
final class FirewallEdit {
  private final Args want;
  private final Found found;
  private final String zone;
  private final List<FirewallItem> items;
  private final Plan.Builder plan = Plan.builder();

  FirewallEdit(Args want, Found found) {
    this.want = want;
    this.found = found;
    this.zone = found.zone().orElseThrow();
    this.items = want.items();
  }

  Plan plan() {
    Optional<FirewallZone> runtime = found.runtime().filter(z -> want.immediate());
    FirewallTool lasting = FirewallTool.permanent(found.running());
    if (items.isEmpty() && want.target().isEmpty()) {
      itself(lasting, runtime);
    } else {
      if (want.on()) known();
      if (want.permanent()) found.permanent().ifPresent(is -> hold(lasting, is));
      runtime.ifPresent(this::runtime);
      guard(items);
    }
    return plan.build();
  }

  private void itself(FirewallTool lasting, Optional<FirewallZone> runtime) {
    boolean there = found.permanent().map(FirewallZone::known).orElse(false);
    if (!want.on() && found.brought().orElse(false)) {
      plan.block("`" + zone + "` is one of firewalld's own zones", "it cannot be taken away");
    }
    plan.set("permanent zone " + zone, there, Optional.of(want.on()), on -> lasting.zone(zone, on));
    runtime.ifPresent(
        is ->
            plan.set(
                "runtime zone " + zone,
                is.known(),
                Optional.of(want.on()),
                on -> FirewallTool.RELOAD));
    if (!want.on()) {
      FirewallGuard.hold(plan, found.attachment(), port -> both().anyMatch(z -> z.lets(port)));
    }
  }

  private void known() {
    for (String service : found.unknown()) {
      plan.block(
          "firewalld has no service `" + service + "`",
          "see `firewall-cmd --get-services`, or open its ports");
    }
  }

  /** A new target comes with a reload, and so does all else that is permanent by then. */
  private void runtime(FirewallZone is) {
    Optional<String> target = target(is);
    if (is.known() && target.isPresent()) {
      plan.change("runtime target", shown(is), target.get(), FirewallTool.RELOAD);
    } else {
      hold(FirewallTool.runtime(want.timeout()), is);
    }
  }

  private void hold(FirewallTool tool, FirewallZone is) {
    if (!is.known()) {
      plan.block(
          "no zone `" + zone + "` in the " + tool.scope() + " configuration of firewalld",
          tool.scope().equals("runtime")
              ? "if it was made just now, reload firewalld"
              : "see `firewall-cmd --permanent --get-zones`");
      return;
    }
    for (FirewallItem item : items) {
      if (is.holds(item)) continue;
      plan.change(
          tool.scope() + " " + item.name(),
          item.there() ? "no" : "yes",
          item.there() ? "yes" : "no",
          tool.put(zone, item));
    }
    target(is)
        .ifPresent(
            to -> plan.change(tool.scope() + " target", shown(is), to, tool.target(zone, to)));
  }

  /** Returns the target that a zone is still to get; one that is disabled gives way to default. */
  private Optional<String> target(FirewallZone is) {
    return want.target()
        .filter(to -> want.on() != shown(is).equals(to))
        .map(to -> want.on() ? to : "default");
  }

  private static String shown(FirewallZone is) {
    return is.target().orElse("default");
  }

  private void guard(Collection<FirewallItem> wanted) {
    FirewallGuard.hold(
        plan,
        found.attachment(),
        port -> both().anyMatch(is -> is.lets(port) && !is.lets(port, wanted)));
  }

  private Stream<FirewallZone> both() {
    return Stream.of(found.runtime(), found.permanent()).flatMap(Optional::stream);
  }
}
