package outpost.core.facts;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Facts that are read together, under the name that {@code gather_subset} has for them. What a
 * group prints is the resource {@code NAME.sh}, a fragment of POSIX sh.
 */
public enum Group {
  /** First, before anything changes the environment. */
  ENV(Part.MIN, UserFacts::environment),
  PLATFORM(Part.MIN, PlatformFacts::platform),
  NAMES(Part.MIN, PlatformFacts::names),
  DISTRIBUTION(Part.MIN, Distribution::read),
  LSB(Part.MIN, SystemFacts::lsb),
  SELINUX(Part.MIN, SystemFacts::selinux),
  APPARMOR(Part.MIN, SystemFacts::apparmor),
  FIPS(Part.MIN, SystemFacts::fips),
  CHROOT(Part.OTHER, SystemFacts::chroot),
  CAPS(Part.MIN, SystemFacts::capabilities),
  PYTHON(Part.MIN, PlatformFacts::python),
  PKG_MGR(Part.MIN, ServiceFacts::packageManager),
  SERVICE_MGR(Part.MIN, ServiceFacts::serviceManager),
  CMDLINE(Part.MIN, SystemFacts::commandLine),
  DATE_TIME(Part.MIN, TimeFacts::dateTime),
  LOADAVG(Part.OTHER, TimeFacts::load),
  SSH_PUB_KEYS(Part.MIN, SystemFacts::hostKeys),
  USER(Part.MIN, UserFacts::user),
  VIRTUAL(Part.OTHER, VirtualFacts::read),
  PROCESSOR(Part.HARDWARE, ProcessorFacts::read),
  MEMORY(Part.HARDWARE, HardwareFacts::memory),
  DMI(Part.HARDWARE, HardwareFacts::machine),
  UPTIME(Part.HARDWARE, TimeFacts::uptime),
  MOUNTS(Part.HARDWARE, MountFacts::read),
  DEVICES(Part.HARDWARE, DeviceFacts::read),
  LVM(Part.HARDWARE, DeviceFacts::volumes),
  DNS(Part.MIN, SystemFacts::dns),
  NETWORK(Part.OTHER, NetworkFacts::read),
  FIBRE_CHANNEL_WWN(Part.OTHER, SystemFacts::fibreChannel),
  ISCSI(Part.OTHER, SystemFacts::iscsi),
  NVME(Part.OTHER, SystemFacts::nvme),
  LOCAL(Part.MIN, LocalFacts::read);

  /** Which of Ansible's larger subsets a group is in. */
  enum Part {
    MIN,
    HARDWARE,
    OTHER
  }

  private static final Set<Group> SLOW = EnumSet.of(NAMES, MOUNTS, LVM, LOCAL);

  private static final Set<Group> PASSING = EnumSet.of(DATE_TIME, LOADAVG, UPTIME);

  private final Part part;
  private final BiConsumer<Printed, Map<String, Object>> reader;

  Group(Part part, BiConsumer<Printed, Map<String, Object>> reader) {
    this.part = part;
    this.reader = reader;
  }

  /** Returns every group. */
  public static Set<Group> all() {
    return EnumSet.allOf(Group.class);
  }

  /** Returns it as {@code gather_subset} has it: {@code date_time}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  Part part() {
    return part;
  }

  /**
   * Returns whether it runs something that may hang: a dead server's mount, a script of the user.
   */
  boolean mayHang() {
    return SLOW.contains(this);
  }

  /** Returns whether it is no longer true a moment later, so that nobody should keep it. */
  boolean passes() {
    return PASSING.contains(this);
  }

  /** Returns the groups without which it cannot be told. */
  Set<Group> needs() {
    return this == PKG_MGR ? EnumSet.of(DISTRIBUTION) : EnumSet.noneOf(Group.class);
  }

  void read(Printed printed, Map<String, Object> facts) {
    reader.accept(printed, facts);
  }
}
