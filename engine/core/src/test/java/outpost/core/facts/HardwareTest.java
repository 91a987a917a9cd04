package outpost.core.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Machines that the recorded hosts are not. */
class HardwareTest {

  @Test
  void countsProcessorsThatTellNoSockets() {
    Map<String, Object> facts =
        parse(
            Group.PROCESSOR,
            "processor.machine=aarch64",
            "cpu=processor\t: 0",
            "cpu=processor\t: 1",
            "cpu=processor\t: 2",
            "processors_usable=2");
    assertEquals(3L, facts.get("processor_vcpus"));
    assertEquals(3L, facts.get("processor_count"));
    assertEquals(1L, facts.get("processor_cores"));
    assertEquals(2L, facts.get("processor_nproc"));
    assertEquals(List.of("0", "1", "2"), facts.get("processor"));
  }

  @Test
  void describesTheMachineAndSaysNaWhereItCannot() {
    Map<String, Object> facts =
        parse(
            Group.DMI,
            "dmi.product_name=PowerEdge R640",
            "dmi.sys_vendor=Dell Inc.",
            "dmi.chassis_type=23",
            "dmi.chassis_serial= ");
    assertEquals("PowerEdge R640", facts.get("product_name"));
    assertEquals("Dell Inc.", facts.get("system_vendor"));
    assertEquals("Rack Mount Chassis", facts.get("form_factor"));
    assertEquals("NA", facts.get("chassis_serial"));
    assertEquals("unknown (99)", parse(Group.DMI, "dmi.chassis_type=99").get("form_factor"));
  }

  @Test
  void describesADiskItsPartitionsAndWhoHoldsThem() {
    Map<String, Object> facts =
        parse(
            Group.DEVICES,
            "link.id=lrwxrwxrwx 1 root root 9 Jan  1 00:00 wwn-0x5000c5 -> ../../sda",
            "link.uuid=lrwxrwxrwx 1 root root 10 Jan  1 00:00 6ec2-b6a4 -> ../../sda1",
            "slave=/sys/block/dm-0/slaves/sda2",
            "block_link=lrwxrwxrwx 1 root root 0 Jan 1 00:00 sda ->"
                + " ../devices/pci0000:00/0000:00:1f.2/ata1/host0/target0:0:0/block/sda",
            "lspci=0000:00:1f.2 SATA controller: Intel Corporation 82801",
            "disk=sda",
            "disk.sda.model=QEMU HARDDISK   ",
            "disk.sda.vendor=ATA     ",
            "disk.sda.serial=QM00001",
            "disk.sda.removable=0",
            "disk.sda.size=41943040",
            "disk.sda.rotational=1",
            "disk.sda.scheduler=mq-deadline kyber [bfq] none",
            "disk.sda.logical_block_size=512",
            "disk.sda.partition=sda1",
            "disk.sda.partition=sda2",
            "part.sda1.start=2048",
            "part.sda1.size=2097152",
            "part.sda2.start=2099200",
            "part.sda2.size=1000",
            "part.sda2.holder=dm-0",
            "mapper.dm-0=vg-root");
    Map<?, ?> sda = map(map(facts.get("devices")).get("sda"));
    assertEquals("QEMU HARDDISK", sda.get("model"));
    assertEquals("QM00001", sda.get("serial"));
    assertEquals("0x5000c5", sda.get("wwn"));
    assertEquals("20.00 GB", sda.get("size"));
    assertEquals("bfq", sda.get("scheduler_mode"));
    assertEquals("SATA controller: Intel Corporation 82801", sda.get("host"));
    Map<?, ?> first = map(map(sda.get("partitions")).get("sda1"));
    assertEquals("6ec2-b6a4", first.get("uuid"));
    assertEquals("1.00 GB", first.get("size"));
    Map<?, ?> second = map(map(sda.get("partitions")).get("sda2"));
    assertEquals(List.of("vg-root"), second.get("holders"));
    assertEquals("500.00 KB", second.get("size"));
    assertEquals(List.of("dm-0"), map(second.get("links")).get("masters"));
    assertEquals(Map.of("sda1", List.of("6ec2-b6a4")), map(facts.get("device_links")).get("uuids"));
  }

