package outpost.core.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Source;

class PlaybookTest {
  private static final Set<String> MODULES = Set.of("command", "copy", "systemd");

  @Test
  void keepsEverySectionInOrder() {
    Play play =
        play(
            """
            - hosts: [a, "b:&c"]
              name: all of it
              pre_tasks: [{name: one, command: a}]
              tasks: [{name: two, command: b}, {name: three, command: c}]
              post_tasks: [{name: four, command: d}]
              handlers: [{name: five, command: e, listen: [x, y]}]
            """);
    assertEquals("all of it", play.title());
    assertEquals(List.of("a", "b:&c"), play.hosts().stream().map(Node.Scalar::text).toList());
    assertEquals(
        List.of("one", "two", "three", "four"), tasks(play).stream().map(Task::title).toList());
    assertEquals(List.of("x", "y"), ((Task) play.handlers().get(0)).listen());
    assertEquals(Level.HANDLER, ((Task) play.handlers().get(0)).level());
  }

  @Test
  void aTaskInheritsWhatItDoesNotSayItself() {
    Play play =
        play(
            """
            - hosts: all
              name: outer
              become: yes
              become_user: app
              environment: {A: 1, B: 1}
              vars: {x: 1}
              tasks:
                - command: a
                - name: inner
                  command: b
                  become_user: root
                  environment: {B: 2}
                  vars: {y: 2}
            """);
    Task first = ((Task) play.tasks().get(0));
    Task second = ((Task) play.tasks().get(1));
    assertEquals("app", text(first.find(Keyword.BECOME_USER)));
    assertEquals("root", text(second.find(Keyword.BECOME_USER)));
    assertEquals("yes", text(second.find(Keyword.BECOME)));
    assertEquals(1, first.environment().size());
    assertEquals(
        List.of("{A: 1, B: 1}", "{B: 2}"),
        second.environment().stream().map(n -> n.span().text()).toList());
    assertEquals(List.of("y"), second.vars().stream().map(e -> e.key().text()).toList());
    assertEquals(List.of("x"), play.vars().stream().map(e -> e.key().text()).toList());
  }

  @Test
  void namesAreNotInherited() {
    Play play = play("- {hosts: all, name: outer, tasks: [{command: a}]}\n");
    assertEquals(Optional.empty(), ((Task) play.tasks().get(0)).name());
    assertEquals(Optional.empty(), ((Task) play.tasks().get(0)).find(Keyword.NAME));
    assertEquals("command", ((Task) play.tasks().get(0)).title());
  }

  @Test
  void argumentsAreAMappingOrTextAndArgsAddsToEither() {
    Play play =
        play(
            """
            - hosts: all
              tasks:
                - copy: {src: a}
                  args: {dest: b}
                - command: ls -l
                  args: {chdir: /}
                - systemd:
            """);
    Call copy = ((Task) play.tasks().get(0)).call();
    assertEquals(List.of("src", "dest"), keys(copy));
    assertEquals(Optional.empty(), copy.text());
    Call command = ((Task) play.tasks().get(1)).call();
    assertEquals("ls -l", command.text().get().text());
    assertEquals(List.of("chdir"), keys(command));
    assertEquals(List.of(), keys(((Task) play.tasks().get(2)).call()));
  }

  @Test
  void fullyQualifiedNamesAreTheSameModule() {
    Call call = first(play("- {hosts: all, tasks: [{ansible.builtin.copy: {src: a}}]}\n")).call();
    assertEquals("copy", call.module());
    assertEquals("ansible.builtin.copy", call.written().text());
  }

  @Test
  void conditionsAndNamesMayBeOneOrAList() {
    Task one =
        first(
            play(
                "- {hosts: all, tasks: [{command: a, when: x, notify: n}], handlers: [{name: n, command: a}]}\n"));
    assertEquals(List.of("x"), one.when().stream().map(Node.Scalar::text).toList());
    assertEquals(List.of("n"), one.notifies().stream().map(Node.Scalar::text).toList());
    Task more = first(play("- {hosts: all, tasks: [{command: a, when: [x, y], until: [z]}]}\n"));
    assertEquals(List.of("x", "y"), more.when().stream().map(Node.Scalar::text).toList());
    assertEquals(List.of("z"), more.until().stream().map(Node.Scalar::text).toList());
    assertEquals(List.of(), more.failedWhen());
  }

  @Test
  void loopControlHasAnsiblesDefaults() {
    List<Task> tasks =
        tasks(
            play(
                """
                - hosts: all
                  tasks:
                    - {command: a, loop: [1]}
                    - {command: a, loop: [1], loop_control: {loop_var: x, index_var: i, label: l}}
                """));
    assertEquals("item", tasks.get(0).loopControl().loopVar());
    assertEquals("x", tasks.get(1).loopControl().loopVar());
    assertEquals(Optional.of("i"), tasks.get(1).loopControl().indexVar());
    assertEquals("l", text(tasks.get(1).loopControl().label()));
  }

  @Test
  void readsOnPastMistakesSoThatAllAreToldAtOnce() {
    Problems problems = new Problems();
    Playbook playbook =
        Playbook.read(
            new Source(
                "p.yml", "- hosts: all\n  tasks:\n    - comand: a\n    - copy: {src: a}\n- text\n"),
            MODULES,
            problems);
    assertEquals(2, problems.all().size());
    assertEquals(1, ((Play) playbook.entries().get(0)).tasks().size());
  }

  @Test
  void theSizesOfBatchesAreKeptAsWritten() {
    Play play = play("- {hosts: all, serial: [1, 30%]}\n");
    assertEquals(List.of("1", "30%"), play.serial().stream().map(Node.Scalar::text).toList());
    assertTrue(play("- {hosts: all}\n").serial().isEmpty());
  }

  private static List<String> keys(Call call) {
    return call.args().entries().stream().map(e -> e.key().text()).toList();
  }

  private static String text(Optional<Node> node) {
    return ((Node.Scalar) node.orElseThrow()).text();
  }

  private static Play play(String text) {
    Problems problems = new Problems();
    Playbook playbook = Playbook.read(new Source("p.yml", text), MODULES, problems);
    assertEquals(List.of(), problems.all());
    return (Play) playbook.entries().get(0);
  }

  private static Task first(Play play) {
    return tasks(play).get(0);
  }

  private static List<Task> tasks(Play play) {
    return Stream.of(play.preTasks(), play.tasks(), play.postTasks())
        .flatMap(List::stream)
        .map(Task.class::cast)
        .toList();
  }
}
