package outpost.core.language;

import static outpost.core.language.Level.HANDLER;
import static outpost.core.language.Level.PLAY;
import static outpost.core.language.Level.TASK;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.core.source.Node;
import outpost.core.source.Problems;

/**
 * A word of Ansible's that has no meaning here, told at load with what to write instead.
 *
 * @param later whether it is only not supported yet
 * @param module whether it stands in a task's place for a module
 */
record Refused(String word, Set<Level> levels, boolean later, boolean module, List<String> hints) {
  private static final Map<String, Refused> ALL = new LinkedHashMap<>();
  private static final Set<Level> ANY = EnumSet.allOf(Level.class);
  private static final Set<Level> PLAYS = EnumSet.of(PLAY);
  private static final Set<Level> TASKS = EnumSet.of(TASK, HANDLER);

  static {
    later("roles", PLAYS, "write the tasks of the role into `tasks:`");
    later("vars_files", PLAYS, "write the variables into `vars:` or `group_vars/`");
    later("vars_prompt", PLAYS, "hand the value over with `-e name=value`");
    later("strategy", PLAYS, "all hosts finish a task before the next one begins");
    later("order", PLAYS, "hosts are taken in the order of the inventory");
    later("gather_subset", PLAYS, "only the facts that the play refers to are gathered");
    later("gather_timeout", PLAYS, "remove it");
    later("fact_path", PLAYS, "remove it");
    later("tags", ANY, "choose what runs with `when:` and `-e name=value`");
    later("throttle", ANY, "`serial` and `--forks` limit how many hosts work at a time");
    later("module_defaults", ANY, "write the arguments at each task");
    later("become_flags", ANY);
    later("become_exe", ANY);
    later("delegate_facts", TASKS);
    later("async", TASKS, "set `timeout:` for what takes long");
    later("poll", TASKS, "set `timeout:` for what takes long");

    content("block", "write its tasks one after another, each with the keywords of the block");
    content("rescue", "use `ignore_errors:` with `register:` and `when:`");
    content("always", "use `ignore_errors:` with `register:` and `when:`");
    content("include_tasks", "write the tasks of the file here");
    content("import_tasks", "write the tasks of the file here");
    content("include_role", "write the tasks of the role here");
    content("import_role", "write the tasks of the role here");
    content("action", "write the module as the key: `copy:` with its arguments below");

    dropped("user", PLAYS, false, "write `remote_user`");
    dropped("collections", ANY, false, "remove it: modules are found by their short names");
    dropped("debugger", ANY, false, "remove it, and look at results with the module `debug`");
    dropped("include", TASKS, true, "write the tasks of the file here");
    dropped(
        "local_action", TASKS, true, "write the module as the key, and `delegate_to: localhost`");
    dropped("sudo", ANY, false, "write `become`");
    dropped("sudo_user", ANY, false, "write `become_user`");
    dropped("su", ANY, false, "write `become`");
    dropped("su_user", ANY, false, "write `become_user`");
    dropped("always_run", TASKS, false, "write `check_mode: no`");
    dropped("static", TASKS, false, "remove it");
    dropped("accelerate", PLAYS, false, "remove it");
  }

  private static final Map<String, String> LOOPS =
      Map.of(
          "with_items", "write `loop:` with the list, as `${list?flatten(1)}` if it holds lists",
          "with_list", "write `loop:` with the list",
          "with_dict", "write `loop: ${mapping?dict2items}`, and `item.key` and `item.value`",
          "with_together", "write `loop: ${a?zip(b)}`",
          "with_nested", "write `loop: ${a?product(b)}`",
          "with_cartesian", "write `loop: ${a?product(b)}`",
          "with_sequence", "write `loop: ${1..10}`",
          "with_flattened", "write `loop: ${list?flatten}`",
          "with_indexed_items", "write `loop:`, and `index_var` in `loop_control:`");

  static Optional<Refused> of(String written) {
    String word = written.replaceFirst("^ansible\\.(builtin|legacy)\\.", "");
    Refused known = ALL.get(word);
    if (known != null && !known.module() && !word.equals(written)) return Optional.empty();
    if (known != null) return Optional.of(known);
    if (!word.startsWith("with_")) return Optional.empty();
    String hint = LOOPS.getOrDefault(word, "write `loop:` with an expression that gives the list");
    return Optional.of(new Refused(word, TASKS, false, false, List.of(hint)));
  }

  void tell(Node.Scalar key, Problems problems) {
    List<String> all = new ArrayList<>(hints);
    problems.error(
        key.span(),
        "unsupported-keyword",
        "`" + key.text() + "` is not supported" + (later ? " yet" : ""),
        all.toArray(String[]::new));
  }

  private static void later(String word, Set<Level> levels, String... hints) {
    ALL.put(word, new Refused(word, levels, true, false, List.of(hints)));
  }

  private static void content(String word, String... hints) {
    ALL.put(word, new Refused(word, TASKS, true, true, List.of(hints)));
  }

  private static void dropped(String word, Set<Level> levels, boolean module, String hint) {
    ALL.put(word, new Refused(word, levels, false, module, List.of(hint)));
  }
}
