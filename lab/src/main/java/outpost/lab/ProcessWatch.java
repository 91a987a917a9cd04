package outpost.lab;

import java.util.List;
import java.util.UUID;

/**
 * Sees every command line and environment that lives on a host for some milliseconds: what any user
 * of it could see in ps.
 */
public final class ProcessWatch implements AutoCloseable {
  private final Host host;
  private final String unit;

  private ProcessWatch(Host host, String unit) {
    this.host = host;
    this.unit = unit;
  }

  static ProcessWatch on(Host host) {
    String unit = "lab-watch-" + UUID.randomUUID().toString().substring(0, 8);
    host.must("systemd-run -q --collect --unit=" + unit + " python3 -u -c '" + WATCH + "' " + unit);
    host.await(10, "test -s /run/" + unit);
    return new ProcessWatch(host, unit);
  }

  /** The command lines seen until now, each once, words parted by blanks. */
  public List<String> seen() {
    return host.must("cat /run/" + unit).lines().toList();
  }

  /** Ends the watch; what it saw is gone. */
  @Override
  public void close() {
    host.must("systemctl stop " + unit + "; rm -f /run/" + unit);
  }

  private static final String WATCH =
      """
      import os, sys, time
      seen, out = set(), open("/run/" + sys.argv[1], "w", 1)
      while True:
          for pid in filter(str.isdigit, os.listdir("/proc")):
              for name in ("cmdline", "environ"):
                  try:
                      text = open("/proc/%s/%s" % (pid, name), "rb").read()
                  except OSError:
                      continue
                  if text and text not in seen:
                      seen.add(text)
                      out.write(text.replace(bytes(1), b" ").decode(errors="replace").replace("\\n", " ") + "\\n")
          time.sleep(0.005)
      """;
}
