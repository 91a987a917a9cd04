package outpost.modules.services;

import static outpost.api.Script.sh;

import java.util.Optional;
import outpost.api.Plan;
import outpost.api.Script;
import outpost.modules.services.Systemd.State;

/**
 * What a script of {@code /etc/init.d} says of its service.
 *
 * @param running empty where its answer is none that the LSB knows
 * @param links how a service is linked to run levels here
 */
record InitScript(boolean exists, Optional<Boolean> running, boolean enabled, Links links) {

  /** What links services to run levels. */
  enum Links {
    UPDATE_RC,
    CHKCONFIG,
    NONE
  }

  /** Asks below {@code script}; a pattern counts more than the script's own answer. */
  static Script question(String name, Optional<String> pattern) {
    return sh(
        """
        name={} pattern={}
        if command -v update-rc.d >/dev/null; then emit script.links update_rc
        elif command -v chkconfig >/dev/null; then emit script.links chkconfig
        else emit script.links none; fi
        on=no
        for link in /etc/rc[2345].d/S[0-9][0-9]"$name" /etc/rc.d/rc[2345].d/S[0-9][0-9]"$name"; do
          if [ -e "$link" ]; then on=yes; fi
        done
        emit script.enabled "$on"
        if [ -x "/etc/init.d/$name" ]; then
          emit script.exists yes
          if [ "$pattern" ]; then
            if { ps -A -o args || ps -o args; } 2>/dev/null \\
              | text=$pattern awk 'index($0, ENVIRON["text"]) { found = 1 } END { exit !found }'
            then emit script.running yes; else emit script.running no; fi
          else
            "/etc/init.d/$name" status >/dev/null 2>&1 </dev/null
            case $? in
              0) emit script.running yes ;;
              1 | 2 | 3) emit script.running no ;;
            esac
          fi
        else emit script.exists no; fi\
        """,
        name,
        pattern.orElse(""));
  }

  Plan plan(Service.Args want) {
    String name = want.name();
    Plan.Builder plan = Plan.builder().result("name", name);
    if (!exists) {
      return Plan.blocked(
          "no init script `" + name + "` on this host", "install the package that brings it first");
    }
    if (running.isEmpty() && want.state().isPresent()) {
      return Plan.blocked(
          "the init script `" + name + "` does not say whether it runs",
          "name some text of its process with `pattern`");
    }
    if (links == Links.NONE && want.enabled().filter(yes -> yes != enabled).isPresent()) {
      return Plan.blocked(
          "this host has neither update-rc.d nor chkconfig", "link the init script by hand");
    }
    plan.set("enabled", enabled, want.enabled(), yes -> link(name, yes));
    want.state().ifPresent(state -> run(want, state, plan));
    want.enabled().ifPresent(yes -> plan.result("enabled", yes));
    want.state().ifPresent(to -> plan.result("state", to == State.STOPPED ? "stopped" : "started"));
    return plan.build();
  }

  private void run(Service.Args want, State state, Plan.Builder plan) {
    boolean runs = running.orElseThrow();
    plan.set(
        "active",
        runs,
        Optional.of(state != State.STOPPED),
        yes -> call(want, yes ? "start" : "stop"));
    Script pause = want.sleep().map(s -> sh("sleep {}", s)).orElse(Script.raw(":"));
    Script restart =
        want.sleep().isEmpty()
            ? call(want, "restart")
            : call(want, "stop").then(pause).then(call(want, "start"));
    plan.act("restart", runs && state == State.RESTARTED, restart);
    plan.act("reload", runs && state == State.RELOADED, call(want, "reload"));
  }

  private static Script call(Service.Args want, String verb) {
    return sh("/etc/init.d/{} {} {}", want.name(), verb, want.words());
  }

  private Script link(String name, boolean on) {
    if (links == Links.CHKCONFIG) {
      return on
          ? sh("chkconfig --add {} && chkconfig {} on", name, name)
          : sh("chkconfig {} off", name);
    }
    return on
        ? sh("update-rc.d {} defaults && update-rc.d {} enable", name, name)
        : sh("update-rc.d {} disable", name);
  }
}
