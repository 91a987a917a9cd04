package outpost.modules.system;

import static outpost.api.Script.sh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;

/**
 * Brings a logical volume of LVM to its size.
 *
 * <p>Ansible's module of this name also takes sizes to add and to take away ({@code +1g}), which
 * say something else each time: this one takes the size in the end alone.
 */
@Doc("Makes logical volumes of LVM, has them grow, shrinks them only by `force`, or removes them.")
public final class Lvol implements Module<Lvol.Args, Lvol.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg("The volume group.") String vg,
      @Arg("The volume.") String lv,
      @Arg("Its size, in MiB, or as `10g`, `80%VG` or `100%FREE`.") Optional<String> size,
      @Arg(value = "The devices that it lies on; LVM chooses by default.", def = "[]")
          List<String> pvs,
      @Arg(value = "Further options of lvcreate.", def = "\"\"") String opts,
      @Arg(value = "Whether it is there.", def = "present") State state,
      @Arg(value = "Whether it can be used.", def = "true") boolean active,
      @Arg(value = "Whether it may be removed, or made smaller.", def = "false") boolean force,
      @Arg(value = "Whether it is made smaller where it is larger.", def = "true") boolean shrink,
      @Arg(value = "Whether the file system on it grows and shrinks along.", def = "false")
          boolean resizefs,
      @Arg("The name of a snapshot of it, which is meant then.") Optional<String> snapshot) {
    public Args {
      for (String name : List.of(vg, lv, snapshot.orElse("x"))) {
        if (!Lvg.NAME.matcher(name).matches()) {
          throw new BadArg("lv", "`" + name + "` is no volume's name", "use letters and digits");
        }
      }
      size.ifPresent(VolumeSize::of);
      Lvg.Args.words("opts", opts);
    }

    /** Returns the volume that is meant. */
    String meant() {
      return vg + "/" + snapshot.orElse(lv);
    }
  }

  /** Whether it is there. */
  public enum State {
    PRESENT,
    ABSENT
  }

  /**
   * What is on the host.
   *
   * @param tool whether it has LVM
   * @param group its volume group
   * @param bytes the size of the volume that is meant; empty if it is not there
   * @param active whether it can be used
   * @param origin whether the volume that a snapshot is taken of is there
   */
  public record Found(
      boolean tool,
      Optional<Group> group,
      Optional<Long> bytes,
      Optional<Boolean> active,
      Optional<Boolean> origin) {}

  /** A volume group, in extents. */
  public record Group(long extentSize, long all, long free) {}

  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(
        Found.class,
        sh(
            """
            command -v lvs >/dev/null || { emit tool no; exit 0; }
            emit tool yes
            all=$(vgs --noheadings --units b --nosuffix \\
              -o vg_name,vg_extent_size,vg_extent_count,vg_free_count) || exit
            printf '%s\\n' "$all" | awk -v vg={} '$1 == vg {
              print "group.extentSize=" $2; print "group.all=" $3; print "group.free=" $4 }'
            all=$(lvs -a --noheadings --units b --nosuffix \\
              -o vg_name,lv_name,lv_size,lv_active) || exit
            printf '%s\\n' "$all" | awk -v vg={} -v meant={} -v origin={} '
              $1 != vg { next }
              { name = $2; gsub(/[][]/, "", name) }
              name == origin { print "origin=yes" }
              name == meant {
                print "bytes=" $3
                print "active=" ($4 == "active" ? "yes" : "no")
              }'\
            """,
            want.vg(), want.vg(), want.snapshot().orElse(want.lv()), want.lv()));
  }

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan = Plan.builder();
    if (!found.tool()) return Plan.blocked("this host has no LVM", "install the package lvm2");
    String meant = want.meant();
    if (want.state() == State.ABSENT) {
      if (found.bytes().isPresent()) {
        if (!want.force()) {
          plan.block("`" + meant + "` would be removed with all on it", "say `force: true`");
        }
        plan.change("volume", "yes", "no", sh("lvremove --force -- {} >/dev/null", meant));
      }
      return plan.build();
    }
    if (found.group().isEmpty()) {
      plan.block("there is no volume group `" + want.vg() + "`", "make it with the module lvg");
      return plan.build();
    }
    if (found.bytes().isEmpty()) {
      make(plan, want, found);
    } else if (want.size().isPresent() && want.snapshot().isEmpty()) {
      resize(plan, want, found);
    }
    if (found.bytes().isPresent() || !want.active()) {
      plan.set(
          "active",
          found.active().orElse(true),
          Optional.of(want.active()),
          yes -> sh("lvchange {} -- {}", yes ? "-ay" : "-an", meant));
    }
    return plan.build();
  }

  private static void make(Plan.Builder plan, Args want, Found found) {
    if (want.size().isEmpty()) {
      plan.block("there is no volume `" + want.meant() + "`", "give it a `size` to have it made");
      return;
    }
    List<String> words = new ArrayList<>(List.of("--yes", "-n", want.snapshot().orElse(want.lv())));
    words.addAll(Lvg.Args.words("opts", want.opts()));
    words.addAll(size(want));
    if (want.snapshot().isPresent()) {
      if (!found.origin().orElse(false)) {
        plan.block("there is no volume `" + want.vg() + "/" + want.lv() + "`", "make it first");
      }
      words.addAll(List.of("-s", want.vg() + "/" + want.lv()));
    } else {
      words.add(want.vg());
    }
    words.addAll(want.pvs());
    plan.change("volume", "no", want.size().get(), sh("lvcreate {} >/dev/null", words));
  }

  private static List<String> size(Args want) {
    VolumeSize size = VolumeSize.of(want.size().orElseThrow());
    return List.of(size.isShare() ? "-l" : "-L", size.word());
  }

  private static void resize(Plan.Builder plan, Args want, Found found) {
    Group group = found.group().orElseThrow();
    long own = found.bytes().orElseThrow() / group.extentSize();
    VolumeSize size = VolumeSize.of(want.size().orElseThrow());
    long to = size.extents(group.extentSize(), group.all(), group.free(), own);
    if (to == own || to < own && !want.shrink()) return;
    if (to < own && !want.force()) {
      plan.block(
          "`" + want.meant() + "` is larger, and what is on it could be lost",
          "to make it smaller say `force: true`, or `shrink: false` to leave it");
    }
    if (to - own > group.free()) {
      plan.block("`" + want.vg() + "` has too little room", "add a device with the module lvg");
    }
    List<String> words = new ArrayList<>(List.of("-l", String.valueOf(to)));
    if (want.resizefs()) words.add("-r");
    if (to < own) words.add("--force");
    words.add(want.meant());
    words.addAll(to > own ? want.pvs() : List.of());
    Script fix = sh("{} {} >/dev/null", to > own ? "lvextend" : "lvreduce", words);
    plan.change("extents", String.valueOf(own), String.valueOf(to), fix);
  }
}
