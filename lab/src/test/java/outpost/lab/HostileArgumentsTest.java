package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Texts that would do harm if anything took them for more than text, in every text argument of
 * every documented example: nothing runs, nothing is damaged, and the text arrives, so that a
 * second run is ok, or it is refused. {@code -Dlab.seed=N} makes the texts of another run again.
 */
class HostileArgumentsTest {
  /** Each name makes a file: who took a text for a command. */
  private static final String CANARY = "#!/bin/sh\n: > \"/canary/sang/$1\"\n";

  private static final String HEAD =
      "- hosts: remotes\n  become: true\n  gather_facts: false\n  tasks:\n";

  private static final Pattern REFUSAL = Pattern.compile("--> \\S+:(\\d+):\\d+");

  private static final int USUAL = 300;
  private static final int FULL = 6000;

  /** The usual profile has the same texts each time, so that it fails for what is new only. */
  private static final long SEED =
      Long.getLong("lab.seed", Profile.isFull() ? System.nanoTime() % 1_000_000 : 1);

  private static Lab lab;

  @BeforeAll
  static void boot() {
    lab = Labs.blanks("hostile");
  }

  @AfterAll
  static void remove() {
    lab.down();
  }

  @TestFactory
  Stream<DynamicTest> noTextIsTakenForMoreThanText() {
    Labs.say("the texts are those of -Dlab.seed=" + SEED);
    int count = Integer.getInteger("lab.hostile", Profile.count("hostile texts", USUAL, FULL));
    return Ground.plain().stream()
        .map(
            ground ->
                dynamicTest(
                    ground.word(), () -> assertEquals(List.of(), wrong(ground, count / 2))));
  }

  private static List<String> wrong(Ground ground, int count) {
    HostileText texts = new HostileText(SEED + ground.ordinal());
    List<HostileTask> tasks = tasks(ground, count, texts);
    List<String> wrong = new ArrayList<>();
    int part = 300;
    for (int from = 0; from < tasks.size(); from += part) {
      wrong.addAll(wrong(ground, tasks.subList(from, Math.min(from + part, tasks.size()))));
    }
    return wrong;
  }

  /** Each text argument of each example in turn, as often as the count allows. */
  private static List<HostileTask> tasks(Ground ground, int count, HostileText texts) {
    record Place(Example example, String arg) {}
    List<Place> places =
        LawsTest.examples(example -> !example.needsCluster()).values().stream()
            .flatMap(List::stream)
            .filter(example -> example.fits(ground))
            .flatMap(
                example -> HostileTask.texts(example).stream().map(arg -> new Place(example, arg)))
            .toList();
    List<HostileTask> tasks = new ArrayList<>();
    if (places.isEmpty()) return tasks;
    int rounds = count / places.size();
    for (int i = 0; i < count; i++) {
      boolean inTurn = i < rounds * places.size();
      Place place = inTurn ? places.get(i % places.size()) : texts.one(places);
      tasks.add(HostileTask.of(i + 1, place.example(), place.arg(), texts));
    }
    return tasks;
  }

  private static List<String> wrong(Ground ground, List<HostileTask> tasks) {
    Host host = ground.boot(lab);
    try {
      host.must("mkdir -p /canary/sang /canary/cage && chmod 777 /canary/sang");
      host.put("/usr/local/bin/canary", CANARY, 0755);
      host.must(
          "cd /canary/cage && for n in a '*' '?' '-rf' ' ' '~' '..a' '$HOME'; do echo \"$n\" > \"./$n\"; done;"
              + " mkdir -p "
              + HostileTask.FOLDER
              + " && cd "
              + HostileTask.FOLDER
              + " && seq "
              + tasks.get(0).number()
              + " "
              + tasks.get(tasks.size() - 1).number()
              + " | xargs mkdir");
      String cage = cage(host);
      List<String> wrong = new ArrayList<>();
      List<HostileTask> accepted = accepted(ground, host, tasks, wrong);
      Map<String, Told> told = Told.eachBy(run(ground, host, accepted, "--output", "jsonl"));
      for (HostileTask task : accepted) {
        task.wrong(told).ifPresent(what -> wrong.add("\n" + task + "\n  " + what));
      }
      host.must("canary 0"); // one that is heard
      List<String> singers = host.must("ls /canary/sang").lines().toList();
      assertTrue(singers.contains("0"), "the canary is dumb");
      for (String sang : singers) {
        tasks.stream()
            .filter(task -> sang.equals(String.valueOf(task.number())) && !task.calls())
            .forEach(task -> wrong.add("\n" + task + "\n  was run"));
      }
      if (!cage(host).equals(cage)) wrong.add("the cage is not as it was: " + cage(host));
      return wrong;
    } finally {
      lab.remove(host);
    }
  }

  /** Those that are not refused before anything is run; a refusal says where, and in a sentence. */
  private static List<HostileTask> accepted(
      Ground ground, Host host, List<HostileTask> tasks, List<String> wrong) {
    Result check = run(ground, host, tasks, "--syntax-check");
    Set<Integer> refused = new TreeSet<>();
    REFUSAL
        .matcher(check.all())
        .results()
        .forEach(match -> refused.add(task(Integer.parseInt(match.group(1)))));
    if (check.status() == 65 && refused.isEmpty()) wrong.add(check.all());
    List<HostileTask> accepted = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) if (!refused.contains(i)) accepted.add(tasks.get(i));
    Labs.say(
        ground.word() + ": " + refused.size() + " of " + tasks.size() + " are refused at once");
    return accepted;
  }

  /** The task that stands on a line of its playbook. */
  private static int task(int line) {
    return (line - 1 - HEAD.lines().toList().size()) / HostileTask.LINES;
  }

  private static Result run(Ground ground, Host host, List<HostileTask> tasks, String... options) {
    String text = HEAD + tasks.stream().map(HostileTask::tasks).collect(Collectors.joining());
    Path inventory = lab.inventory(ground.word() + ".yml", "root", host);
    Path playbook =
        Example.playbook(lab.folder().resolve("hostile-" + ground.word()), "hostile.yml", text);
    List<String> args = new ArrayList<>(List.of("-i", inventory.toString()));
    args.addAll(List.of("-e", "ansible_timeout=60"));
    args.addAll(List.of(options));
    args.add(playbook.toString());
    return lab.engine(args.toArray(String[]::new));
  }

  private static String cage(Host host) {
    return host.must(
        "find /canary/cage -printf '%p %m %U %T@\\n' -type f -exec sha256sum {} + | sort");
  }
}
