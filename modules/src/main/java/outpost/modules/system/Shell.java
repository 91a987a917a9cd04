package outpost.modules.system;

import static outpost.api.Script.sh;

import java.util.Arrays;
import java.util.List;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Content;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Payload;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;
import outpost.api.Shared;

/** Has a shell run a text each time it is asked to. */
@Doc(
    value = "Runs a text by a shell, with pipes, redirections and variables of that shell.",
    detaches = true)
public final class Shell implements Module<Shell.Args, Gate.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg(
              value =
                  "The text; a secret in it reaches the shell unseen. A variable of the shell is"
                      + " `$NAME`.",
              freeForm = true)
          Content cmd,
      @Arg(value = "The shell, by its path.", def = "/bin/sh") String executable,
      @Shared Gate gate,
      @Shared Input input) {

    public Args {
      String text = cmd.text().revealText(); // to look at its words
      if (text.isBlank()) throw new BadArg("cmd", "nothing to run", "write a command");
      if (text.indexOf('\0') >= 0) {
        throw new BadArg("cmd", "holds a NUL, which no shell takes", "write it to a file");
      }
      if (!cmd.secret() && !text.strip().contains("\n")) {
        Gate.refuseInline(Arrays.asList(text.split("\\s+")), "below `cmd:`");
      }
      if (!executable.startsWith("/")) {
        throw new BadArg(
            "executable", "`" + executable + "` is not a whole path", "write it as /bin/bash");
      }
      if (cmd.secret() && input.stdin().isPresent()) {
        throw new BadArg(
            "stdin",
            "a text with a secret in it comes to the shell by standard input itself",
            "hand on the secret by `stdin` alone, and read it there");
      }
    }
  }

  @Override
  public Probe<Gate.Found> probe(Args want) {
    return want.gate().probe();
  }

  @Override
  public Plan plan(Args want, Gate.Found found) {
    Plan.Builder plan = Plan.builder().result("cmd", shown(want));
    return want.gate().plan(plan, found, shown(want), run(want), want.input().stripEmptyEnds());
  }

  private static String shown(Args want) {
    return want.cmd().secret() ? "***" : want.cmd().text().revealText(); // it holds no secret
  }

  private static Script run(Args want) {
    if (want.cmd().secret()) {
      return sh("exec {} -c {}", want.executable(), FROM_INPUT)
          .stdin(new Payload.Hidden(want.cmd().text()));
    }
    List<String> words = List.of("-c", want.cmd().text().revealText()); // it holds no secret
    return want.input().feed(sh("exec {} {}", want.executable(), words));
  }

  /** Takes the text from standard input, where no list of processes shows it. */
  private static final String FROM_INPUT =
      "_t=$(cat; echo .); exec </dev/null; eval \"unset _t; ${_t%.}\"";
}
