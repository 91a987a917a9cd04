package outpost.modules.cluster;

import static outpost.api.Script.sh;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Problem;
import outpost.api.Script;

@Doc(
    "Keeps pacemaker_remote running on a host, at boot too, with its settings; never stops it under"
        + " a cluster that is connected.")
public final class PacemakerRemoteDaemon
    implements Module<PacemakerRemoteDaemon.Args, PacemakerRemoteDaemon.Found> {

  /** Whether it runs. */
  public enum State {
    STARTED,
    STOPPED
  }

  /** What a task may accept. */
  public enum Allow {
    /** Restarting or stopping it while a cluster is connected, which may get the host fenced. */
    DISCONNECT
  }

  public record Args(
      @Arg("The port it listens on; a port that the host's settings name is refused when empty.")
          Optional<Integer> port,
      @Arg("The address it listens on; all when empty.") Optional<String> address,
      @Arg(value = "Further variables of its environment, such as `PCMK_logfile`.", def = "{}")
          Map<String, String> env,
      @Arg(value = "Whether it runs now.", def = "started") State state,
      @Arg(value = "Whether it starts at boot.", def = "yes") boolean enabled,
      @Arg(
              value = "Whether it may be stopped under a connected cluster (`disconnect`).",
              def = "[]")
          List<Allow> allow) {
    public Args {
      if (port.filter(p -> p < 1 || p > 65535).isPresent()) {
        throw new BadArg("port", "no port `" + port.get() + "`", "ports are 1 to 65535");
      }
      for (String name : env.keySet()) {
        if (name.equals("PCMK_authkey_location")) {
          throw new BadArg(
              "env",
              "`" + name + "` is not for this module to set",
              "the key is at " + ClusterHost.KEY + " on every host: see pacemaker_authkey");
        }
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
          throw new BadArg("env", "`" + name + "` is no variable", "write it as PCMK_logfile");
        }
      }
    }

    Map<String, String> settings() {
      Map<String, String> settings = new LinkedHashMap<>(env);
      address.ifPresent(a -> settings.put("PCMK_remote_address", a));
      port.ifPresent(p -> settings.put("PCMK_remote_port", p.toString()));
      return settings;
    }

    int wantedPort() {
      return port.orElse(RemoteHost.PORT);
    }
  }

  /** What the host says. */
  public record Found(RemoteHost here, Attachment attachment) {}

  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(
        Found.class,
        RemoteHost.here(Optional.of(want.wantedPort()), List.copyOf(want.settings().keySet()))
            .then(Attachment.question()));
  }

  @Override
  public Plan plan(Args want, Found found) {
    RemoteHost is = found.here();
    String name = "`" + is.host().orElse("this host") + "`";
    Optional<Problem> obstacle =
        want.state() == State.STARTED || is.installed()
            ? obstacle(want, is, name)
            : Optional.empty();
    if (obstacle.isPresent()) {
      return Preflight.blocked(obstacle.get());
    }
    if (!is.installed()) return Plan.none();
    Plan.Builder plan = Plan.builder().within(Duration.ofSeconds(90));
    guard(want, found, name, plan);
    want.settings()
        .forEach(
            (variable, value) -> {
              String set = is.set().getOrDefault(variable, "");
              if (!set.equals(value)) {
                plan.change(
                    variable,
                    set.isEmpty() ? "-" : set,
                    value,
                    edit(Daemon.file(is), variable, value));
              }
            });
    boolean started = want.state() == State.STARTED;
    plan.set(
        "enabled",
        is.enabled(),
        Optional.of(want.enabled()),
        yes -> sh("systemctl {} {}", yes ? "enable" : "disable", RemoteHost.UNIT));
    if (started && is.active() && (outdated(want, is) || oldKey(is))) {
      plan.change(
          outdated(want, is) ? "running with these settings" : "running with the authkey there",
          "no",
          "yes",
          sh("systemctl restart {}", RemoteHost.UNIT));
    }
    plan.set(
        "running",
        is.active(),
        Optional.of(started),
        yes -> sh("systemctl {} {}", yes ? "start" : "stop", RemoteHost.UNIT));
    if (started && is.active() && !is.listening()) {
      plan.await(
          "pacemaker_remote on %s does not listen on port %d".formatted(name, want.wantedPort()));
    }
    return plan.build();
  }

  private static boolean outdated(Args want, RemoteHost is) {
    return want.settings().entrySet().stream()
        .anyMatch(e -> !is.running().getOrDefault(e.getKey(), "").equals(e.getValue()));
  }

  /** The daemon keeps a key in memory; one that a cluster is connected with is left alone. */
  private static boolean oldKey(RemoteHost is) {
    return is.keyIsNewer().orElse(false) && is.peers().isEmpty();
  }

  private static Optional<Problem> obstacle(Args want, RemoteHost is, String name) {
    if (want.state() == State.STARTED) {
      Optional<Problem> daemon =
          // a port that the task asks for is set, whatever is there now
          Daemon.obstacle(name, want.port().map(is::onPort).orElse(is), want.wantedPort());
      if (daemon.isPresent()) return daemon;
    }
    return Optional.empty();
  }

  /** Says that a cluster would lose the node, unless it looks away or that is accepted. */
  private static void guard(Args want, Found found, String name, Plan.Builder plan) {
    boolean stopped = want.state() == State.STOPPED;
    boolean stops = found.here().active() && (stopped || outdated(want, found.here()));
    if (!stops || !found.attachment().holds() || want.allow().contains(Allow.DISCONNECT)) return;
    found
        .attachment()
        .block(plan, (stopped ? "stopping" : "restarting") + " pacemaker_remote on " + name);
  }

  /** Puts a variable into an environment file: in one place, once, at once. */
  private static Script edit(String file, String variable, String value) {
    return sh(
        """
        file={}
        new=$(mktemp "$file.XXXXXX") || exit
        trap 'rm -f -- "$new"' EXIT
        if [ -e "$file" ]; then cp -p -- "$file" "$new" && grep -v {} "$file" > "$new"; else chmod 0644 "$new"; fi
        printf '%s\\n' {} >> "$new" && mv -f -- "$new" "$file\"""",
        file,
        "^[[:space:]]*" + variable + "=",
        variable + "=" + (value.matches("[A-Za-z0-9._:/,+-]*") ? value : "\"" + value + "\""));
  }
}
