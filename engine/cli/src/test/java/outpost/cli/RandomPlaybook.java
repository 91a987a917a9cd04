package outpost.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A playbook whose tasks get into each other's way: they are about few files, which some make, some
 * change behind the engine's back, and others read; they hang on each other's results, notify
 * handlers, fail, are rescued, are delegated and loop.
 */
final class RandomPlaybook {
  private static final int FILES = 5;

  private final Random random;
  private final StringBuilder text = new StringBuilder();
  private final List<String> registered = new ArrayList<>();
  private int named;

  private RandomPlaybook(Random random) {
    this.random = random;
  }

  /** Makes one for hosts h1, h2 and h3, which have a folder each, `${base}`. */
  static String of(long seed) {
    return new RandomPlaybook(new Random(seed)).play();
  }

  private String play() {
    text.append("- hosts: all\n  gather_facts: false\n");
    if (chance(4)) text.append("  serial: 2\n");
    if (chance(8)) text.append("  any_errors_fatal: true\n");
    text.append("  tasks:\n");
    tasks("  ", 4 + random.nextInt(14), 0);
    text.append("  handlers:\n");
    for (int i = 0; i < 2; i++) {
      text.append("  - name: handler ").append(i).append("\n    ");
      text.append(random.nextBoolean() ? state() : action()).append("\n");
    }
    return text.toString();
  }

  private void tasks(String indent, int count, int depth) {
    for (int i = 0; i < count; i++) {
      if (depth < 2 && chance(9)) block(indent, depth);
      else task(indent);
    }
  }

  private void block(String indent, int depth) {
    text.append(indent).append("- block:\n");
    tasks(indent + "  ", 1 + random.nextInt(4), depth + 1);
    boolean rescued = random.nextBoolean();
    if (rescued) {
      text.append(indent).append("  rescue:\n");
      tasks(indent + "  ", 1 + random.nextInt(2), depth + 1);
    }
    if (!rescued || random.nextBoolean()) {
      text.append(indent).append("  always:\n");
      tasks(indent + "  ", 1 + random.nextInt(2), depth + 1);
    }
    if (chance(3)) text.append(indent).append("  when: ").append(condition()).append("\n");
  }

  private void task(String indent) {
    text.append(indent).append("- name: task ").append(++named).append("\n");
    String in = indent + "  ";
    boolean loops = chance(6);
    String what = loops ? looped() : what();
    text.append(in).append(what).append("\n");
    if (loops) text.append(in).append("loop: [0, 1, 2]\n");
    if (chance(3)) text.append(in).append("when: ").append(condition()).append("\n");
    if (chance(4))
      text.append(in).append("notify: handler ").append(random.nextInt(2)).append("\n");
    if (chance(10)) text.append(in).append("delegate_to: h1\n");
    if (chance(12)) text.append(in).append("run_once: true\n");
    if (chance(10)) text.append(in).append("ignore_errors: true\n");
    if (chance(15)) text.append(in).append("check_mode: true\n");
    if (chance(15)) text.append(in).append("diff: true\n");
    if (chance(15)) text.append(in).append("throttle: 1\n");
    if (what.startsWith("shell") && random.nextBoolean()) {
      text.append(in).append("changed_when: false\n");
    }
    if (!loops && chance(3)) {
      String name = "r" + named;
      text.append(in).append("register: ").append(name).append("\n");
      registered.add(name);
    }
  }

  private String what() {
    return switch (random.nextInt(10)) {
      case 0, 1, 2, 3, 4 -> state();
      case 5 -> action();
      case 6 -> "stat: { path: \"" + file() + "\" }";
      case 7 -> "set_fact: { mark: " + random.nextInt(3) + " }";
      case 8 -> chance(3) ? "meta: flush_handlers" : "slurp: { src: \"" + file() + "\" }";
      default -> "debug: { msg: \"${mark!'none'}\" }";
    };
  }

  private String state() {
    return state(file(), "\"" + words() + "\"");
  }

  private String looped() {
    return state("${base}/f${item}", "\"${item} " + words() + "\"");
  }

  private String state(String file, String value) {
    return switch (random.nextInt(8)) {
      case 0 -> "copy: { dest: \"" + file + "\", content: " + value + " }";
      case 1 -> "copy: { dest: \"" + file + "\", content: \"seen ${mark!'none'}\\n\" }";
      case 2 -> "lineinfile: { path: \"" + file + "\", line: " + value + ", create: true }";
      case 3 -> "lineinfile: { path: \"" + file + "\", regexp: '^a', state: absent }";
      case 4 -> "blockinfile: { path: \"" + file + "\", block: " + value + ", create: true }";
      case 5 -> "file: { path: \"" + file + "\", state: absent }";
      case 6 -> "file: { path: \"" + file + "\", mode: \"0" + (6 + random.nextInt(2)) + "40\" }";
      default -> "replace: { path: \"" + file + "\", regexp: 'a', replace: 'b' }";
    };
  }

  private String action() {
    return switch (random.nextInt(5)) {
      case 0 -> "shell: \"echo a" + random.nextInt(3) + " >> " + file() + "\"";
      case 1 -> "shell: \"rm -f " + file() + "\"";
      case 2 -> "shell: \"cat " + file() + "\"";
      case 3 -> {
        String file = file();
        yield "shell: { cmd: \"echo made > " + file + "\", creates: \"" + file + "\" }";
      }
      default -> "command: /bin/false";
    };
  }

  private String condition() {
    if (registered.isEmpty() || random.nextBoolean()) {
      return switch (random.nextInt(3)) {
        case 0 -> "mark?? && mark == " + random.nextInt(3);
        case 1 -> "inventory_hostname != 'h" + (1 + random.nextInt(3)) + "'";
        default -> "true";
      };
    }
    String name = registered.get(random.nextInt(registered.size()));
    return "(" + name + ".changed)!false";
  }

  private String words() {
    return "a" + random.nextInt(3);
  }

  private String file() {
    return "${base}/f" + random.nextInt(FILES);
  }

  private boolean chance(int in) {
    return random.nextInt(in) == 0;
  }
}
