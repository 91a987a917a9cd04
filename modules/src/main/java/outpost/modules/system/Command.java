package outpost.modules.system;

import static outpost.api.Script.sh;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Content;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Payload;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;
import outpost.api.Secret;
import outpost.modules.Words;

/** Runs a program with arguments each time it is asked to, without a shell in between. */
@Doc("Runs a program with arguments; no shell reads them, so that pipes and `;` mean nothing.")
public final class Command implements Module<Command.Args, Command.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg(
              value = "The program and its arguments, split and quoted as in a shell.",
              freeForm = true)
          Optional<String> cmd,
      @Arg(value = "The program and its arguments as a list, instead of `cmd`.", def = "[]")
          List<String> argv,
      @Arg("The directory to run in, from the root; `/` by default.") Optional<String> chdir,
      @Arg("A file, or a pattern of files: nothing is run if there is one.")
          Optional<String> creates,
      @Arg("A file, or a pattern of files: nothing is run if there is none.")
          Optional<String> removes,
      @Arg("What the program reads from its standard input.") Optional<Content> stdin,
      @Arg(value = "Whether a newline is added to `stdin` where it ends without one.", def = "true")
          boolean stdinAddNewline,
      @Arg(
              value = "Whether `$NAME`, and `~` in front, stand for what they do on the host.",
              def = "true")
          boolean expandArgumentVars) {
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

    public Args {
      if (cmd.isPresent() != argv.isEmpty()) {
        throw new BadArg(
            "argv",
            argv.isEmpty() ? "nothing to run" : "both a command line and `argv`",
            "give the one or the other");
      }
      List<String> words = cmd.map(Args::split).orElse(argv);
      if (words.isEmpty() || words.get(0).isEmpty()) {
        throw new BadArg("cmd", "nothing to run", "name a program");
      }
      if (cmd.isPresent()) {
        for (String word : words) {
          int sign = word.indexOf('=');
          if (sign > 0 && INLINE.contains(word.substring(0, sign))) {
            throw new BadArg(
                "cmd",
                "`" + word + "` stands in the midst of the command line",
                "write `"
                    + word.substring(0, sign)
                    + ":` as an argument of its own, or use `argv`");
          }
        }
      }
      if (chdir.isPresent() && !chdir.get().startsWith("/")) {
        throw new BadArg(
            "chdir", "`" + chdir.get() + "` is not a whole path", "begin it with a slash");
      }
    }

    private static List<String> split(String line) {
      return Words.of(line)
          .orElseThrow(
              () -> new BadArg("cmd", "a quotation mark is not closed", "close it, or escape it"));
    }

    List<String> words() {
      return cmd.map(Args::split).orElse(argv);
    }
  }

  /** Which of the files that decide whether to run are there. */
  public record Found(Optional<String> created, Optional<String> removable) {}

  @Override
  public Probe<Found> probe(Args want) {
    if (want.creates().isEmpty() && want.removes().isEmpty()) return Probe.of(Found.class);
    Script ask = sh("cd -- {} 2>/dev/null || :", want.chdir().orElse("/"));
    if (want.creates().isPresent()) ask = ask.then(first("created", want.creates().get()));
    if (want.removes().isPresent()) ask = ask.then(first("removable", want.removes().get()));
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

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan = Plan.builder().result("cmd", want.words());
    if (want.creates().isPresent() && found.created().isPresent()) {
      return spared(plan, "`" + found.created().get() + "` exists");
    }
    if (want.removes().isPresent() && found.removable().isEmpty()) {
      return spared(plan, "`" + want.removes().get() + "` does not exist");
    }
    String what = "run " + String.join(" ", want.words()).replace("\n", "\\n");
    return plan.act(what, true, run(want)).build();
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

  private static Script run(Args want) {
    String line =
        want.words().stream()
            .map(word -> want.expandArgumentVars() ? Expansion.word(word) : Script.quote(word))
            .collect(Collectors.joining(" "));
    // exec takes no function or builtin of the shell for the program
    Script run = Script.raw("exec env -- " + line); // each word is quoted by now
    if (want.chdir().isPresent()) run = sh("cd -- {} || exit", want.chdir().get()).then(run);
    return want.stdin().isPresent() ? run.stdin(input(want)) : run;
  }

  private static Payload input(Args want) {
    Content stdin = want.stdin().orElseThrow();
    String text = stdin.text().revealText(); // to the program's standard input
    boolean add = want.stdinAddNewline() && !text.endsWith("\n");
    Secret whole = Secret.of(text + (add ? "\n" : ""));
    return stdin.secret() ? new Payload.Hidden(whole) : new Payload.Bytes(whole.reveal());
  }
}
