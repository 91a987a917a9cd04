package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code playbooks/verify.yml} tells of nodes that are whole, and of one that is not. */
class VerifyPlaybookTest {
  private static final String PLAYBOOK = "playbooks/verify.yml";
  private static final List<String> CHECKS =
      List.of(
          "V1 cluster",
          "V2 configuration",
          "V3 authkey",
          "V4 pacemaker_remote",
          "V5, V7, V13 handshake",
          "V6 session",
          "V8, V9 connection",
          "V10 node",
          "V11 executor",
          "V14 fencing",
          "V15 limits");

  private static final Lab lab = Labs.shared();
  private static final Host one = lab.addBlank();
  private static final Host other = lab.addBlank();

  @BeforeAll
  static void join() {
    RemoteNodes.join(lab, List.of(one, other));
  }

  @AfterAll
  static void leave() {
    lab.remove(List.of(one, other));
  }

  @Test
  void everyCheckOfEveryNodeIsToldAndNothingIsChanged() {
    String before = lab.cib();

    Result run = verify();

    assertEquals(0, run.status(), run::all);
    for (Host host : List.of(one, other)) {
      assertEquals(CHECKS, told(run, host).stream().map(VerifyPlaybookTest::check).toList());
    }
    assertEquals(before, lab.cib());
    Events.of(verify("--output", "jsonl")).assertNothingChanged();
  }

  @Test
  void aNodeThatIsNotWholeIsToldAndSoIsWhatIsRightAboutTheOthers() {
    other.must("mv /etc/pacemaker/authkey /root/authkey");
    try {
      Result run = verify();

      assertEquals(2, run.status(), run::all);
      List<String> wrong = told(run, other);
      assertTrue(wrong.stream().anyMatch(line -> line.startsWith("V4 pacemaker_remote")), run::all);
      assertTrue(wrong.stream().anyMatch(line -> line.startsWith("WRONG V3: its authkey is none")));
      assertEquals(CHECKS, told(run, one).stream().map(VerifyPlaybookTest::check).toList());
    } finally {
      other.must("mv /root/authkey /etc/pacemaker/authkey");
    }
  }

  private static Result verify(String... options) {
    return lab.engine(RemoteNodes.call(PLAYBOOK, lab, List.of(one, other), options));
  }

  /** The lines below a node's name in the report. */
  private static List<String> told(Result run, Host host) {
    return run.out()
        .lines()
        .dropWhile(line -> !line.strip().equals(host.name()))
        .skip(1)
        .map(String::strip)
        .takeWhile(line -> line.matches("(V\\d|WRONG ).*"))
        .toList();
  }

  private static String check(String line) {
    return line.split(" {2,}")[0];
  }
}
