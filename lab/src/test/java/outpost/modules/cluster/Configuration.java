package outpost.modules.cluster;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A cluster's configuration, in the lines that {@code --diff} tells it in. */
public final class Configuration {
  private Configuration() {}

  /**
   * Returns the facts of a whole CIB, but for the nodes' states, which the cluster itself changes
   * at any time, and the time of the last cleanup.
   */
  public static List<String> lines(String cib) {
    return CibLines.of(Xml.parse(cib.getBytes(StandardCharsets.UTF_8))).stream()
        .filter(Configuration::lasts)
        .toList();
  }

  public static boolean lasts(String line) {
    return !line.startsWith("state of node ") && !line.contains("last-lrm-refresh");
  }
}
