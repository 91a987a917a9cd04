package outpost.core.inventory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run adds to its inventory; kept, so that it can be added to one that is read again. */
public sealed interface Addition {

  /**
   * A host that {@code add_host} names, which may be there already.
   *
   * @param groups it is put into, made where there are none
   * @param vars plain values, which beat those of the inventory's files
   * @param origin what adds it, for people: {@code add_host in site.yml:12}
   */
  record OfHost(String name, List<String> groups, Map<String, Object> vars, String origin)
      implements Addition {
    public OfHost {
      groups = List.copyOf(groups);
    }
  }

  /**
   * A group that {@code group_by} puts a host into.
   *
   * @param parents the groups it lies in, made where there are none
   */
  record ToGroup(String host, String group, List<String> parents) implements Addition {
    public ToGroup {
      parents = List.copyOf(parents);
    }
  }

  /** Reads {@code name}, {@code name:port} or {@code [address]:port} as {@code add_host} does. */
  static OfHost host(String written, List<String> groups, Map<String, Object> vars, String origin) {
    HostRange.Single host = HostRange.single(written);
    Map<String, Object> all = new LinkedHashMap<>(vars);
    host.port().ifPresent(port -> all.put("ansible_port", port));
    return new OfHost(host.name(), groups, all, origin);
  }

  /** Reads the key of {@code group_by}, whose spaces become dashes. */
  static ToGroup group(String host, String key, List<String> parents) {
    List<String> above = new ArrayList<>();
    for (String parent : parents) above.add(parent.replace(' ', '-'));
    return new ToGroup(host, key.replace(' ', '-'), above);
  }
}
