package outpost.core.facts;

import static outpost.core.facts.Kind.Type.ANY;
import static outpost.core.facts.Kind.Type.FIELDS;
import static outpost.core.facts.Kind.Type.LIST;
import static outpost.core.facts.Kind.Type.MAPPING;
import static outpost.core.facts.Kind.Type.NUMBER;
import static outpost.core.facts.Kind.Type.TEXT;
import static outpost.core.facts.Kind.Type.TRUTH;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The facts there are, and which group tells each. */
final class Schema {
  /** How Linux, systemd, and the usual tools name interfaces; {@code -} and {@code :} are gone. */
  private static final Pattern INTERFACE =
      Pattern.compile(
          "lo|(eth|em|ib|bond|team|br|bridge|virbr|vmbr|vmnet|docker|podman|cni|wlan|wwan|tun|tap"
              + "|ppp|wg|vlan|vxlan|macvlan|gre|sit|dummy)\\d+(_nic)?([._]\\d+)*|p\\d+p\\d+|br_[0-9a-z_]+|veth[0-9a-z]+|(en|wl|ww|ib)[opsx][a-z0-9_.]*");

  private static final Kind DEVICE =
      Kind.of(
          FIELDS,
          "active address all_slaves_active device id interfaces ipv4 ipv4_secondaries ipv6 lacp_rate"
              + " macaddress miimon mode module mtu pciid perm_macaddress primary promisc slaves speed"
              + " stp type");

  static final SortedMap<String, Kind> KINDS;
  private static final Map<String, Group> GROUPS = new HashMap<>();

