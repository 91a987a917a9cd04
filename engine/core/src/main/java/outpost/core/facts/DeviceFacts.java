package outpost.core.facts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Disks, their partitions, and logical volumes. */
final class DeviceFacts {
  private static final Pattern PCI =
      Pattern.compile(".+/([a-f0-9]{4}:[a-f0-9]{2}:[0-9a-f]{2}\\.[0-7])/");

  private final Printed lines;
  private final Map<String, Map<String, List<Object>>> links = new LinkedHashMap<>();

  private DeviceFacts(Printed lines) {
    this.lines = lines;
    links.put("ids", byTarget(lines.links("link.id")));
    links.put("uuids", byTarget(lines.links("link.uuid")));
    links.put("labels", byTarget(lines.links("link.label")));
    links.put("masters", masters());
  }

  static void read(Printed lines, Map<String, Object> facts) {
    DeviceFacts devices = new DeviceFacts(lines);
    Map<String, Object> disks = new LinkedHashMap<>();
    for (String disk : lines.all("disk")) disks.put(disk, devices.disk(disk));
    facts.put("devices", disks);
    facts.put("device_links", new LinkedHashMap<>(devices.links));
  }

  private static Map<String, List<Object>> byTarget(Map<String, String> links) {
    Map<String, List<Object>> targets = new LinkedHashMap<>();
    new TreeMap<>(links)
        .forEach(
            (name, target) ->
                targets.computeIfAbsent(Printed.base(target), t -> new ArrayList<>()).add(name));
    return targets;
  }

  /** {@code /sys/block/dm-0/slaves/sda2}: who uses a device, by that device. */
  private Map<String, List<Object>> masters() {
    Map<String, TreeSet<Object>> found = new LinkedHashMap<>();
    for (String path : lines.all("slave")) {
      String[] parts = path.split("/");
      if (parts.length > 5) found.computeIfAbsent(parts[5], t -> new TreeSet<>()).add(parts[3]);
    }
    Map<String, List<Object>> masters = new LinkedHashMap<>();
    found.forEach((device, users) -> masters.put(device, List.copyOf(users)));
    return masters;
  }

  private Map<String, Object> disk(String name) {
    String key = "disk." + name + ".";
    Map<String, Object> disk = new LinkedHashMap<>();
    disk.put("virtual", 1L);
    disk.put("links", linksOf(name));
    for (String field : List.of("vendor", "model", "sas_address", "sas_device_handle")) {
      disk.put(field, lines.text(key + field).orElse(null));
    }
    lines.text(key + "serial").ifPresent(serial -> disk.put("serial", serial));
    disk.put("removable", lines.text(key + "removable").orElse(null));
    disk.put("support_discard", lines.text(key + "discard_granularity").orElse(null));
    wwn(name).ifPresent(wwn -> disk.put("wwn", wwn));
    Map<String, Object> partitions = new LinkedHashMap<>();
    String sectorSize = sectorSize(key);
    for (String part : lines.all(key + "partition")) partitions.put(part, partition(part));
    disk.put("partitions", partitions);
    disk.put("rotational", lines.text(key + "rotational").orElse(null));
    disk.put("scheduler_mode", lines.text(key + "scheduler").map(DeviceFacts::chosen).orElse(""));
    String sectors = lines.text(key + "size").orElse("0");
    disk.put("sectors", sectors);
    disk.put("sectorsize", sectorSize);
    disk.put("size", human(sectors));
    disk.put("host", controller(name).orElse(""));
    disk.put("holders", holders(key));
    return disk;
  }

  private Map<String, Object> partition(String name) {
    String key = "part." + name + ".";
    Map<String, Object> part = new LinkedHashMap<>();
    Map<String, Object> own = linksOf(name);
    part.put("links", own);
    part.put("start", lines.text(key + "start").orElse("0"));
    String sectors = lines.text(key + "size").orElse("0");
    part.put("sectors", sectors);
    part.put("sectorsize", 512L); // a partition has no queue of its own to say more
    part.put("size", human(sectors));
    List<?> uuids = (List<?>) own.get("uuids");
    part.put("uuid", uuids.isEmpty() ? null : uuids.get(0));
    part.put("holders", holders(key));
    return part;
  }

