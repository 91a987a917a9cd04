package outpost.modules.system;

import static outpost.api.Script.sh;

import java.util.Optional;
import java.util.regex.Pattern;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;

/** Switches a boolean of SELinux' policy. */
@Doc("Switches booleans of SELinux' policy, now, and with `persistent` for good.")
public final class Seboolean implements Module<Seboolean.Args, Seboolean.Found> {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]+");

  /** What a task asks for. */
  public record Args(
      @Arg("The boolean, such as `httpd_can_network_connect`.") String name,
      @Arg("Whether it is on.") boolean state,
      @Arg(value = "Whether it is so from the next boot on as well.", def = "false")
          boolean persistent,
      @Arg(
              value =
                  "Whether the policy is changed where SELinux does not run; only together with"
                      + " `persistent`.",
              def = "false")
          boolean ignoreSelinuxState) {
    public Args {
      if (!NAME.matcher(name).matches()) {
        throw new BadArg("name", "`" + name + "` is no boolean's name", "see `getsebool -a`");
      }
      if (ignoreSelinuxState && !persistent) {
        throw new BadArg(
            "ignoreSelinuxState", "nothing would be done", "add `persistent: true` to it");
      }
    }
  }

  /**
   * What is on the host.
   *
   * @param now what holds now; empty if there is no such boolean
   * @param lasting what holds from the next boot on, where that can be read
   */
  public record Found(SelinuxHost host, Optional<Boolean> now, Optional<Boolean> lasting) {}

  /**
   * What lasts is told by semanage-boolean(8), in the second column; where it is not installed, by
   * the file in which libsemanage keeps what differs from the policy.
   */
  @Override
  public Probe<Found> probe(Args want) {
    Script now =
        sh(
            """
            name={}
            now=$(getsebool "$name" 2>/dev/null) || now=
            emit now "$(printf '%s\\n' "$now" | awk '{ print $3 }')\"\
            """,
            want.name());
    Script lasting =
        sh(
            """
            lasting=
            if command -v semanage >/dev/null; then
              all=$(semanage boolean -l -n) || exit
              lasting=$(printf '%s\\n' "$all" | awk -v name="$name" '
                $1 == name { gsub(/[(),]/, " "); print $3 }')
            else
              local="$policy/active/booleans.local"
              lasting=$(cat "/var/lib/selinux/$local" "/etc/selinux/$local" 2>/dev/null |
                sed -n "s/^$name *= *//p" | head -n 1)
            fi
            emit lasting "$lasting\"\
            """);
    Script ask = SelinuxHost.question("setsebool").then(now);
    return Probe.of(Found.class, want.persistent() ? ask.then(lasting) : ask);
  }

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan = Plan.builder();
    boolean anyway = want.ignoreSelinuxState();
    if (found.host().obstacle(plan, anyway, "policycoreutils")) return plan.build();
    if (found.host().runs() && found.now().isEmpty()) {
      plan.block("SELinux has no boolean `" + want.name() + "` on this host", "see `getsebool -a`");
    }
    String word = want.state() ? "on" : "off";
    if (want.persistent()) {
      // -P changes what holds now along, and -N does not load a policy that does not run
      String options = found.host().runs() ? "-P" : "-NP";
      Script fix = sh("setsebool {} {}", options, want.name() + "=" + word);
      String is = found.lasting().map(on -> on ? "on" : "off").orElse("as the policy says");
      plan.set(want.name() + " for good", is, Optional.of(word), to -> fix);
    }
    if (found.host().runs() && found.now().isPresent()) {
      plan.set(
          want.name(),
          found.now().get() ? "on" : "off",
          Optional.of(word),
          to -> sh("setsebool {}", want.name() + "=" + to));
    }
    return plan.result("name", want.name())
        .result("state", want.state())
        .result("persistent", want.persistent())
        .build();
  }
}
