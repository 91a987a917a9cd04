package outpost.core.facts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Kernel, machine, the host's names, and its Python. */
final class PlatformFacts {
  private PlatformFacts() {}

  static void platform(Printed lines, Map<String, Object> facts) {
    List<String> uname = lines.words("uname"); // always in this order, says uname(1)
    if (uname.size() < 4) return;
    String machine = uname.get(uname.size() - 1);
    facts.put("system", uname.get(0));
    facts.put("nodename", uname.get(1));
    facts.put("hostname", uname.get(1).split("\\.")[0]);
    facts.put("kernel", uname.get(2));
    facts.put("kernel_version", lines.text("kernel_version").orElse("NA"));
    facts.put("machine", machine);
    boolean i86 = machine.matches("i[3-6]86");
    facts.put("architecture", i86 ? "i386" : machine);
    String bits = lines.text("bits").orElse(machine.matches(".*64.*|s390x") ? "64" : "32");
    facts.put("userspace_bits", bits);
    if (i86 || machine.equals("x86_64")) {
      facts.put("userspace_architecture", bits.equals("64") ? "x86_64" : "i386");
    }
    lines.text("machine_id").ifPresent(id -> facts.put("machine_id", id));
  }

  /** The first name of the host's address that has a domain, else the first one. */
  static void names(Printed lines, Map<String, Object> facts) {
    List<String> resolved = new ArrayList<>(lines.words("resolved"));
    if (!resolved.isEmpty()) resolved.remove(0); // the address
    String fqdn =
        resolved.stream()
            .filter(name -> name.indexOf('.') >= 0)
            .findFirst()
            .or(() -> resolved.stream().findFirst())
            .or(() -> lines.text("fqdn"))
            .or(() -> lines.text("node"))
            .orElse("localhost");
    facts.put("fqdn", fqdn);
    int dot = fqdn.indexOf('.');
    facts.put("domain", dot < 0 ? "" : fqdn.substring(dot + 1));
  }

  static void python(Printed lines, Map<String, Object> facts) {
    List<String> parts = lines.words("python.version");
    if (parts.size() < 5) return;
    Map<String, Object> version = new LinkedHashMap<>();
    List<Object> info = new ArrayList<>();
    String[] names = {"major", "minor", "micro", "releaselevel", "serial"};
    for (int i = 0; i < names.length; i++) {
      String part = parts.get(i);
      Object value = Printed.number(part).isPresent() ? (Object) Long.valueOf(part) : part;
      version.put(names[i], value);
      info.add(value);
    }
    Map<String, Object> python = new LinkedHashMap<>();
    python.put("version", version);
    python.put("version_info", info);
    python.put("executable", lines.text("python.executable").orElse(""));
    python.put("has_sslcontext", lines.text("python.ssl").orElse("").equals("yes"));
    python.put("type", lines.text("python.type").orElse(""));
    facts.put("python", python);
    facts.put("python_version", String.join(".", parts.subList(0, 3)));
  }
}
