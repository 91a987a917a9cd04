package outpost.core.facts;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Memory, processors, and whether the machine is a machine. */
final class HardwareFacts {
  private static final String UNKNOWN = "NA";

  /** What systemd-detect-virt(1) says, then Ansible's word, where they differ. */
  private static final Map<String, String> VIRTUALIZATION =
      Map.of(
          "qemu", "kvm",
          "vmware", "VMware",
          "microsoft", "Hyper-V",
          "oracle", "virtualbox",
          "zvm", "PR/SM",
          "lxc-libvirt", "lxc");

  private HardwareFacts() {}

  static void add(Printed lines, Map<String, Object> facts) {
    memory(lines, facts);
    processors(lines, facts);
    virtualization(lines, facts);
    for (String name : List.of("product_name", "product_version", "system_vendor")) {
      lines.text(name).ifPresent(value -> facts.put(name, value));
    }
  }

  private static void memory(Printed lines, Map<String, Object> facts) {
    for (String line : lines.all("memory")) {
      String[] words = line.split(":\\s*");
      if (words.length != 2) continue;
      OptionalLong kilobytes = Printed.number(words[1].strip());
      String name =
          switch (words[0]) {
            case "MemTotal" -> "memtotal_mb";
            case "MemFree" -> "memfree_mb";
            case "MemAvailable" -> "memavailable_mb";
            case "SwapTotal" -> "swaptotal_mb";
            default -> "swapfree_mb";
          };
      if (kilobytes.isPresent()) facts.put(name, kilobytes.getAsLong() / 1024);
    }
  }

  /** Some architectures tell no sockets and cores; then each processor is one. */
  private static void processors(Printed lines, Map<String, Object> facts) {
    List<Long> counts =
        lines.words("processors").stream().map(w -> Printed.number(w).orElse(0)).toList();
    OptionalLong usable = Printed.number(lines.text("processors_usable").orElse(""));
    if (usable.isPresent()) facts.put("processor_nproc", usable.getAsLong());
    long all = counts.isEmpty() || counts.get(0) == 0 ? usable.orElse(0) : counts.get(0);
    if (all == 0) return;
    boolean told = counts.size() == 4 && counts.get(1) > 0 && counts.get(2) > 0;
    long sockets = told ? counts.get(1) : all;
    long cores = told ? counts.get(2) : 1;
    long threads = told ? Math.max(1, counts.get(3) / cores) : 1;
    facts.put("processor_count", sockets);
    facts.put("processor_cores", cores);
    facts.put("processor_threads_per_core", threads);
    facts.put("processor_vcpus", all);
  }

  private static void virtualization(Printed lines, Map<String, Object> facts) {
    String said = lines.text("virtualization").orElse("");
    String type = VIRTUALIZATION.getOrDefault(said, said);
    if (type.isEmpty() || type.equals("none")) {
      type = lines.text("container").orElseGet(() -> ofMachine(lines));
    }
    boolean guest = !type.equals(UNKNOWN);
    if (!guest && lines.has("kvm_host")) type = "kvm";
    facts.put("virtualization_type", type);
    facts.put("virtualization_role", guest ? "guest" : type.equals("kvm") ? "host" : UNKNOWN);
  }

  private static String ofMachine(Printed lines) {
    String product = lines.text("product_name").orElse("");
    String vendor = lines.text("system_vendor").orElse("");
    if (product.equals("KVM") || vendor.equals("QEMU") || vendor.equals("Amazon EC2")) return "kvm";
    if (product.startsWith("VMware")) return "VMware";
    if (product.equals("VirtualBox")) return "virtualbox";
    if (vendor.startsWith("Microsoft") && product.equals("Virtual Machine")) return "Hyper-V";
    return lines.has("hypervisor") ? "kvm" : UNKNOWN;
  }
}
