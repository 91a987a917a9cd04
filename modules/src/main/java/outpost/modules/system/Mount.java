package outpost.modules.system;

import static outpost.api.Script.sh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;
import outpost.modules.files.Attributes;
import outpost.modules.files.FileEdit;
import outpost.modules.files.Revision;
import outpost.modules.files.Safeguards;
import outpost.modules.files.Target;

/**
 * Mounts file systems, now and at every boot.
 *
 * <p>Where Ansible fails on a mount point that is not empty when it is to be absent, this module
 * leaves the directory and says so: what is in it was there before the mount.
 */
@Doc("Mounts file systems, and keeps what is mounted at every boot in fstab.")
public final class Mount implements Module<Mount.Args, Mount.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg(value = "The directory to mount on; `none` or `swap` for swap space.", alias = "name")
          String path,
      @Arg("What is mounted: a device, `UUID=…`, `LABEL=…`, a share.") Optional<String> src,
      @Arg("The kind of file system.") Optional<String> fstype,
      @Arg(value = "The options, separated by commas.", def = "defaults") String opts,
      @Arg(value = "The fifth field of fstab, for dump(8).", def = "0") String dump,
      @Arg(value = "The sixth field of fstab, for fsck(8).", def = "0") String passno,
      @Arg(
              "`mounted` is now and at boot, `present` at boot alone, `ephemeral` now alone;"
                  + " `unmounted` is not now, `absent_from_fstab` not at boot, `absent` neither,"
                  + " and the directory goes; `remounted` mounts anew, each time.")
          State state,
      @Arg(value = "Whether it is mounted at boot.", def = "true") boolean boot,
      @Arg(value = "The file that says what is mounted at boot.", def = "/etc/fstab") String fstab,
      @Arg(value = "Whether that file is kept under another name when it changes.", def = "false")
          boolean backup) {
    public Args {
      if (path.length() > 1) path = path.replaceFirst("/+$", "");
      boolean nowhere = path.equals("none") || path.equals("swap");
      if (!nowhere && !path.startsWith("/")) {
        throw new BadArg("path", "`" + path + "` is not a whole path", "begin it with a slash");
      }
      if (nowhere && state != State.PRESENT && state != State.ABSENT_FROM_FSTAB) {
        throw new BadArg("state", "swap space is not mounted", "use present or absent_from_fstab");
      }
      boolean whole = src.isPresent() && fstype.isPresent();
      if (!whole && (state.lasting() || state == State.EPHEMERAL)) {
        throw new BadArg(
            src.isPresent() ? "fstype" : "src",
            "it is not said what is mounted",
            "give it `src` and `fstype`");
      }
      FileEdit.of("fstab", fstab);
      src.ifPresent(text -> filled("src", text));
      fstype.ifPresent(text -> filled("fstype", text));
      filled("opts", opts);
      if (opts.chars().filter(c -> c == '"').count() % 2 != 0) {
        // mount(8) would take what it is to do for a part of the option, as `remount`
        throw new BadArg("opts", "a quotation mark in `opts` is not closed", "close it");
      }
      number("dump", dump);
      number("passno", passno);
    }

    /** A field of fstab with nothing in it would make the next one stand in its place. */
    private static void filled(String arg, String text) {
      if (text.isEmpty())
        throw new BadArg(arg, "`" + arg + "` is empty", "say it, or leave it out");
    }

    private static void number(String arg, String text) {
      if (!text.matches("[0-9]{1,9}")) {
        throw new BadArg(arg, "`" + text + "` is no number", "write 0, 1 or 2");
      }
    }

    FileEdit file() {
      return FileEdit.of("fstab", fstab)
          .with(Attributes.none(), new Safeguards(backup, Optional.empty(), false));
    }

    /** Returns what fstab is to say. */
    Fstab.Entry entry() {
      boolean said = boot || ("," + opts + ",").contains(",noauto,");
      String written = said ? opts : opts + ",noauto";
      return new Fstab.Entry(src.orElse(""), path, fstype.orElse(""), written, dump, passno);
    }
  }

  /** Where and when something is mounted. */
  public enum State {
    MOUNTED,
    PRESENT,
    UNMOUNTED,
    ABSENT,
    ABSENT_FROM_FSTAB,
    REMOUNTED,
    EPHEMERAL;

    boolean lasting() {
      return this == MOUNTED || this == PRESENT;
    }
  }

  /** What is on the host. */
  public record Found(MountPoint point, Target file) {}

  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(
        Found.class,
        MountPoint.question(want.path(), want.src()).then(want.file().question("file")));
  }

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan = Plan.builder();
    MountPoint point = found.point();
    Script unmount = sh("umount -- {}", want.path());
    switch (want.state()) {
      case PRESENT -> fstab(plan, want, found);
      case MOUNTED -> {
        boolean differs = fstab(plan, want, found);
        mount(plan, want, point, differs, mount(want, List.of()));
      }
      case EPHEMERAL -> {
        String src = want.src().orElseThrow();
        if (point.isOther(src)) {
          plan.block(
              "`" + point.source().orElse("") + "` is mounted on `" + want.path() + "`",
              "unmount it first");
        }
        Script mount =
            sh(
                "mount -t {} -o {} -- {} {}",
                want.fstype().orElseThrow(),
                want.opts(),
                src,
                want.path());
        mount(plan, want, point, !point.has(want.opts()), mount);
      }
      case UNMOUNTED -> plan.set("mounted", point.mounted(), Optional.of(false), no -> unmount);
      case REMOUNTED -> {
        if (!point.mounted()) {
          plan.block("nothing is mounted on `" + want.path() + "`", "mount it with `mounted`");
        }
        plan.act("mount " + want.path() + " anew", true, remount(want));
      }
      case ABSENT_FROM_FSTAB -> leaveFstab(plan, want, found);
      case ABSENT -> {
        leaveFstab(plan, want, found);
        plan.set("mounted", point.mounted(), Optional.of(false), no -> unmount);
        if (point.mounted() || point.bare()) {
          // what the mount hides is not known: rmdir takes away nothing but an empty directory
          plan.set("directory", point.there(), Optional.of(false), no -> rmdir(want));
        } else if (point.there()) {
          plan.note("`" + want.path() + "` is not empty: it is left");
        }
      }
    }
    return plan.result("name", want.path()).result("fstab", want.fstab()).build();
  }

  private static Script rmdir(Args want) {
    return sh("rmdir -- {} 2>/dev/null || :", want.path());
  }

  /** Returns a call of mount(8) by fstab, or by the table that stands in for it. */
  private static Script mount(Args want, List<String> options) {
    List<String> words = new ArrayList<>(options);
    if (!want.fstab().equals("/etc/fstab")) words.addAll(List.of("-T", want.fstab()));
    words.addAll(List.of("--", want.path()));
    return sh("mount {}", words);
  }

  private static Script remount(Args want) {
    // mount(8) itself adds what fstab says
    boolean plain = want.state().lasting() || want.opts().equals("defaults");
    return mount(want, List.of("-o", "remount" + (plain ? "" : "," + want.opts())));
  }

  private static void mount(
      Plan.Builder plan, Args want, MountPoint point, boolean differs, Script mount) {
    plan.set(
        "directory", point.there(), Optional.of(true), yes -> sh("mkdir -p -- {}", want.path()));
    if (!point.mounted()) {
      plan.change("mounted", "no", "yes", mount);
    } else if (point.isOther(want.src().orElseThrow())) {
      Script anew = sh("umount -- {}", want.path()).then(mount);
      plan.change("source", point.source().orElse(""), want.src().get(), anew);
    } else if (differs) {
      plan.act("mount " + want.path() + " anew", true, remount(want));
    }
  }

  /** Returns whether the file says something else. */
  private static boolean fstab(Plan.Builder plan, Args want, Found found) {
    Fstab file = Fstab.of(found.file().text());
    return edit(plan, want, found, file.with(want.entry()), file.entry(want.entry()::isFor));
  }

  private static void leaveFstab(Plan.Builder plan, Args want, Found found) {
    Fstab file = Fstab.of(found.file().text());
    Fstab.Entry own = want.entry();
    Predicate<Fstab.Entry> which =
        one -> own.isFor(one) && want.src().map(one.src()::equals).orElse(true);
    edit(plan, want, found, file.without(which), file.entry(which));
  }

  private static boolean edit(
      Plan.Builder plan, Args want, Found found, Fstab wanted, Optional<Fstab.Entry> is) {
    String text = wanted.text();
    if (Fstab.of(found.file().text()).text().equals(text)) {
      want.file().keep(found.file(), plan);
      return false;
    }
    boolean there = want.state().lasting();
    Revision revision =
        Revision.of(found.file().encoding().bytes(text))
            .told(
                want.path() + " in " + want.fstab(),
                is.map(Fstab.Entry::line).orElse("absent"),
                there ? want.entry().line() : "absent");
    want.file().hold(found.file(), revision, plan);
    return true;
  }
}
