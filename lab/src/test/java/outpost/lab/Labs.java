package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The labs that the tests of a JVM share, booted when the first of them asks; with {@code
 * -Dlab.attach=NAME} one that {@code lab/hosts up} has booted, and that stays up. After each class
 * of tests a lab that is not as it was gives way to a new one: one failure is to stay one.
 */
public final class Labs implements AfterAllCallback {
  /** What hosts are made of: {@code -Dlab.release=trixie} runs tests on the newer cluster. */
  static final Release RELEASE = Release.named(System.getProperty("lab.release", "bookworm"));

  private static final String FIRST = "test" + System.getProperty("lab.fork", "");
  private static final String SECOND = FIRST + "-second";
  private static final String VIRTUAL = FIRST + "-virtual";

  /** What may differ though nothing was left behind; the name of the last key rotation stays. */
  private static final Pattern PASSING =
      Pattern.compile(".*last-lrm-refresh|nodes-\\d+|outpost-authkey.*");

  private static final Pattern TRACE =
      Pattern.compile(
          "\\b(?:id|op_key)=\"([^\"]+)\"|\\b((?:online|standby|maintenance|pending)=\"\\w+\")");

  private static final Map<String, Shared> BOOTED = new LinkedHashMap<>();

  private record Shared(Lab lab, Set<String> traces) {}

  /** Two cluster nodes and no blank host; each test boots the blank hosts that it needs. */
  static Lab shared() {
    return lab(FIRST, "lab.attach", Labs::boot);
  }

  /** Another such cluster, where nodes may be lost: what is fenced here is expected. */
  static Lab second() {
    return lab(SECOND, "lab.attach.second", Labs::boot);
  }

  /** A cluster whose nodes run virtual machines. */
  static Lab virtual() {
    return lab(VIRTUAL, "lab.attach.virtual", name -> Lab.bootVirtual(name, Labs::say));
  }

  /** A lab of one class's own, of this JVM, for hosts without a cluster. */
  static Lab blanks(String of) {
    return Lab.bootBlanks(FIRST + "-" + of, RELEASE, 0, Labs::say);
  }

  private static Lab boot(String name) {
    return Lab.boot(name, RELEASE, 0, Labs::say);
  }

  private static synchronized Lab lab(String name, String attach, Function<String, Lab> boot) {
    return BOOTED
        .computeIfAbsent(name, absent -> share(name, System.getProperty(attach), boot))
        .lab();
  }

  private static Shared share(String name, String attach, Function<String, Lab> boot) {
    Lab lab = attach == null ? boot.apply(name) : Lab.attach(attach, Labs::say);
    if (attach == null && !Boolean.getBoolean("lab.keep")) {
      Runtime.getRuntime().addShutdownHook(new Thread(lab::down));
    }
    return new Shared(lab, traces(lab));
  }

  @Override
  public void afterAll(ExtensionContext tests) {
    List<String> fenced = fenced();
    replaceWhatWasLeftInDisorder(Set.of());
    assertEquals(List.of(), fenced);
  }

  private static synchronized List<String> fenced() {
    return BOOTED.containsKey(FIRST) ? BOOTED.get(FIRST).lab().fenceCalls() : List.of();
  }

  /**
   * @param kept the hosts that are still used
   */
  static synchronized void replaceWhatWasLeftInDisorder(Set<String> kept) {
    for (String name : List.copyOf(BOOTED.keySet())) {
      Shared shared = BOOTED.get(name);
      Set<String> left = traces(shared.lab());
      left.removeAll(kept);
      if (name.equals(FIRST)) left.addAll(fenced());
      if (left.equals(shared.traces())) continue;
      say("`" + name + "` gives way to a new one: was " + shared.traces() + ", is " + left);
      BOOTED.remove(name);
    }
  }

  /** What tells a lab in order from one in which something was left behind, or failed. */
  private static Set<String> traces(Lab lab) {
    Set<String> traces = new TreeSet<>();
    lab.hosts().forEach(host -> traces.add(host.name()));
    try {
      TRACE
          .matcher(lab.cib() + lab.crmMon())
          .results()
          .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
          .filter(trace -> !PASSING.matcher(trace).matches())
          .forEach(traces::add);
    } catch (LabFailed e) {
      traces.add(e.getMessage());
    }
    return traces;
  }

  static void say(String what) {
    System.out.println("  lab: " + what);
  }
}
