package outpost.modules.system;

import static outpost.api.Script.sh;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;
import outpost.modules.files.FileEdit;
import outpost.modules.files.Revision;
import outpost.modules.files.Target;

/** Sets how SELinux runs, now as far as it can be, and from the next boot. */
@Doc("Sets whether SELinux enforces its policy, and which one; says whether that needs a restart.")
public final class Selinux implements Module<Selinux.Args, Selinux.Found> {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]*");

  /** What a task asks for. */
  public record Args(
      @Arg("How it runs.") State state,
      @Arg("The policy, such as `targeted`; needed unless it is to be disabled.")
          Optional<String> policy,
      @Arg(value = "Whether the kernel's command line is told as well, by grubby.", def = "false")
          boolean updateKernelParam,
      @Arg(
              value = "The file that says how it runs from the next boot.",
              def = "/etc/selinux/config",
              alias = {"conf", "file"})
          String configfile) {
    public Args {
      if (policy.isEmpty() && state != State.DISABLED) {
        throw new BadArg("policy", "no policy is named", "mostly it is `policy: targeted`");
      }
      if (policy.filter(name -> !NAME.matcher(name).matches()).isPresent()) {
        throw new BadArg("policy", "`" + policy.get() + "` is no policy", "such as targeted");
      }
      FileEdit.of("configfile", configfile);
    }

    FileEdit file() {
      return FileEdit.of("configfile", configfile);
    }
  }

  /** How it runs. */
  public enum State {
    ENFORCING,
    PERMISSIVE,
    DISABLED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What is on the host.
   *
   * @param policyThere whether the policy that is wanted is installed
   * @param kernels how many kernels can be booted, where that was asked
   * @param silenced of how many of them the command line disables SELinux
   */
  public record Found(
      SelinuxHost host,
      boolean policyThere,
      Optional<Integer> kernels,
      Optional<Integer> silenced,
      Target file) {}

  @Override
  public Probe<Found> probe(Args want) {
    Script ask =
        SelinuxHost.question("setenforce")
            .then(
                sh(
                    """
                    if [ -d {} ]; then emit policyThere yes; else emit policyThere no; fi\
                    """,
                    "/etc/selinux/" + want.policy().orElse("targeted")));
    if (want.updateKernelParam()) {
      ask =
          ask.then(
              sh(
                  """
                  if command -v grubby >/dev/null; then
                    all=$(grubby --info=ALL) || exit
                    emit kernels "$(printf '%s\\n' "$all" | grep -c '^args=')"
                    emit silenced "$(printf '%s\\n' "$all" | grep -Ec '^args=.*[" ]selinux=0[" ]')"
                  fi\
                  """));
    }
    return Probe.of(Found.class, ask.then(want.file().question("file")));
  }

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan = Plan.builder();
    SelinuxHost.Mode mode = found.host().mode();
    if (mode == SelinuxHost.Mode.NONE) {
      found.host().obstacle(plan, false, "libselinux-utils");
      return plan.build();
    }
    if (want.policy().isPresent() && !found.policyThere()) {
      plan.block(
          "the policy `" + want.policy().get() + "` is not on this host",
          "install selinux-policy-" + want.policy().get());
    }
    if (want.updateKernelParam() && found.kernels().isEmpty()) {
      plan.block("this host has no grubby", "drop `update_kernel_param`");
    }
    boolean off = want.state() == State.DISABLED;
    boolean runs = found.host().runs();
    Assignments file = Assignments.of(found.file().text());
    Optional<String> policy = file.value("SELINUXTYPE");
    config(plan, want, found.file(), file);
    if (runs) {
      SelinuxHost.Mode to =
          want.state() == State.ENFORCING
              ? SelinuxHost.Mode.ENFORCING
              : SelinuxHost.Mode.PERMISSIVE;
      plan.set(
          "mode",
          mode,
          Optional.of(to),
          one -> sh("setenforce {}", one == SelinuxHost.Mode.ENFORCING ? "1" : "0"));
    }
    if (want.updateKernelParam()) kernels(plan, found, off);
    boolean other = want.policy().isPresent() && !policy.equals(want.policy());
    return plan.result("state", want.state().word())
        .result("policy", want.policy().or(() -> policy).orElse(""))
        .result("configfile", want.configfile())
        .result("reboot_required", off == runs || other)
        .build();
  }

  private static void config(Plan.Builder plan, Args want, Target found, Assignments file) {
    Optional<String> state = file.value("SELINUX");
    Optional<String> policy = file.value("SELINUXTYPE");
    Assignments wanted = file;
    if (!state.equals(Optional.of(want.state().word()))) {
      wanted = wanted.with("SELINUX", "SELINUX=" + want.state().word());
    }
    if (want.policy().isPresent() && !policy.equals(want.policy())) {
      wanted = wanted.with("SELINUXTYPE", "SELINUXTYPE=" + want.policy().get());
    }
    if (wanted.equals(file)) {
      want.file().keep(found, plan);
      return;
    }
    String from = state.orElse("-") + ", " + policy.orElse("-");
    String to = want.state().word() + ", " + want.policy().or(() -> policy).orElse("-");
    Revision revision = Revision.of(found.encoding().bytes(wanted.text()));
    want.file().hold(found, revision.told("mode and policy at boot", from, to), plan);
  }

  private static void kernels(Plan.Builder plan, Found found, boolean off) {
    int silenced = found.silenced().orElse(0);
    boolean done = off ? silenced == found.kernels().orElse(0) : silenced == 0;
    if (done) return;
    plan.change(
        "selinux=0 at the kernels' command lines",
        silenced + " of " + found.kernels().orElse(0),
        off ? "all" : "none",
        sh("grubby --update-kernel=ALL {}", off ? "--args=selinux=0" : "--remove-args=selinux"));
  }
}
