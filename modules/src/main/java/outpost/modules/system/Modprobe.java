package outpost.modules.system;

import static outpost.api.Script.sh;

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

/** Loads and unloads modules of the kernel, now and at every boot. */
@Doc("Loads modules of the kernel, or unloads them, now and at every boot.")
public final class Modprobe implements Module<Modprobe.Args, Modprobe.Found> {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");

  /** What a task asks for. */
  public record Args(
      @Arg("The module of the kernel.") String name,
      @Arg(value = "Whether it is loaded now.", def = "present") State state,
      @Arg(value = "Its parameters.", def = "\"\"") String params,
      @Arg(
              value =
                  "Whether it is loaded with these parameters at every boot (`present`), or not"
                      + " (`absent`); `disabled` leaves that as it is.",
              def = "disabled")
          Persistent persistent) {
    public Args {
      if (!NAME.matcher(name).matches()) {
        throw new BadArg("name", "`" + name + "` is no module's name", "see `modprobe -c`");
      }
      if (params.contains("\n")) {
        throw new BadArg("params", "parameters are one line", "separate them by blanks");
      }
      params = params.strip().replaceAll("\\s+", " ");
    }

    /** As the kernel lists it: {@code -} and {@code _} are the same in names of modules. */
    String listed() {
      return name.replace('-', '_');
    }

    FileEdit load() {
      return FileEdit.of("name", "/etc/modules-load.d/" + name + ".conf").folders(true);
    }

    FileEdit options() {
      return FileEdit.of("name", "/etc/modprobe.d/" + name + ".conf").folders(true);
    }
  }

  /** Whether it is loaded. */
  public enum State {
    PRESENT,
    ABSENT
  }

  /** Whether it is loaded at boot. */
  public enum Persistent {
    DISABLED,
    PRESENT,
    ABSENT
  }

  /**
   * What is on the host.
   *
   * @param tool whether modules can be loaded at all
   * @param loaded whether it is, or is part of the kernel
   * @param builtin whether it is part of the kernel
   * @param known whether there is such a module
   * @param listed other files that have it loaded at boot
   */
  public record Found(
      boolean tool,
      boolean loaded,
      boolean builtin,
      boolean known,
      Set<String> listed,
      Target load,
      Target options) {}

  @Override
  public Probe<Found> probe(Args want) {
    Script question =
        sh(
            """
            name={} own={}
            if command -v modprobe >/dev/null; then emit tool yes; else emit tool no; fi
            if grep -q "^$name " /proc/modules 2>/dev/null; then emit loaded yes; else emit loaded no; fi
            if tr - _ <"/lib/modules/$(uname -r)/modules.builtin" 2>/dev/null | grep -q "/$name\\.ko"; then
              emit builtin yes; else emit builtin no; fi
            if modprobe -n -q -- "$name" 2>/dev/null; then emit known yes; else emit known no; fi
            for file in /etc/modules /etc/modules-load.d/*.conf; do
              [ -f "$file" ] || continue
              [ "$file" != "$own" ] || continue
              if tr - _ <"$file" | grep -q "^[[:blank:]]*${name}[[:blank:]]*$"; then
                emit listed "$file"
              fi
            done\
            """,
            want.listed(),
            want.load().path());
    if (want.persistent() == Persistent.DISABLED) return Probe.of(Found.class, question);
    return Probe.of(
        Found.class,
        question.then(want.load().question("load")).then(want.options().question("options")));
  }

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan = Plan.builder();
    String name = want.name();
    boolean on = want.state() == State.PRESENT;
    boolean is = found.loaded() || found.builtin();
    if (on != is && !found.tool()) {
      plan.block("this host cannot load modules of the kernel: it has no modprobe", "install kmod");
    } else if (on && !is && !found.known()) {
      plan.block(
          "the kernel of this host has no module `" + name + "`",
          "install the package that brings it, for the kernel that runs");
    } else if (!on && found.builtin()) {
      plan.block("`" + name + "` is part of the kernel", "it cannot be unloaded");
    }
    plan.set(
        "loaded", is, Optional.of(on), yes -> yes ? load(want) : sh("modprobe -r -- {}", name));
    switch (want.persistent()) {
      case DISABLED -> {}
      case PRESENT -> {
        boolean listed = !found.listed().isEmpty() || lists(found.load(), want);
        if (!listed) write(plan, want.load(), found.load(), name + "\n", "loaded at boot");
        String options = "options " + name + " " + want.params() + "\n";
        if (!want.params().isEmpty() && !found.options().text().equals(options)) {
          write(plan, want.options(), found.options(), options, "parameters at boot");
        }
      }
      case ABSENT -> {
        for (String file : found.listed()) {
          plan.change("loaded at boot by " + file, "yes", "no", silence(want, file));
        }
        want.load().remove(found.load(), "loaded at boot", "yes", plan);
        want.options().remove(found.options(), "parameters at boot", "yes", plan);
      }
    }
    return plan.result("name", name).result("params", want.params()).build();
  }

  private static Script load(Args want) {
    return want.params().isEmpty()
        ? sh("modprobe -- {}", want.name())
        : sh("modprobe -- {} {}", want.name(), java.util.List.of(want.params().split(" ")));
  }

  private static boolean lists(Target file, Args want) {
    return file.text().lines().anyMatch(l -> l.strip().replace('-', '_').equals(want.listed()));
  }

  private static void write(
      Plan.Builder plan, FileEdit edit, Target found, String text, String what) {
    String from = found.exists() ? found.text().strip().replace("\n", ", ") : "absent";
    edit.hold(found, Revision.of(text).told(what, from, text.strip()), plan);
  }

  /** Takes a line out of a file that also holds others. */
  private static Script silence(Args want, String file) {
    String name = want.listed().replace(".", "\\.").replace("_", "[-_]");
    return sh("sed -i -e {} -- {}", "s/^[[:blank:]]*" + name + "[[:blank:]]*$/#&/", file);
  }
}
