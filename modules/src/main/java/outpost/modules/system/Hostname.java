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
import outpost.modules.files.FileEdit;
import outpost.modules.files.Revision;
import outpost.modules.files.Target;

/**
 * Gives a host its name, for now and for good. Where it is changed, systemd's pretty name becomes
 * the same; a pretty name beside the right static one is left as it is, as Ansible leaves it.
 *
 * <p>The static name is written to its file, which systemd reads anew when it is asked: hostnamectl
 * cannot replace one that is a mount of its own, as in containers.
 */
@Doc(
    value = "Gives a host its name, now and at every boot, and tells later tasks of it.",
    facts = {"ansible_hostname", "ansible_nodename", "ansible_fqdn", "ansible_domain"})
public final class Hostname implements Module<Hostname.Args, Hostname.Found> {
  private static final String FILE = "/etc/hostname";
  private static final Pattern NAME =
      Pattern.compile("(?=.{1,64}$)[A-Za-z0-9_]([A-Za-z0-9_-]*)(\\.[A-Za-z0-9_][A-Za-z0-9_-]*)*");

  /** What a task asks for. */
  public record Args(
      @Arg("The name, with or without a domain.") String name,
      @Arg(
              "What is told of it beside the file `/etc/hostname` and the kernel: `systemd` gets a"
                  + " pretty name as well, which is the default where it runs; `debian` and"
                  + " `alpine` have none.")
          Optional<Use> use) {
    public Args {
      if (!NAME.matcher(name).matches()) {
        throw new BadArg(
            "name",
            "`" + name + "` is no host's name",
            "use letters, digits, `-` and dots, 64 signs at most");
      }
    }

    String brief() {
      return name.replaceFirst("\\..*", "");
    }
  }

  /** What keeps the name. */
  public enum Use {
    SYSTEMD,
    DEBIAN,
    ALPINE
  }

  /**
   * What is on the host.
   *
   * @param systemd whether systemd runs
   * @param running the kernel's name
   * @param pretty systemd's name for people
   * @param known the name with its domain, as the host resolves it
   */
  public record Found(
      boolean systemd,
      String running,
      Optional<String> pretty,
      Optional<String> known,
      Target file) {

    /** Returns the name that the file gives; see hostname(5). */
    String lasting() {
      return file.text()
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .findFirst()
          .orElse("");
    }
  }

  private static FileEdit file() {
    return FileEdit.of("name", FILE);
  }

  @Override
  public Probe<Found> probe(Args want) {
    Script question =
        sh(
            """
            if [ -d /run/systemd/system ] && command -v hostnamectl >/dev/null; then
              emit systemd yes; else emit systemd no; fi
            emit running "$(uname -n)"
            emit pretty "$(sed -n 's/^PRETTY_HOSTNAME=//p' /etc/machine-info 2>/dev/null | tr -d \\")"
            emit known "$(getent hosts {} 2>/dev/null | awk '
              { for (i = 2; i <= NF; i++) if (index($i, ".")) { print $i; exit } }')\"\
            """,
            want.name());
    return Probe.of(Found.class, question.then(file().question("file")));
  }

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan = Plan.builder();
    boolean systemd = want.use().map(use -> use == Use.SYSTEMD).orElse(found.systemd());
    if (systemd && !found.systemd()) {
      return Plan.blocked("systemd does not run on this host", "drop `use`");
    }
    Optional<String> name = Optional.of(want.name());
    if (found.lasting().equals(want.name())) {
      file().keep(found.file(), plan);
    } else {
      plan.set(
          "pretty hostname",
          found.pretty().orElse("-"),
          name.filter(to -> systemd),
          to -> sh("hostnamectl --pretty set-hostname {}", to));
      String from = found.lasting().isEmpty() ? "absent" : found.lasting();
      Revision revision = Revision.of(want.name() + "\n");
      file().hold(found.file(), revision.told("static hostname", from, want.name()), plan);
    }
    plan.set("hostname", found.running(), name, to -> sh("hostname -- {}", to));
    String whole = found.known().orElse(want.name());
    return plan.result("name", want.name())
        .fact("ansible_hostname", want.brief())
        .fact("ansible_nodename", want.name())
        .fact("ansible_fqdn", whole)
        .fact("ansible_domain", whole.contains(".") ? whole.replaceFirst("^[^.]*\\.", "") : "")
        .build();
  }
}
