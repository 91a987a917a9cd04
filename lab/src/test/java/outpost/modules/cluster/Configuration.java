package outpost.modules.cluster;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A cluster's configuration, in the lines that {@code --diff} tells it in. */
public final class Configuration {
  private Configuration() {}

  /** Returns the facts of a whole CIB, but for those that do not {@linkplain #lasts last}. */
  public static List<String> lines(String cib) {
    return CibLines.of(Xml.parse(cib.getBytes(StandardCharsets.UTF_8))).stream()
        .filter(Configuration::lasts)
        .toList();
  }

  /**
   * Returns whether a fact stays until somebody changes it: nodes' states and the time of the last
   * cleanup are the cluster's own, and what proves a node goes away with the task that brought it.
   */
  public static boolean lasts(String line) {
    return !line.startsWith("state of node ")
        && !line.contains("last-lrm-refresh")
        && !line.contains("outpost-probe-");
  }
}
