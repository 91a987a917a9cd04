package outpost.core.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import outpost.api.Glance;
import outpost.api.Script;
import outpost.core.connect.local.LocalConnection;

/** What scripts find out together and each by itself, on every kind of {@code sh}. */
@ParameterizedClass
@MethodSource("outpost.core.connect.Machine#shells")
final class GlancesTest {
  @Parameter String sh;
  @TempDir Path work;
  private LocalConnection connection;
  private Shell shell;

  @BeforeEach
  void start() throws IOException {
    connection = new LocalConnection("here", Machine.whereShIs(sh));
    shell = connection.shell(Become.NO);
  }

  @AfterEach
  void end() {
    connection.close();
  }

  @Test
  void togetherTheyFindWhatEachFindsByItself() throws IOException {
    List<Request> asked = new ArrayList<>();
    for (Path path : odd()) {
      asked.add(request("inode it {}; sha256 {} && emit sum \"$sum\"; content c {} 9; : {}", path));
      asked.add(request("inode it {} -L; inode again {}; content c {} 99999; sha256 {}", path));
    }
    for (String name : List.of("root", "nobody", "nogroup", "no such name", "-u", "*")) {
      Script ask =
          Script.sh(
              "user_id {}; emit user \"$id\"; group_id {}; emit group \"$id\"; group_line {};"
                  + " emit line \"$line\"",
              name,
              name,
              name);
      ask = ask.glancing(Glance.What.USER, name).glancing(Glance.What.GROUP, name);
      asked.add(request(ask));
      asked.add(request(ask));
    }
    List<String> alone = asked.stream().map(one -> told(ask(List.of(one.alone())).get(0))).toList();
    assertEquals(alone, ask(asked).stream().map(GlancesTest::told).toList());
    List<Request> simple = asked.stream().map(GlancesTest::simple).toList();
    assertEquals(alone, ask(simple).stream().map(GlancesTest::told).toList());
    List<Request> mixed = new ArrayList<>(simple);
    for (int i = 0; i < mixed.size(); i += 5) mixed.set(i, asked.get(i));
    assertEquals(alone, ask(mixed).stream().map(GlancesTest::told).toList());
  }

  private static Request simple(Request one) {
    return new Request(one.text(), one.stdin(), one.timeout(), true, one.glances());
  }

  @Test
  void simpleScriptsEndOneByOne() {
    List<Request> asked = new ArrayList<>();
    for (String text : List.of("echo a; false", "echo b", "sleep 60", "echo c >&2", "echo d")) {
      boolean slow = text.startsWith("sleep");
      Duration limit = Duration.ofSeconds(slow ? 1 : 60);
      asked.add(simple(new Request(text, Input.of(new byte[0]), limit)));
    }
    asked.add(new Request("echo e; exit 3", new byte[0], Duration.ofSeconds(60)));
    List<Reply> replies = ask(asked);
    assertEquals("1\na\n", told(replies.get(0)));
    assertEquals("0\nb\n", told(replies.get(1)));
    assertEquals(Reply.Fate.TIMED_OUT, replies.get(2).fate());
    assertEquals("c\n", replies.get(3).err());
    assertEquals("0\nd\n", told(replies.get(4)));
    assertEquals("3\ne\n", told(replies.get(5)));
  }

  @Test
  void nobodyGetsTheAnswerOfAnotherWhereTheirSubshellIsKilled() {
    Request kill = new Request("sh -c 'kill -KILL $PPID'; :", new byte[0], Duration.ofSeconds(60));
    Request fine = new Request("echo fine", new byte[0], Duration.ofSeconds(60));
    assertThrows(AnswerLost.class, () -> ask(List.of(simple(kill), simple(fine), fine)));
    assertEquals("fine\n", ask(List.of(fine)).get(0).out());
  }

  /** In some shells {@code unset} takes functions, too. */
  @Test
  void whatIsForgottenLeavesTheLoopAsItWas() {
    Script one = Script.sh("user_id root; emit id \"$id\"").glancing(Glance.What.USER, "root");
    assertEquals("id=0\n", ask(List.of(request(one), request(one))).get(1).out());
    Request fails = new Request("exit 1", new byte[0], Duration.ofSeconds(60));
    List<Reply> group = shell.exchange(List.of(List.of(fails, fails))).get(0);
    assertEquals(Reply.Fate.NOT_RUN, group.get(1).fate());
  }

