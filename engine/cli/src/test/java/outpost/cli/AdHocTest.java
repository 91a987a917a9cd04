package outpost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import outpost.api.Arg;
import outpost.core.catalog.ArgSpec;

class AdHocTest {
  private record Line(
      @Arg(value = "A line.", freeForm = true) String cmd,
      @Arg(value = "Words.", def = "[]") List<String> argv,
      @Arg("A folder.") Optional<String> chdir,
      @Arg("A text.") Optional<String> note) {}

  private static AdHoc of(String module) {
    return new AdHoc(
        "web:!web3", module, ArgSpec.of(Line.class), Optional.empty(), Optional.empty());
  }

  private static String play(String task) {
    return "- hosts: 'web:!web3'\n  tasks:\n" + task.indent(4);
  }

  @Test
  void aCommandLineIsOneText() {
    assertEquals(
        play("- shell: 'echo \"it''s\" | wc -l'"), of("shell").withArgs(" echo \"it's\" | wc -l "));
    assertEquals(play("- command: uptime"), of("command").withArgs("uptime"));
    assertEquals(play("- shell: \"a\\nb\""), of("shell").withArgs("a\nb"));
  }

  @Test
  void aCommandLineMayBeginWithOtherArguments() {
    assertEquals(
        play("- command:\n    chdir: /tmp\n    note: 'a b'\n    cmd: 'ls -l x=1'"),
        of("command").withArgs("chdir=/tmp note='a b' ls -l x=1"));
    assertEquals(play("- command: 'dd if=/x'"), of("command").withArgs("dd if=/x"));
    assertEquals(play("- command: 'if=/x chdir=/y'"), of("command").withArgs("if=/x chdir=/y"));
  }

  @Test
  void aMappingIsTakenAsItIs() {
    assertEquals(
        play("- command: {\"cmd\": \"ls\", \"chdir\": \"/\"}"),
        of("command").withArgs("{\"cmd\": \"ls\", \"chdir\": \"/\"}"));
    assertEquals(
        play("- command: {\n        cmd: ls }"), of("command").withArgs("{\n    cmd: ls }"));
    assertEquals(play("- command: {}"), of("command").withArgs("{}"));
  }

  @Test
  void aGroupOfCommandsInAShellIsNoMapping() {
    assertEquals(play("- shell: '{ date; }'"), of("shell").withArgs("{ date; }"));
    assertEquals(play("- shell: '{ date }'"), of("shell").withArgs("{ date }"));
  }

  @Test
  void assignmentsAreArgumentsWhereTheModuleTakesNoLine() {
    AdHoc task = new AdHoc("all", "x.y.copy", List.of(), Optional.empty(), Optional.empty());
    assertEquals(
        "- hosts: all\n  tasks:\n    - x.y.copy:\n        dest: /etc/motd\n        content: 'a: b'\n",
        task.withArgs("dest=/etc/motd content='a: b'"));
    assertEquals("- hosts: all\n  tasks:\n    - x.y.copy: 'no args'\n", task.withArgs("no args"));
    assertEquals("- hosts: all\n  tasks:\n    - x.y.copy: {}\n", task.withArgs(""));
  }

  @Test
  void listsAreListsWhereTheArgumentIsOne() {
    record Many(@Arg("L.") List<String> names, @Arg("T.") Optional<String> line) {}
    AdHoc task = new AdHoc("all", "m", ArgSpec.of(Many.class), Optional.empty(), Optional.empty());
    assertEquals(
        "- hosts: all\n  tasks:\n    - m:\n        names: [a,b]\n        line: '[main]'\n",
        task.withArgs("names=[a,b] line=[main]"));
  }

  @Test
  void wordsStayWords() {
    assertEquals(
        play("- command:\n    argv:\n      - echo\n      - 'a b'\n      - ''"),
        of("command").withWords(List.of("echo", "a b", "")));
  }

  @Test
  void aTaskMayRunByItself() {
    AdHoc task = new AdHoc("all", "m", List.of(), Optional.of(60), Optional.of(0));
    assertEquals(
        "- hosts: all\n  tasks:\n    - m: {}\n      async: 60\n      poll: 0\n", task.withArgs(""));
  }
}