  private Map<String, Object> linksOf(String name) {
    Map<String, Object> own = new LinkedHashMap<>();
    links.forEach((kind, targets) -> own.put(kind, targets.getOrDefault(name, List.of())));
    return own;
  }

  private Optional<String> wwn(String name) {
    return links.get("ids").getOrDefault(name, List.of()).stream()
        .map(String::valueOf)
        .filter(id -> id.startsWith("wwn-"))
        .map(id -> id.substring("wwn-".length()))
        .findFirst();
  }

  private String sectorSize(String key) {
    return lines
        .text(key + "logical_block_size")
        .or(() -> lines.text(key + "hw_sector_size"))
        .orElse("512");
  }

  /** Device-mapper's own devices are called by their names. */
  private List<Object> holders(String key) {
    return lines.all(key + "holder").stream()
        .filter(holder -> holder.startsWith("dm-"))
        .map(holder -> (Object) lines.text("mapper." + holder).orElse(holder))
        .toList();
  }

  /** The one in brackets: {@code none [mq-deadline]}. */
  private static String chosen(String schedulers) {
    Matcher matcher = Pattern.compile("\\[(.*)]").matcher(schedulers);
    return matcher.find() ? matcher.group(1) : "";
  }

  private Optional<String> controller(String name) {
    Matcher pci = PCI.matcher(lines.links("block_link").getOrDefault(name, ""));
    if (!pci.find()) return Optional.empty();
    return lines.all("lspci").stream()
        .filter(line -> line.startsWith(pci.group(1) + " "))
        .map(line -> line.substring(pci.group(1).length() + 1))
        .findFirst();
  }

  private static String human(String sectors) {
    double bytes = Printed.number(sectors).orElse(0) * 512.0;
    String[] units = {"YB", "ZB", "EB", "PB", "TB", "GB", "MB", "KB"};
    for (int i = 0; i < units.length; i++) {
      double limit = Math.pow(1024, units.length - i);
      if (bytes >= limit) return String.format(Locale.ROOT, "%.2f %s", bytes / limit, units[i]);
    }
    return String.format(Locale.ROOT, "%.2f Bytes", bytes);
  }

  /** Only root can ask for them. */
  static void volumes(Printed lines, Map<String, Object> facts) {
    if (!lines.has("lvm")) {
      facts.put("lvm", "N/A");
      return;
    }
    Map<String, Object> lvm = new LinkedHashMap<>();
    lvm.put("lvs", table(lines, "lvs", "size_g 3 vg 1"));
    lvm.put("vgs", table(lines, "vgs", "size_g -2 free_g -1 num_lvs 2 num_pvs 1"));
    lvm.put("pvs", table(lines, "pvs", "size_g 4 free_g 5 vg 1"));
    facts.put("lvm", lvm);
  }

  private static Map<String, Object> table(Printed lines, String tool, String columns) {
    Map<String, String> mapped = new LinkedHashMap<>();
    lines
        .links("lvm.mapper")
        .forEach(
            (name, target) -> mapped.put("/dev/" + Printed.base(target), "/dev/mapper/" + name));
    Map<String, Object> table = new LinkedHashMap<>();
    for (String line : lines.all("lvm." + tool)) {
      String[] cells = line.strip().split(",", -1);
      if (cells.length < 6 && !tool.equals("lvs") || cells.length < 4) continue;
      Map<String, Object> row = new LinkedHashMap<>();
      String[] words = columns.split(" ");
      for (int i = 0; i < words.length; i += 2) {
        int column = Integer.parseInt(words[i + 1]);
        row.put(words[i], cells[column < 0 ? cells.length + column : column]);
      }
      table.put(mapped.getOrDefault(cells[0], cells[0]), row);
    }
    return table;
  }
}
