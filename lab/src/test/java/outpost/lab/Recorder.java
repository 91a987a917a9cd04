package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A resource whose agent writes down, on each host, when it was started and stopped there. The
 * hosts' clocks are one: that of this machine.
 */
record Recorder(Lab lab, String id) {
  private static final String AGENT =
      """
      #!/bin/sh
      state=/run/recorder-$OCF_RESOURCE_INSTANCE
      note() { echo "$(date +%s%N) $1 $(uname -n)" >> "/var/log/recorder-$OCF_RESOURCE_INSTANCE.log"; }
      case $1 in
        start) [ -e "$state" ] || { note start; date +%s%N > "$state"; } ;;
        stop) [ ! -e "$state" ] || { rm "$state" && note stop; } ;;
        monitor) [ -e "$state" ] || exit 7 ;;
        meta-data) cat <<'XML' ;;
      <?xml version="1.0"?>
      <resource-agent name="recorder" version="1.0">
      <version>1.0</version>
      <longdesc lang="en">Writes down when it is started and stopped.</longdesc>
      <shortdesc lang="en">Writes down when it is started and stopped</shortdesc>
      <parameters/>
      <actions>
      <action name="start" timeout="20s"/>
      <action name="stop" timeout="20s"/>
      <action name="monitor" timeout="20s" interval="10s" depth="0"/>
      <action name="meta-data" timeout="5s"/>
      </actions>
      </resource-agent>
      XML
        *) exit 3 ;;
      esac
      """;

  /** Makes the agent known on every host of the lab, and the resource to the cluster. */
  static Recorder create(Lab lab, String id) {
    Recorder recorder = new Recorder(lab, id);
    lab.hosts().forEach(recorder::install);
    // it stays where it is, as in clusters that pcs sets up: else it follows where fewer resources
    // run
    lab.clusterSays(
        "pcs resource create "
            + id
            + " ocf:lab:recorder op monitor interval=10s meta resource-stickiness=1");
    return recorder;
  }

  /** Makes the agent known on a host that was booted later. */
  void install(Host host) {
    host.must("mkdir -p /usr/lib/ocf/resource.d/lab");
    host.put("/usr/lib/ocf/resource.d/lab/recorder", AGENT, 0755);
    host.must("rm -f " + log());
  }

  private String log() {
    return "/var/log/recorder-" + id + ".log";
  }

  /** Has it run on a node if it can, and waits until it does. */
  void prefer(Host host) {
    prefer(host.name(), host);
  }

  /** The same of a node that is not called like its host. */
  void prefer(String node, Host host) {
    lab.clusterSays("pcs constraint location " + id + " prefers " + node);
    Host.await(60, id + " runs on " + host.name(), () -> where().equals(List.of(host.name())));
  }

  /** The hosts that it runs on, by its own state there. */
  List<String> where() {
    return lab.hosts().stream()
        .filter(host -> host.holds("test -e /run/recorder-" + id))
        .map(Host::name)
        .toList();
  }

  /** When it was started on a host, if it runs there: the same as long as nobody touches it. */
  String since(Host host) {
    return host.must("cat /run/recorder-" + id);
  }

  /** It was never started while it ran somewhere else. */
  void assertNeverTwice() {
    List<String> running = new ArrayList<>();
    for (String event : events()) {
      String[] words = event.split(" ");
      if (words[1].equals("stop")) running.remove(words[2]);
      else assertEquals(List.of(), running, () -> "started twice: " + String.join("\n", events()));
      if (words[1].equals("start")) running.add(words[2]);
    }
  }

  /** For how long it ran nowhere, each time. */
  List<Duration> gaps() {
    return pairs()
        .map(pair -> Duration.ofNanos(Long.parseLong(pair[3]) - Long.parseLong(pair[0])))
        .toList();
  }

  /** From where to where it moved: {@code remote1 -> remote2}. */
  List<String> moves() {
    return pairs().map(pair -> pair[2] + " -> " + pair[5]).toList();
  }

  /** Each stop with the start that came next. */
  private Stream<String[]> pairs() {
    List<String> events = events();
    return IntStream.range(1, events.size())
        .filter(i -> events.get(i - 1).contains(" stop ") && events.get(i).contains(" start "))
        .mapToObj(i -> (events.get(i - 1) + " " + events.get(i)).split(" "));
  }

  private List<String> events() {
    return lab.hosts().stream()
        .flatMap(host -> host.read(log()).lines())
        .sorted(Comparator.comparing(line -> Long.parseLong(line.split(" ")[0])))
        .toList();
  }

  /** Forgets what it wrote down until now, but for where it runs. */
  void forget() {
    lab.hosts().forEach(host -> host.must("rm -f " + log()));
  }

  void delete() {
    lab.clusterSays("pcs resource delete " + id);
  }
}
