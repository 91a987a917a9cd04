package outpost.core.facts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** Memory, and what the firmware says of the machine. */
final class HardwareFacts {
  /** Chassis types by number, as the SMBIOS specification lists them. */
  private static final List<String> FORMS =
      List.of(
          "Unknown",
          "Other",
          "Unknown",
          "Desktop",
          "Low Profile Desktop",
          "Pizza Box",
          "Mini Tower",
          "Tower",
          "Portable",
          "Laptop",
          "Notebook",
          "Hand Held",
          "Docking Station",
          "All In One",
          "Sub Notebook",
          "Space-saving",
          "Lunch Box",
          "Main Server Chassis",
          "Expansion Chassis",
          "Sub Chassis",
          "Bus Expansion Chassis",
          "Peripheral Chassis",
          "RAID Chassis",
          "Rack Mount Chassis",
          "Sealed-case PC",
          "Multi-system",
          "CompactPCI",
          "AdvancedTCA",
          "Blade",
          "Blade Enclosure",
          "Tablet",
          "Convertible",
          "Detachable",
          "IoT Gateway",
          "Embedded PC",
          "Mini PC",
          "Stick PC");

  private static final String FIRMWARE =
      "bios_date bios_vendor bios_version board_asset_tag board_name board_serial board_vendor"
          + " board_version chassis_asset_tag chassis_serial chassis_vendor chassis_version"
          + " product_name product_serial product_uuid product_version";

  private HardwareFacts() {}

  static void machine(Printed lines, Map<String, Object> facts) {
    for (String name : FIRMWARE.split(" ")) {
      facts.put(name, lines.text("dmi." + name).orElse("NA"));
    }
    facts.put("system_vendor", lines.text("dmi.sys_vendor").orElse("NA"));
    facts.put("form_factor", lines.text("dmi.chassis_type").map(HardwareFacts::form).orElse("NA"));
  }

  private static String form(String number) {
    int at = (int) Printed.number(number).orElse(-1);
    return at >= 0 && at < FORMS.size() ? FORMS.get(at) : "unknown (" + number + ")";
  }

  static void memory(Printed lines, Map<String, Object> facts) {
    Map<String, Long> megabytes = new LinkedHashMap<>();
    for (String line : lines.all("memory")) {
      String[] words = line.split(":\\s*");
      if (words.length != 2) continue;
      OptionalLong kilobytes = Printed.number(words[1].strip());
      if (kilobytes.isPresent()) megabytes.put(words[0], kilobytes.getAsLong() / 1024);
    }
    if (megabytes.isEmpty()) return;
    for (String name : List.of("MemTotal", "MemFree", "MemAvailable", "SwapTotal", "SwapFree")) {
      Long value = megabytes.get(name);
      if (value != null) facts.put(name.toLowerCase(Locale.ROOT) + "_mb", value);
    }
    facts.put("memory_mb", parts(megabytes));
  }

  private static Map<String, Object> parts(Map<String, Long> megabytes) {
    long total = megabytes.getOrDefault("MemTotal", 0L);
    long free = megabytes.getOrDefault("MemFree", 0L);
    long nocache =
        free + megabytes.getOrDefault("Cached", 0L) + megabytes.getOrDefault("Buffers", 0L);
    long swap = megabytes.getOrDefault("SwapTotal", 0L);
    long swapFree = megabytes.getOrDefault("SwapFree", 0L);
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("real", ordered("total", total, "used", total - free, "free", free));
    parts.put("nocache", ordered("free", nocache, "used", total - nocache));
    Map<String, Object> swapping =
        ordered("total", swap, "free", swapFree, "used", swap - swapFree);
    swapping.put("cached", megabytes.getOrDefault("SwapCached", 0L));
    parts.put("swap", swapping);
    return parts;
  }

  private static Map<String, Object> ordered(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) map.put((String) pairs[i], pairs[i + 1]);
    return map;
  }
}
