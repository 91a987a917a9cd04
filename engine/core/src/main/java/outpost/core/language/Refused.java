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
 * @param module whether it stands in a task's place for a module
 */
record Refused(String word, Set<Level> levels, boolean module, List<String> hints) {
  private static final Map<String, Refused> ALL = new LinkedHashMap<>();
  private static final Set<Level> ANY = EnumSet.allOf(Level.class);
  private static final Set<Level> PLAYS = EnumSet.of(PLAY);
  private static final Set<Level> TASKS = EnumSet.of(TASK, HANDLER);

  static {
    dropped("action", TASKS, true, "write the module as the key: `copy:` with its arguments below");

    dropped("user", PLAYS, false, "write `remote_user`");
    dropped("collections", ANY, false, "remove it: modules are found by their short names");
    dropped("debugger", ANY, false, "remove it, and look at results with the module `debug`");
    dropped(
        "include",
        TASKS,
        true,
        "write `include_tasks`, or `import_tasks` to have it read beforehand");
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

  static Optional<Refused> of(String written) {
    String word =
        written.startsWith("ansible.")
            ? written.replaceFirst("^ansible\\.(builtin|legacy)\\.", "")
            : written;
    Refused known = ALL.get(word);
    if (known != null && !known.module() && !word.equals(written)) return Optional.empty();
    if (known != null) return Optional.of(known);
    if (!word.startsWith("with_") || Keyword.of(word).isPresent()) return Optional.empty();
    String hint = "write `loop:` with an expression that gives the list";
    return Optional.of(new Refused(word, TASKS, false, List.of(hint)));
  }

  void tell(Node.Scalar key, Problems problems) {
    List<String> all = new ArrayList<>(hints);
    problems.error(
        key.span(),
        "unsupported-keyword",
        "`" + key.text() + "` is not supported",
        all.toArray(String[]::new));
  }

  private static void dropped(String word, Set<Level> levels, boolean module, String hint) {
    ALL.put(word, new Refused(word, levels, module, List.of(hint)));
  }
}
