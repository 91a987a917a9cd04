package outpost.modules.system;

import static outpost.api.Script.sh;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;

/** Says which SELinux type ports have. */
@Doc("Says which SELinux type ports have, so that a confined service may use them.")
public final class Seport implements Module<Seport.Args, Seport.Found> {
  private static final Pattern PORTS = Pattern.compile("\\d{1,5}(-\\d{1,5})?");

  /** What a task asks for. */
  public record Args(
      @Arg("Ports as `8888` or `10000-10100`.") List<String> ports,
      @Arg("Their protocol.") Proto proto,
      @Arg("Their type, such as `http_port_t`.") String setype,
      @Arg(value = "Whether they have it by a rule of this host.", def = "present") State state,
      @Arg(value = "Whether the policy is loaded anew then.", def = "true") boolean reload,
      @Arg(value = "Whether only rules of this host are looked at.", def = "false") boolean local,
      @Arg(value = "Whether the policy is changed where SELinux does not run.", def = "false")
          boolean ignoreSelinuxState) {
    public Args {
      for (String port : ports) {
        if (!PORTS.matcher(port).matches()) {
          throw new BadArg("ports", "`" + port + "` is not a port", "write it as 8888 or 80-90");
        }
      }
      if (ports.isEmpty()) throw new BadArg("ports", "no port is named", "write it as 8888");
      if (!setype.matches("[A-Za-z0-9_]+")) {
        throw new BadArg("setype", "`" + setype + "` is no type", "see `semanage port -l`");
      }
    }
  }

  /** What has ports. */
  public enum Proto {
    TCP,
    UDP,
    DCCP,
    SCTP;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether they have it. */
  public enum State {
    PRESENT,
    ABSENT
  }

  /**
   * What is on the host, by ports as they are written.
   *
   * @param types the types of ports, of the policy and of this host
   * @param local the types that this host gives
   */
  public record Found(SelinuxHost host, Map<String, String> types, Map<String, String> local) {}

  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(
        Found.class,
        SelinuxHost.question("semanage")
            .then(
                sh(
                    """
                    ! command -v semanage >/dev/null || [ "$mode" = none ] || {
                      for kind in types local; do
                        option=; [ $kind = types ] || option=-C
                        all=$(semanage port -l -n ${option:+"$option"}) || exit
                        printf '%s\\n' "$all" | awk -v kind="$kind" -v proto={} '
                          $2 == proto { for (i = 3; i <= NF; i++) {
                            sub(/,$/, "", $i); print kind "." $i "=" $1
                          } }'
                      done
                    }\
                    """,
                    want.proto().word())));
  }

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan = Plan.builder();
    if (found.host().obstacle(plan, want.ignoreSelinuxState(), "policycoreutils-python-utils")) {
      return plan.build();
    }
    boolean there = want.state() == State.PRESENT;
    for (String port : want.ports()) {
      Optional<String> local = Optional.ofNullable(found.local().get(port));
      Optional<String> is =
          want.local() || !there
              ? local
              : local.or(() -> Optional.ofNullable(found.types().get(port)));
      boolean same = is.filter(want.setype()::equals).isPresent();
      if (same == there) continue;
      String what = "type of " + want.proto().word() + " " + port;
      if (there) {
        String deed = is.isPresent() ? "-m" : "-a";
        plan.change(what, is.orElse("none"), want.setype(), semanage(want, deed, port));
      } else {
        plan.change(what, want.setype(), "none", semanage(want, "-d", port));
      }
    }
    return plan.result("ports", want.ports())
        .result("proto", want.proto().word())
        .result("setype", want.setype())
        .result("state", there ? "present" : "absent")
        .build();
  }

  private static Script semanage(Args want, String deed, String port) {
    List<String> words = new ArrayList<>(want.reload() ? List.of() : List.of("-N"));
    words.addAll(List.of(deed, "-t", want.setype(), "-p", want.proto().word(), port));
    return sh("semanage port {}", words);
  }
}
