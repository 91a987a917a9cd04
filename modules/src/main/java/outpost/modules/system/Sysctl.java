package outpost.modules.system;

import static outpost.api.Script.sh;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
 * Keeps a parameter of the kernel in a file that is read at every boot, and sets it now.
 *
 * <p>Ansible writes to {@code /etc/sysctl.conf} by default, which newer releases of Debian do not
 * read any more: this module writes to a file of its own. Its name comes behind that of {@code
 * 99-sysctl.conf}, by which releases that do read Ansible's file read it: what a file says that is
 * read later counts.
 */
@Doc("Sets parameters of the kernel, in a file that is read at every boot and in the running one.")
public final class Sysctl implements Module<Sysctl.Args, Sysctl.Found> {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_./*@:+-]*");
  private static final Set<String> YES = Set.of("yes", "on", "true", "y", "t");
  private static final Set<String> NO = Set.of("no", "off", "false", "n", "f");

  /** What a task asks for. */
  public record Args(
      @Arg(value = "The parameter, such as `vm.swappiness`.", alias = "key") String name,
      @Arg(value = "Its value; yes and no are 1 and 0.", alias = "val") Optional<String> value,
      @Arg(value = "Whether the file has it.", def = "present") State state,
      @Arg(
              value = "The file, from the root; the default is read after all others at boot.",
              def = "/etc/sysctl.d/99-zz-outpost.conf")
          String sysctlFile,
      @Arg(value = "Whether the running kernel is held to the value as well.", def = "false")
          boolean sysctlSet,
      @Arg(value = "Whether the file is loaded when it has changed.", def = "true") boolean reload,
      @Arg(value = "Whether parameters that the kernel does not have are passed by.", def = "false")
          boolean ignoreerrors) {
    public Args {
      value = value.map(Args::spelled);
      if (!NAME.matcher(name).matches()) {
        throw new BadArg("name", "`" + name + "` is no parameter", "write it as vm.swappiness");
      }
      if (state == State.PRESENT && value.filter(text -> !text.isEmpty()).isEmpty()) {
        throw new BadArg("value", "`" + name + "` gets no value", "give it a `value`");
      }
      FileEdit.of("sysctlFile", sysctlFile);
    }

    private static String spelled(String text) {
      String word = text.strip().toLowerCase(Locale.ROOT);
      return YES.contains(word) ? "1" : NO.contains(word) ? "0" : Assignments.plain(text);
    }

    FileEdit file() {
      return FileEdit.of("sysctlFile", sysctlFile).folders(true);
    }

    /** Names with a slash first have dots within their parts, see sysctl.d(5). */
    String path() {
      int slash = name.indexOf('/');
      int dot = name.indexOf('.');
      boolean slashed = slash >= 0 && (dot < 0 || slash < dot);
      StringBuilder path = new StringBuilder("/proc/sys/");
      for (char c : name.toCharArray()) {
        path.append(slashed ? c : c == '.' ? '/' : c == '/' ? '.' : c);
      }
      return path.toString();
    }

    boolean sets() {
      return sysctlSet && state == State.PRESENT;
    }
  }

  /** Whether the file has it. */
  public enum State {
    PRESENT,
    ABSENT
  }

  /**
   * What is on the host.
   *
   * @param running the kernel's value, its blanks joined; empty if it has no such parameter
   */
  public record Found(Optional<String> running, Target file) {}

  @Override
  public Probe<Found> probe(Args want) {
    Script question = want.file().question("file");
    Script running =
        sh("[ ! -r {} ] || emit running \"$(tr -s '\\t\\n ' ' ' <{})\"", want.path(), want.path());
    return Probe.of(Found.class, want.sets() ? running.then(question) : question);
  }

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan = Plan.builder();
    Assignments file = Assignments.of(found.file().text());
    Optional<String> is = file.value(want.name());
    Optional<String> to = want.value().filter(v -> want.state() == State.PRESENT);
    boolean differs = !is.equals(to);
    if (differs) {
      Assignments wanted =
          to.map(value -> file.with(want.name(), want.name() + "=" + value))
              .orElse(file.without(want.name()));
      Revision revision = Revision.of(found.file().encoding().bytes(wanted.text()));
      want.file()
          .hold(
              found.file(),
              revision.told(
                  want.name() + " in " + want.sysctlFile(),
                  is.orElse("absent"),
                  to.orElse("absent")),
              plan);
    } else {
      want.file().keep(found.file(), plan);
    }
    if (want.sets()) set(plan, want, found);
    Script load =
        sh("sysctl {} {} >/dev/null", want.ignoreerrors() ? "-ep" : "-p", want.sysctlFile());
    return plan.act("load " + want.sysctlFile(), differs && want.reload(), load).build();
  }

  private static void set(Plan.Builder plan, Args want, Found found) {
    if (found.running().isEmpty()) {
      if (!want.ignoreerrors()) {
        plan.block(
            "the kernel of this host has no parameter `" + want.name() + "`",
            "it may come with a module of the kernel, see the module modprobe");
      }
      return;
    }
    plan.set(
        want.name() + " now",
        found.running().get().strip(),
        want.value(),
        value -> sh("printf '%s\\n' {} >{}", value, want.path()));
  }
}
