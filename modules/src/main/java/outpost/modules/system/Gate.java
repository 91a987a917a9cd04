package outpost.modules.system;

import static outpost.api.Script.sh;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import outpost.api.BadArg;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;

/** Where something is run, and the files that decide whether it is. */
record Gate(Optional<String> chdir, Optional<String> creates, Optional<String> removes) {
  /** What Ansible takes for arguments of the task, in the midst of a command line. */
  private static final Set<String> INLINE =
      Set.of(
          "creates",
          "removes",
          "chdir",
          "executable",
          "stdin",
          "stdin_add_newline",
          "strip_empty_ends",
          "warn");

  Gate {
    if (chdir.isPresent() && !chdir.get().startsWith("/")) {
      throw new BadArg(
          "chdir", "`" + chdir.get() + "` is not a whole path", "begin it with a slash");
    }
  }

  /** Which of the files that decide whether to run are there. */
  public record Found(Optional<String> created, Optional<String> removable) {}

  /**
   * Refuses words that Ansible would take out of a command line.
   *
   * @throws BadArg if there is one
   */
  static void refuseInline(List<String> words, String hint) {
    for (String word : words) {
      int sign = word.indexOf('=');
      if (sign > 0 && INLINE.contains(word.substring(0, sign))) {
        throw new BadArg(
            "cmd",
            "`" + word + "` stands in the midst of the command line",
            "write `" + word.substring(0, sign) + ":` as an argument of its own, " + hint);
      }
    }
  }

  Probe<Found> probe() {
    if (creates.isEmpty() && removes.isEmpty()) return Probe.of(Found.class);
    Script ask = sh("cd -- {} 2>/dev/null || :", chdir.orElse("/"));
    if (creates.isPresent()) ask = ask.then(first("created", creates.get()));
    if (removes.isPresent()) ask = ask.then(first("removable", removes.get()));
    return Probe.of(Found.class, ask);
  }

  private static Script first(String key, String pattern) {
    String files = Expansion.pattern(pattern);
    return Script.raw( // Expansion quotes what is no sign of a pattern
        "set -- "
            + files
            + "; for f; do\nif [ -e \"$f\" ] || [ -h \"$f\" ]; then emit "
            + key
            + " \"$f\"; break; fi\ndone");
  }

  /** Plans to run something, unless the files that were found speak against it. */
  Plan plan(Plan.Builder plan, Found found, String what, Script run) {
    if (creates.isPresent() && found.created().isPresent()) {
      return spared(plan, "`" + found.created().get() + "` exists");
    }
    if (removes.isPresent() && found.removable().isEmpty()) {
      return spared(plan, "`" + removes.get() + "` does not exist");
    }
    Script there = chdir.map(folder -> sh("cd -- {} || exit", folder).then(run)).orElse(run);
    return plan.act("run " + what.replace("\n", "\\n"), true, there).build();
  }

  private static Plan spared(Plan.Builder plan, String why) {
    return plan.note("not run, since " + why)
        .result("rc", 0)
        .result("stdout", "")
        .result("stderr", "")
        .result("stdout_lines", List.of())
        .result("stderr_lines", List.of())
        .build();
  }
}
