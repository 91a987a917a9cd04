package outpost.modules.system;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;

/** Where something is run, and the files that decide whether it is: arguments of all that runs. */
record Gate(
    @Arg("The directory to run in, from the root or from `~`; `/` by default.")
        Optional<String> chdir,
    @Arg("A file, or a pattern of files: nothing is run if there is one.") Optional<String> creates,
    @Arg("A file, or a pattern of files: nothing is run if there is none.")
        Optional<String> removes) {
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
    if (chdir.isPresent() && !chdir.get().matches("(?s)[/~$].*")) {
      throw new BadArg(
          "chdir", "`" + chdir.get() + "` is not a whole path", "begin it with a slash, or with ~");
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
    Script ask = Script.raw("cd -- " + folder() + " 2>/dev/null || :"); // quoted by now
    if (creates.isPresent()) ask = ask.then(first("created", creates.get()));
    if (removes.isPresent()) ask = ask.then(first("removable", removes.get()));
    return Probe.of(Found.class, ask);
  }

  private String folder() {
    return chdir.map(Expansion::word).orElse("'/'");
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

  /**
   * Plans to run something, unless the files that were found speak against it.
   *
   * @param stripped whether newlines at the end of what it prints are left out
   */
  Plan plan(Plan.Builder plan, Found found, String what, Script run, boolean stripped) {
    if (creates.isPresent() && found.created().isPresent()) {
      return spared(plan, "`" + found.created().get() + "` exists");
    }
    if (removes.isPresent() && found.removable().isEmpty()) {
      return spared(plan, "`" + removes.get() + "` does not exist");
    }
    Script cd = Script.raw("cd -- " + folder() + " || exit"); // quoted by now
    Script there = chdir.isPresent() ? cd.then(run) : run;
    return plan.run("run " + what.replace("\n", "\\n"), there, stripped).build();
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
