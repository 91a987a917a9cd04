package outpost.modules.system;

import static outpost.api.Script.sh;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;

/** Lets one domain of SELinux do what its policy forbids, and has that logged only. */
@Doc("Makes single domains of SELinux permissive: what they may not do is logged, and done.")
public final class SelinuxPermissive
    implements Module<SelinuxPermissive.Args, SelinuxPermissive.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg(value = "The domain, such as `httpd_t`.", alias = "name") String domain,
      @Arg("Whether it is permissive.") boolean permissive,
      @Arg(value = "Whether the policy is not loaded anew then.", def = "false") boolean noReload,
      @Arg("The policy store; the active one by default.") Optional<String> store) {
    public Args {
      if (!domain.matches("[A-Za-z0-9_]+")) {
        throw new BadArg("domain", "`" + domain + "` is no domain", "such as httpd_t");
      }
    }

    List<String> options() {
      return store.map(name -> List.of("-S", name)).orElse(List.of());
    }
  }

  /**
   * What is on the host.
   *
   * @param domains those that were made permissive here
   */
  public record Found(SelinuxHost host, Set<String> domains) {}

  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(
        Found.class,
        SelinuxHost.question("semanage")
            .then(
                sh(
                    """
                    ! command -v semanage >/dev/null || [ "$mode" = none ] || {
                      all=$(semanage permissive -l {}) || exit
                      printf '%s\\n' "$all" | awk '
                        /^Builtin/ { own = 0 } /^Customized/ { own = 1 }
                        own && NF == 1 { print "domains=" $1 }'
                    }\
                    """,
                    want.options())));
  }

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan = Plan.builder();
    if (found.host().obstacle(plan, true, "policycoreutils-python-utils")) return plan.build();
    return plan.set(
            want.domain() + " permissive",
            found.domains().contains(want.domain()),
            Optional.of(want.permissive()),
            yes ->
                sh(
                    "semanage permissive {} {} {} {}",
                    want.options(),
                    want.noReload() ? List.of("-N") : List.of(),
                    yes ? "-a" : "-d",
                    want.domain()))
        .build();
  }
}