  static {
    TreeMap<String, Kind> kinds = new TreeMap<>();
    new Table(kinds, Group.ENV).open("env");
    new Table(kinds, Group.PLATFORM)
        .put(TEXT, "architecture hostname kernel kernel_version machine nodename system")
        .put(ANY, "machine_id userspace_architecture userspace_bits");
    new Table(kinds, Group.NAMES).put(TEXT, "domain fqdn");
    new Table(kinds, Group.DISTRIBUTION)
        .put(TEXT, "distribution distribution_major_version distribution_release")
        .put(TEXT, "distribution_version os_family")
        .put(ANY, "distribution_file_parsed distribution_file_path distribution_file_variety")
        .put(ANY, "distribution_minor_version");
    new Table(kinds, Group.LSB).fields("lsb", "codename description id major_release release");
    new Table(kinds, Group.SELINUX).fields("selinux", "config_mode mode policyvers status type");
    new Table(kinds, Group.APPARMOR).fields("apparmor", "status");
    new Table(kinds, Group.FIPS).put(TRUTH, "fips");
    new Table(kinds, Group.CHROOT).put(TRUTH, "is_chroot");
    new Table(kinds, Group.CAPS).put(ANY, "system_capabilities system_capabilities_enforced");
    new Table(kinds, Group.PYTHON).put(ANY, "python python_version");
    new Table(kinds, Group.PKG_MGR).put(TEXT, "pkg_mgr");
    new Table(kinds, Group.SERVICE_MGR).put(TEXT, "service_mgr");
    new Table(kinds, Group.CMDLINE).open("cmdline proc_cmdline");
    new Table(kinds, Group.DATE_TIME)
        .fields(
            "date_time",
            "date day epoch epoch_int hour iso8601 iso8601_basic iso8601_basic_short iso8601_micro"
                + " minute month second time tz tz_dst tz_offset weekday weekday_number weeknumber"
                + " year");
    new Table(kinds, Group.LOADAVG).fields("loadavg", "1m 5m 15m");
    for (String algorithm : new String[] {"dsa", "rsa", "ecdsa", "ed25519"}) {
      String name = "ssh_host_key_" + algorithm + "_public";
      new Table(kinds, Group.SSH_PUB_KEYS).put(ANY, name + " " + name + "_keytype");
    }
    new Table(kinds, Group.USER)
        .put(TEXT, "user_dir user_gecos user_id user_shell")
        .put(NUMBER, "effective_group_id effective_user_id real_group_id real_user_id")
        .put(NUMBER, "user_gid user_uid");
    new Table(kinds, Group.VIRTUAL)
        .put(TEXT, "virtualization_role virtualization_type")
        .list("virtualization_tech_guest virtualization_tech_host");
    new Table(kinds, Group.PROCESSOR)
        .list("processor")
        .put(ANY, "processor_cores processor_count processor_nproc processor_threads_per_core")
        .put(ANY, "processor_vcpus");
    new Table(kinds, Group.MEMORY)
        .put(NUMBER, "memavailable_mb memfree_mb memtotal_mb swapfree_mb swaptotal_mb")
        .fields("memory_mb", "nocache real swap");
    new Table(kinds, Group.DMI)
        .put(TEXT, "bios_date bios_vendor bios_version board_asset_tag board_name board_serial")
        .put(TEXT, "board_vendor board_version chassis_asset_tag chassis_serial chassis_vendor")
        .put(TEXT, "chassis_version form_factor product_name product_serial product_uuid")
        .put(TEXT, "product_version system_vendor");
    new Table(kinds, Group.UPTIME).put(NUMBER, "uptime_seconds");
    new Table(kinds, Group.MOUNTS)
        .each(
            LIST,
            "mounts",
            "block_available block_size block_total block_used device fstype inode_available"
                + " inode_total inode_used mount options size_available size_total uuid");
    new Table(kinds, Group.DEVICES)
        .fields("device_links", "ids labels masters uuids")
        .each(
            MAPPING,
            "devices",
            "holders host links model partitions removable rotational sas_address"
                + " sas_device_handle scheduler_mode sectors sectorsize serial size support_discard"
                + " vendor virtual wwn");
    new Table(kinds, Group.LVM).put(ANY, "lvm");
    new Table(kinds, Group.DNS).fields("dns", "domain nameservers options search sortlist");
    new Table(kinds, Group.NETWORK)
        .list("all_ipv4_addresses all_ipv6_addresses interfaces")
        .fields(
            "default_ipv4",
            "address alias broadcast gateway interface macaddress mtu netmask network prefix type")
        .fields("default_ipv6", "address gateway interface macaddress mtu prefix scope type");
    new Table(kinds, Group.FIBRE_CHANNEL_WWN).list("fibre_channel_wwn");
    new Table(kinds, Group.ISCSI).put(TEXT, "iscsi_iqn");
    new Table(kinds, Group.NVME).put(TEXT, "hostnqn");
    new Table(kinds, Group.LOCAL).open("ansible_local");
    KINDS = Collections.unmodifiableSortedMap(kinds);
  }

  private Schema() {}

  /** Returns what a fact is; an interface's as well. */
  static Optional<Kind> kind(String name) {
    if (INTERFACE.matcher(name).matches()) return Optional.of(DEVICE);
    return Optional.ofNullable(KINDS.get(name));
  }

  /** Returns the group that tells a fact. */
  static Optional<Group> group(String name) {
    if (INTERFACE.matcher(name).matches()) return Optional.of(Group.NETWORK);
    return Optional.ofNullable(GROUPS.get(name));
  }

  /** Writes down what one group tells. */
  private record Table(Map<String, Kind> kinds, Group group) {

    Table put(Kind.Type type, String names) {
      for (String name : names.split(" ")) add(name, Kind.of(type));
      return this;
    }

    Table list(String names) {
      return put(LIST, names);
    }

    Table open(String names) {
      return put(MAPPING, names);
    }

    Table fields(String name, String fields) {
      return each(FIELDS, name, fields);
    }

    Table each(Kind.Type type, String name, String fields) {
      add(name, Kind.of(type, fields));
      return this;
    }

    private void add(String name, Kind kind) {
      kinds.put(name, kind);
      GROUPS.put(name, group);
    }
  }
}
