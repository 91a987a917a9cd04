package outpost.core.facts;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The facts there are. */
final class Schema {
  /** How Linux, systemd, and the usual tools name interfaces. */
  private static final Pattern INTERFACE =
      Pattern.compile(
          "lo|(eth|ib|bond|team|br|virbr|docker|wlan|wwan|tun|tap)\\d+([._]\\d+)?"
              + "|(en|wl|ww|ib)[opsx][a-z0-9_]*");

  static final SortedMap<String, Facts.Kind> KINDS = kinds();

  private Schema() {}

  static boolean isInterface(String name) {
    return INTERFACE.matcher(name).matches();
  }

  private static SortedMap<String, Facts.Kind> kinds() {
    TreeMap<String, Facts.Kind> kinds = new TreeMap<>();
    put(
        kinds,
        Facts.Kind.TEXT,
        "architecture distribution distribution_major_version distribution_release"
            + " distribution_version domain fqdn hostname kernel machine machine_id nodename"
            + " os_family pkg_mgr product_name product_version service_mgr system system_vendor"
            + " user_dir user_gecos user_id user_shell virtualization_role virtualization_type");
    put(
        kinds,
        Facts.Kind.NUMBER,
        "memavailable_mb memfree_mb memtotal_mb processor_cores processor_count processor_nproc"
            + " processor_threads_per_core processor_vcpus real_group_id real_user_id swapfree_mb"
            + " swaptotal_mb uptime_seconds user_gid user_uid");
    put(kinds, Facts.Kind.TRUTH, "fips is_chroot");
    put(kinds, Facts.Kind.LIST, "all_ipv4_addresses all_ipv6_addresses interfaces");
    put(kinds, Facts.Kind.MAPPING, "date_time default_ipv4 default_ipv6 env selinux");
    return Collections.unmodifiableSortedMap(kinds);
  }

  private static void put(TreeMap<String, Facts.Kind> kinds, Facts.Kind kind, String names) {
    for (String name : names.split(" ")) kinds.put(name, kind);
  }
}