  /** Makes files that are hard to name or to read. */
  private List<Path> odd() throws IOException {
    List<Path> paths = new ArrayList<>();
    for (String name :
        List.of("plain", "two words", "*", "a\\b", "it's", "$HOME", "ä", "-n", "#")) {
      paths.add(Files.writeString(work.resolve(name), "of " + name + "\n\n"));
    }
    paths.add(Files.write(work.resolve("bytes"), new byte[] {0, 10, -1, 10, 10}));
    paths.add(Files.write(work.resolve("empty"), new byte[0]));
    paths.add(Files.write(work.resolve("large"), new byte[65537]));
    paths.add(Files.createDirectory(work.resolve("folder")));
    paths.add(Files.createSymbolicLink(work.resolve("link"), Path.of("two words")));
    paths.add(Files.createSymbolicLink(work.resolve("nowhere"), Path.of("gone")));
    paths.add(work.resolve("gone"));
    paths.add(work.resolve("plain/below"));
    return paths;
  }

  @Test
  void whatWasSaidInAdvanceIsFoundOutBeforeTheFirst() throws IOException {
    Path one = Files.writeString(work.resolve("one"), "1");
    Path two = Files.writeString(work.resolve("two"), "2");
    String sum = sum(two);
    Request first = request("sha256 {}; echo 3 >{}; : {} {}", one, two, one, two);
    Request second = request("sha256 {}; emit sum \"$sum\"; : {} {} {}", two);
    List<Reply> replies = ask(List.of(first, second, second.alone()));
    assertEquals("sum=" + sum + "\n", replies.get(1).out());
    assertEquals("sum=" + sum(two) + "\n", replies.get(2).out());
    assertNotEquals(sum, sum(two));
  }

  @Test
  void nothingIsKeptForTheNextExchange() throws IOException {
    Path one = Files.writeString(work.resolve("one"), "1");
    Request ask = request("sha256 {}; emit sum \"$sum\"; : {} {} {}", one);
    ask(List.of(ask, ask));
    Files.writeString(one, "2");
    assertEquals("sum=" + sum(one) + "\n", ask(List.of(ask, ask)).get(1).out());
    String left =
        ask(List.of(new Request("set", new byte[0], Duration.ofSeconds(60)))).get(0).out();
    assertEquals(List.of(), left.lines().filter(line -> line.matches("_[qv]\\d+=.*")).toList());
  }

  /** A fault of one file keeps nobody from finding out about others. */
  @Test
  void aFileThatCannotBeReadFailsWhatAsksForItAlone() throws IOException {
    Path good = Files.writeString(work.resolve("good"), "1");
    Path loop = Files.createSymbolicLink(work.resolve("loop"), Path.of("loop"));
    Request bad = request("sha256 {} || exit 7; : {} {} {}", loop);
    Request fine = request("sha256 {}; emit sum \"$sum\"; : {} {} {}", good);
    List<Reply> replies = ask(List.of(bad, fine));
    assertEquals(7, replies.get(0).status());
    assertEquals("sum=" + sum(good) + "\n", replies.get(1).out());
  }

  private String sum(Path file) {
    return ask(List.of(request("sha256sum {}; : {} {} {}", file))).get(0).out().split(" ")[0];
  }

  private List<Reply> ask(List<Request> requests) {
    return shell.exchange(requests.stream().map(List::of).toList()).stream()
        .map(group -> group.get(0))
        .toList();
  }

  /** Returns a script about a path, which is each of its four words, or about four paths. */
  private static Request request(String text, Path... paths) {
    Object[] words =
        paths.length == 4 ? paths : new Object[] {paths[0], paths[0], paths[0], paths[0]};
    Script script = Script.sh(text, words);
    for (Path path : new HashSet<>(List.of(paths))) {
      script =
          script
              .glancing(Glance.What.INODE, path.toString())
              .glancing(Glance.What.SHA256, path.toString())
              .glancing(Glance.What.CONTENT, path.toString());
    }
    return request(script);
  }

  private static Request request(Script script) {
    return new Request(
        script.text(),
        Input.of(new byte[0]),
        Duration.ofSeconds(60),
        script.isSimple(),
        script.glances());
  }

  /** Shells say in front of a path where in their text they are. */
  private static String told(Reply reply) {
    return reply.status() + "\n" + reply.out() + reply.err().replaceAll("(?m)^[^/]*", "");
  }
}
