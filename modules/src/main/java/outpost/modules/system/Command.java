package outpost.modules.system;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;
import outpost.api.Shared;
import outpost.api.Words;

/** Runs a program with arguments each time it is asked to, without a shell in between. */
@Doc(
    value =
        "Runs a program with arguments; no shell reads them, so that pipes and `;` mean nothing.",
    detaches = true)
public final class Command implements Module<Command.Args, Gate.Found> {

  /** A program's name that every shell takes as it is. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./][A-Za-z0-9_./+-]*");

  /** Takes no function or builtin of the shell for the program, as these two else would. */
  private static final String EXEC = "exec ${KSH_VERSION:+env --} ${ZSH_VERSION:+env --} ";

  /** What a task asks for. */
  public record Args(
      @Arg(
              value = "The program and its arguments, split and quoted as in a shell.",
              freeForm = true)
          Optional<String> cmd,
      @Arg(value = "The program and its arguments as a list, instead of `cmd`.", def = "[]")
          List<String> argv,
      @Shared Gate gate,
      @Shared Input input,
      @Arg(
              value = "Whether `$NAME`, and `~` in front, stand for what they do on the host.",
              def = "true")
          boolean expandArgumentVars) {
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
      if (cmd.isPresent()) Gate.refuseInline(words, "or use `argv`");
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

  @Override
  public Probe<Gate.Found> probe(Args want) {
    return want.gate().probe();
  }

  @Override
  public Plan plan(Args want, Gate.Found found) {
    Plan.Builder plan = Plan.builder().result("cmd", want.words());
    return want.gate()
        .plan(
            plan, found, String.join(" ", want.words()), run(want), want.input().stripEmptyEnds());
  }

  private static Script run(Args want) {
    String line =
        want.words().stream()
            .map(word -> want.expandArgumentVars() ? Expansion.word(word) : Script.quote(word))
            .collect(Collectors.joining(" "));
    String exec = PLAIN.matcher(want.words().get(0)).matches() ? EXEC : "exec env -- ";
    return want.input().feed(Script.raw(exec + line)); // each word is quoted by now
  }
}
