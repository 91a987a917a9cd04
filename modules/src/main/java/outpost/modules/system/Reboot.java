package outpost.modules.system;

import static outpost.api.Script.sh;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import outpost.api.Absence;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;
import outpost.api.Words;
import outpost.modules.cluster.Attachment;

/** Restarts a host, and goes on when it is up again. */
@Doc("Restarts a host each time, and waits until it is another boot that answers.")
public final class Reboot implements Module<Reboot.Args, Reboot.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg(
              value = "Seconds that the host may take until it is up and `test_command` succeeds.",
              def = "600",
              alias = "reboot_timeout_sec")
          int rebootTimeout,
      @Arg(
              value = "Seconds from telling the users of the host to its restart.",
              def = "0",
              alias = "pre_reboot_delay_sec")
          int preRebootDelay,
      @Arg(
              value = "Seconds after the command before the host is looked for.",
              def = "0",
              alias = "post_reboot_delay_sec")
          int postRebootDelay,
      @Arg(value = "What succeeds on the host when it is ready.", def = "whoami")
          String testCommand,
      @Arg(
              value = "Seconds that each connection may take to come about.",
              def = "5",
              alias = "connect_timeout_sec")
          int connectTimeout,
      @Arg(
              "The command that restarts the host, split and quoted as in a shell; it is run as it"
                  + " is, so that users are told nothing and nothing is waited for.")
          Optional<String> rebootCommand,
      @Arg("A command whose output differs from boot to boot, beside what the kernel tells.")
          Optional<String> bootTimeCommand,
      @Arg(
              value = "Directories in which `shutdown` is looked for.",
              def = "/sbin,/bin,/usr/sbin,/usr/bin,/usr/local/sbin")
          List<String> searchPaths,
      @Arg(value = "What the users of the host are told.", def = "Reboot initiated by Outpost")
          String msg) {
    public Args {
      atLeast("rebootTimeout", rebootTimeout, 1);
      atLeast("preRebootDelay", preRebootDelay, 0);
      atLeast("postRebootDelay", postRebootDelay, 0);
      atLeast("connectTimeout", connectTimeout, 1);
      rebootCommand.ifPresent(Args::words);
    }

    private static List<String> words(String command) {
      return Words.of(command)
          .filter(words -> !words.isEmpty())
          .orElseThrow(
              () ->
                  new BadArg(
                      "rebootCommand",
                      "`" + command + "` is no command line",
                      "name a program, and close each quotation mark"));
    }

    private static void atLeast(String name, int seconds, int least) {
      if (seconds < least) {
        throw new BadArg(name, "`" + seconds + "` is no time", "give it seconds");
      }
    }
  }

  /**
   * What tells a boot from the next one.
   *
   * @param boot the kernel's boot id and when PID 1 was started: a container is restarted without
   *     its kernel
   */
  public record Found(String boot, Attachment attachment) {}

  /** Defines {@code boot}, which prints what tells one boot from another. */
  private static Script boot(Args want) {
    Script kernel =
        Script.raw( // constant text
            """
            kernel() {
              { cat /proc/sys/kernel/random/boot_id
                sed 's/.*) //' /proc/1/stat | cut -d ' ' -f 20; } 2>/dev/null | tr '\\n' ' ' | tr -d ' '
            }\
            """);
    return kernel.then(
        want.bootTimeCommand()
            .map(command -> sh("boot() { kernel; sh -c {} | tr -s '\\n\\t ' ___; }", command))
            .orElse(sh("boot() { kernel; }")));
  }

  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(
        Found.class, boot(want).then(sh("emit boot \"$(boot)\"")).then(Attachment.question()));
  }

  @Override
  public Plan plan(Args want, Found found) {
    if (found.boot().isEmpty()) {
      return Plan.blocked(
          "nothing on this host tells one boot from the next",
          "it needs Linux, with /proc mounted");
    }
    Plan.Builder plan = Plan.builder();
    if (found.attachment().holds()) found.attachment().block(plan, "a restart of the host");
    Script back =
        boot(want)
            .then(
                sh(
                    """
                    [ "$(boot)" != {} ] || { echo 'it still runs as before the restart' >&2; exit 1; }
                    sh -c {}\
                    """,
                    found.boot(),
                    want.testCommand()));
    return plan.leave(
            "restart the host",
            sh("trap '' TERM HUP").then(restart(want)),
            new Absence(
                back,
                Duration.ofSeconds(want.postRebootDelay()),
                Duration.ofSeconds(want.connectTimeout()),
                Duration.ofSeconds(want.rebootTimeout())))
        .result("rebooted", true)
        .result("elapsed", 0)
        .build();
  }

  /** The shell that asks for it is not to be ended by what it asked for: it heeds no signal. */
  private static Script restart(Args want) {
    return want.rebootCommand()
        .map(command -> sh("{}", Args.words(command)))
        .orElse(
            sh(
                """
                PATH=$PATH:{}; pause={}; message={}
                if [ "$pause" -gt 0 ]; then
                  command -v wall >/dev/null && wall "$message, in $pause s"
                  sleep "$pause"
                fi
                if command -v shutdown >/dev/null; then shutdown -r now "$message"; else reboot; fi\
                """,
                String.join(":", want.searchPaths()),
                want.preRebootDelay(),
                want.msg()));
  }
}