  @Test
  void listsVolumesUnderTheNamesOfTheMapper() {
    Map<?, ?> lvm =
        map(
            parse(
                    Group.LVM,
                    "lvm=yes",
                    "lvm.vgs=  vg,1,2,0,wz--n-,19.00,9.00",
                    "lvm.lvs=  root,vg,-wi-ao----,10.00,,,,,,,,",
                    "lvm.pvs=  /dev/dm-3,vg,lvm2,a--,19.00,9.00",
                    "lvm.mapper=lrwxrwxrwx 1 root root 7 Jan 1 00:00 luks -> ../dm-3")
                .get("lvm"));
    assertEquals(
        Map.of("vg", Map.of("size_g", "19.00", "free_g", "9.00", "num_lvs", "2", "num_pvs", "1")),
        lvm.get("vgs"));
    assertEquals(Map.of("root", Map.of("size_g", "10.00", "vg", "vg")), lvm.get("lvs"));
    assertEquals(
        Map.of("/dev/mapper/luks", Map.of("size_g", "19.00", "free_g", "9.00", "vg", "vg")),
        lvm.get("pvs"));
    assertEquals("N/A", parse(Group.LVM, "").get("lvm"));
  }

  @Test
  void tellsMountsWithBlanksInTheirNamesAndTheLastOneAtAPlace() {
    List<?> mounts =
        (List<?>)
            parse(
                    Group.MOUNTS,
                    "lsblk=/dev/sda1 6ec2-b6a4",
                    "by_uuid=lrwxrwxrwx 1 root root 10 Jan  1 00:00 77aa-11 -> ../../sdb1",
                    "bind=/srv/my\\040data",
                    "mount=/dev/sda1 /srv/my\\040data ext4 rw",
                    "mount_size=/srv/my\\040data 4096 1024 1000 400 50 20",
                    "mount=nas:/export /mnt nfs4 ro",
                    "mount_size=/mnt ",
                    "mount=/dev/sdb1 /mnt xfs rw")
                .get("mounts");
    assertEquals(2, mounts.size());
    Map<?, ?> data = map(mounts.get(0));
    assertEquals("/srv/my data", data.get("mount"));
    assertEquals("rw,bind", data.get("options"));
    assertEquals("6ec2-b6a4", data.get("uuid"));
    assertEquals(1_024_000L, data.get("size_total"));
    assertEquals(409_600L, data.get("size_available"));
    assertEquals(600L, data.get("block_used"));
    assertEquals(30L, data.get("inode_used"));
    Map<?, ?> other = map(mounts.get(1));
    assertEquals("/dev/sdb1", other.get("device"));
    assertEquals("77aa-11", other.get("uuid"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "virtual.cgroup=1:name=systemd:/docker/0123|docker|guest",
        "virtual.environ=container=podman|podman|guest",
        "virtual.container=systemd-nspawn|systemd-nspawn|guest",
        "virtual.there=/.dockerenv|docker|guest",
        "virtual.sys_vendor=QEMU|kvm|guest",
        "virtual.product_name=VMware Virtual Platform|VMware|guest",
        "virtual.product_name=VMware20,1|VMware|guest",
        "virtual.bios_vendor=innotek GmbH|virtualbox|guest",
        "virtual.sys_vendor=Microsoft Corporation|VirtualPC|guest",
        "virtual.there=/proc/xen|xen|guest",
        "virtual.there=/proc/xen;virtual.xen=control_d|xen|host",
        "virtual.module=kvm 12288 1 kvm_intel|kvm|host",
        "virtual.module=virtio 1 1|kvm|guest",
        "virtual.there=/dev/kvm|kvm|host",
        "virtual.hypervisor=yes|kvm|guest",
        "virtual.cpu=vendor_id : IBM/S390|PR/SM|LPAR",
        "virtual.cpu=model name : Intel(R) Xeon(R)|NA|NA",
      })
  void knowsWhetherAMachineIsAMachine(String printed, String type, String role) {
    Map<String, Object> facts = parse(Group.VIRTUAL, printed.split(";"));
    assertEquals(type, facts.get("virtualization_type"));
    assertEquals(role, facts.get("virtualization_role"));
  }

  @Test
  void keepsEverySignOfAVirtualMachine() {
    Map<String, Object> facts =
        parse(
            Group.VIRTUAL,
            "virtual.there=/.dockerenv",
            "virtual.sys_vendor=QEMU",
            "virtual.there=/dev/kvm");
    assertEquals("docker", facts.get("virtualization_type"));
    assertEquals(List.of("container", "docker", "kvm"), facts.get("virtualization_tech_guest"));
    assertEquals(List.of("kvm"), facts.get("virtualization_tech_host"));
  }

  private static Map<?, ?> map(Object value) {
    return (Map<?, ?>) value;
  }

  private static Map<String, Object> parse(Group group, String... lines) {
    byte[] printed = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    return Facts.parse(EnumSet.of(group), printed);
  }
}
