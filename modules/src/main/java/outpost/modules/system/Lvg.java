package outpost.modules.system;

import static outpost.api.Script.sh;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;
import outpost.api.Words;

/** Brings a volume group of LVM to consist of just some devices. */
@Doc("Makes volume groups of LVM, has them consist of just the devices named, or removes them.")
public final class Lvg implements Module<Lvg.Args, Lvg.Found> {
  static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.+][A-Za-z0-9_.+-]*");

  /** What a task asks for. */
  public record Args(
      @Arg("The volume group.") String vg,
      @Arg(value = "The devices that it consists of, from the root.", def = "[]") List<String> pvs,
      @Arg("The size of its extents, in MiB or as `1g`; only when it is made.")
          Optional<String> pesize,
      @Arg(value = "Further options of pvcreate.", def = "\"\"") String pvOptions,
      @Arg(value = "Further options of vgcreate.", def = "\"\"") String vgOptions,
      @Arg(value = "Whether its devices are used as far as they have grown.", def = "false")
          boolean pvresize,
      @Arg(value = "Whether devices that are not named leave it.", def = "true")
          boolean removeExtraPvs,
      @Arg(value = "Whether it is there.", def = "present") State state,
      @Arg(value = "Whether it is removed with the volumes in it.", def = "false") boolean force) {
    public Args {
      if (!NAME.matcher(vg).matches()) {
        throw new BadArg("vg", "`" + vg + "` is no volume group's name", "use letters and digits");
      }
      for (String device : pvs) {
        if (!device.matches("/\\S+")) {
          throw new BadArg("pvs", "`" + device + "` is not a whole path", "begin it with a slash");
        }
      }
      if (pesize.filter(text -> !text.matches("\\d+[bskmgtBSKMGT]?")).isPresent()) {
        throw new BadArg("pesize", "`" + pesize.get() + "` is no size", "write it as 4 or 4m");
      }
      words("pvOptions", pvOptions);
      words("vgOptions", vgOptions);
    }

    static List<String> words(String arg, String text) {
      return Words.of(text)
          .orElseThrow(
              () -> new BadArg(arg, "a quotation mark is not closed", "close it, or escape it"));
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
   * @param there whether it has the group
   * @param volumes how many volumes are in it
   * @param devices the devices of LVM, as {@code GROUP:ROOM:PATH}, with {@code -} for no group
   * @param named what the devices that the task names are, links followed; {@code -} for nothing
   */
  public record Found(
      boolean tool,
      boolean there,
      Optional<Integer> volumes,
      List<String> devices,
      List<String> named) {

    Map<String, Device> byPath() {
      Map<String, Device> all = new TreeMap<>();
      for (String one : devices) {
        String[] parts = one.split(":", 3);
        all.put(parts[2], new Device(parts[0], Long.parseLong(parts[1])));
      }
      return all;
    }
  }

  /**
   * A device of LVM.
   *
   * @param room by how many bytes it is larger than what is used of it
   */
  private record Device(String group, long room) {}

  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(
        Found.class,
        sh(
            """
            command -v vgs >/dev/null || { emit tool no; emit there no; exit 0; }
            emit tool yes
            set -- {}; for device; do
              if [ -e "$device" ]; then emit named "$(readlink -f -- "$device")"
              else emit named -; fi
            done
            groups=$(vgs --noheadings -o vg_name,lv_count) || exit
            count=$(printf '%s\\n' "$groups" | awk -v vg={} '$1 == vg { print $2 }')
            emit volumes "$count"
            if [ -n "$count" ]; then emit there yes; else emit there no; fi
            all=$(pvs --noheadings --separator ' ' --units b --nosuffix \\
              -o pv_name,dev_size,pv_size,vg_name) || exit
            printf '%s\\n' "$all" | while read -r name device size group; do
              [ -n "$name" ] || continue
              emit devices "${group:--}:$((device - size)):$(readlink -f -- "$name")"
            done\
            """,
            want.pvs(), want.vg()));
  }

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan = Plan.builder();
    if (!found.tool()) return Plan.blocked("this host has no LVM", "install the package lvm2");
    if (want.state() == State.ABSENT) {
      if (found.volumes().orElse(0) > 0 && !want.force()) {
        plan.block(
            "there are volumes in `" + want.vg() + "`", "to remove them as well say `force: true`");
      }
      Script remove = sh("vgremove --force -- {} >/dev/null", want.vg());
      return plan.set("volume group", found.there(), Optional.of(false), no -> remove).build();
    }
    obstacles(want, found, plan);
    if (!found.there()) {
      List<String> options = new ArrayList<>(Args.words("vgOptions", want.vgOptions()));
      want.pesize().ifPresent(size -> options.addAll(List.of("-s", size)));
      Script make = sh("vgcreate {} -- {} {} >/dev/null", options, want.vg(), want.pvs());
      Script fresh = prepare(want, found, want.pvs());
      plan.change("volume group", "no", String.join(" ", want.pvs()), fresh.then(make));
      return plan.build();
    }
    Set<String> are = own(want, found);
    List<String> more = found.named().stream().filter(one -> !are.contains(one)).toList();
    List<String> extra = are.stream().filter(one -> !found.named().contains(one)).toList();
    for (String device : more) {
      Script extend = sh("vgextend -- {} {} >/dev/null", want.vg(), device);
      plan.change(
          "device " + device, "no", "yes", prepare(want, found, List.of(device)).then(extend));
    }
    if (want.removeExtraPvs() && !want.pvs().isEmpty()) {
      for (String device : extra) {
        Script reduce = sh("vgreduce -- {} {} >/dev/null", want.vg(), device);
        plan.change("device " + device, "yes", "no", reduce);
      }
    }
    for (String device : are) {
      // LVM's own label and the rest of an extent are never used
      boolean grown = found.byPath().get(device).room() > 8L << 20;
      if (want.pvresize() && grown && !extra.contains(device)) {
        Script resize = sh("pvresize -- {} >/dev/null", device);
        plan.change("size of " + device, "smaller than the device", "all of it", resize);
      }
    }
    return plan.build();
  }

  private static void obstacles(Args want, Found found, Plan.Builder plan) {
    if (!found.there() && want.pvs().isEmpty()) {
      plan.block("there is no volume group `" + want.vg() + "`", "name its devices with `pvs`");
    }
    for (int i = 0; i < found.named().size(); i++) {
      String device = found.named().get(i);
      if (device.equals("-")) {
        plan.block("there is no `" + want.pvs().get(i) + "` on this host", "name another device");
      }
      Device is = found.byPath().get(device);
      if (is != null && !Set.of("-", want.vg()).contains(is.group())) {
        plan.block(
            "`" + want.pvs().get(i) + "` belongs to the volume group `" + is.group() + "`",
            "take it out of there first");
      }
    }
  }

  private static Set<String> own(Args want, Found found) {
    Set<String> own = new TreeSet<>();
    found
        .byPath()
        .forEach(
            (name, is) -> {
              if (is.group().equals(want.vg())) own.add(name);
            });
    return own;
  }

  /** pvcreate itself refuses a device on which something is. */
  private static Script prepare(Args want, Found found, List<String> devices) {
    List<String> fresh = new ArrayList<>();
    for (String device : devices) {
      int index = want.pvs().indexOf(device);
      String real = index < 0 ? device : found.named().get(index);
      if (!found.byPath().containsKey(real)) fresh.add(device);
    }
    if (fresh.isEmpty()) return sh(":");
    return sh(
        "pvcreate {} -- {} >/dev/null </dev/null",
        Args.words("pvOptions", want.pvOptions()),
        fresh);
  }
}
