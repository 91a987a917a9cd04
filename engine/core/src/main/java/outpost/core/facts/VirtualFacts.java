package outpost.core.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether the machine is a machine, in Ansible's words: the first sign found names the type, every
 * sign is kept as a technology.
 */
final class VirtualFacts {
  private static final String NONE = "NA";

  private final Printed lines;
  private final Set<String> guest = new TreeSet<>();
  private final Set<String> host = new TreeSet<>();
  private String type = NONE;
  private String role = NONE;

  private VirtualFacts(Printed lines) {
    this.lines = lines;
  }

  static void read(Printed lines, Map<String, Object> facts) {
    VirtualFacts virtual = new VirtualFacts(lines);
    virtual.containers();
    virtual.xen();
    virtual.board();
    virtual.processor();
    virtual.modules();
    facts.put("virtualization_type", virtual.type);
    facts.put("virtualization_role", virtual.role);
    facts.put("virtualization_tech_guest", List.copyOf(virtual.guest));
    facts.put("virtualization_tech_host", List.copyOf(virtual.host));
  }

  private void guest(String technology) {
    guest.add(technology);
    found(technology, "guest");
  }

  private void host(String technology) {
    host.add(technology);
    found(technology, "host");
  }

  private void found(String technology, String as) {
    if (!type.equals(NONE)) return;
    type = technology;
    role = as;
  }

  private boolean isThere(String path) {
    return lines.all("virtual.there").contains(path);
  }

  private String text(String name) {
    return lines.text("virtual." + name).orElse("");
  }

  private void containers() {
    for (String line : lines.all("virtual.cgroup")) {
      if (line.matches(".*/docker(/|-[0-9a-f]+\\.scope).*")) guest("docker");
      if (line.contains("/lxc/") || line.contains("/machine.slice/machine-lxc")) guest("lxc");
      if (line.contains("/system.slice/containerd.service")) guest("containerd");
    }
    for (String line : lines.all("virtual.environ")) {
      if (line.contains("container=lxc")) guest("lxc");
      if (line.contains("container=podman")) guest("podman");
      if (line.matches("container=..*")) guest("container");
    }
    if (isThere("/proc/vz") && !isThere("/proc/lve")) {
      if (isThere("/proc/bc")) host("openvz");
      else guest("openvz");
    }
    String container = text("container");
    if (!container.isEmpty()) guest(container);
    if (isThere("/.dockerenv") || isThere("/.dockerinit")) guest("docker");
    if (isThere("/run/.containerenv")) guest("podman");
    boolean known =
        guest.stream()
            .anyMatch(List.of("docker", "lxc", "podman", "openvz", "containerd")::contains);
    if (known || !container.isEmpty()) guest.add("container");
  }

  private void xen() {
    if (!isThere("/proc/xen")) return;
    if (lines.all("virtual.xen").stream().anyMatch(line -> line.contains("control_d"))) host("xen");
    else found("xen", "guest");
  }

  /** What the firmware says of the machine. */
  private void board() {
    String product = text("product_name");
    String vendor = text("sys_vendor");
    String family = text("product_family");
    String bios = text("bios_vendor");
    if (List.of("KVM", "KVM Server", "Bochs", "AHV").contains(product)) guest("kvm");
    if (vendor.equals("oVirt")) guest("oVirt");
    if (vendor.equals("Red Hat") && family.equals("RHV")) guest("RHV");
    else if (vendor.equals("Red Hat") && product.equals("RHEV Hypervisor")) guest("RHEV");
    if (product.startsWith("VMware")) guest("VMware");
    if (List.of("OpenStack Compute", "OpenStack Nova").contains(product)) guest("openstack");
    if (bios.equals("Xen")) guest("xen");
    if (bios.equals("innotek GmbH")) guest("virtualbox");
    if (List.of("Amazon EC2", "DigitalOcean", "Hetzner").contains(bios)) guest("kvm");
    if (List.of("QEMU", "Amazon EC2", "DigitalOcean", "Google", "Scaleway", "Nutanix")
        .contains(vendor)) {
      guest("kvm");
    }
    if (vendor.equals("KubeVirt")) guest("KubeVirt");
    if (vendor.equals("Microsoft Corporation")) guest("VirtualPC");
    if (vendor.equals("Parallels Software International Inc.")) guest("parallels");
    if (vendor.equals("OpenStack Foundation")) guest("openstack");
    if (product.contains("BHYVE")) guest("bhyve");
  }

  private void processor() {
    for (String line : lines.all("virtual.status")) {
      if (!line.startsWith("VxID:")) continue;
      if (line.matches("VxID:\\s+0.*")) host("linux_vserver");
      else guest("linux_vserver");
    }
    for (String line : new ArrayList<>(new TreeSet<>(lines.all("virtual.cpu")))) {
      if (line.matches("model name.*QEMU Virtual CPU.*")) guest("kvm");
      else if (line.matches("vendor_id.*User Mode Linux.*|model name.*UML.*")) guest("uml");
      else if (line.matches("machine.*CHRP IBM pSeries .emulated by qemu.*")) guest("kvm");
      else if (line.matches("vendor_id.*PowerVM Lx86.*")) guest("powervm_lx86");
      else if (line.matches("vendor_id.*IBM/S390.*")) {
        guest.add("PR/SM");
        found("PR/SM", "LPAR");
      }
    }
  }

  private void modules() {
    List<String> modules =
        lines.all("virtual.module").stream().map(line -> line.split(" ")[0]).toList();
    if (modules.contains("kvm")) host("kvm");
    if (modules.contains("vboxdrv")) host("virtualbox");
    if (modules.contains("virtio")) {
      host.add("kvm");
      found("kvm", "guest");
    }
    if (isThere("/dev/kvm")) host("kvm");
    // a processor that says so itself, on a board that nobody knows
    if (lines.has("virtual.hypervisor")) found("kvm", "guest");
  }
}
