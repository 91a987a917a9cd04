package outpost.modules.system;

import static outpost.api.Script.sh;

import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;

/** Runs a text by a shell, and does nothing else: not even files decide whether it runs. */
@Doc(
    value = "Runs a text by a shell, and nothing else; `shell` does the same with more to choose.",
    detaches = true)
public final class Raw implements Module<Raw.Args, Raw.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg(value = "The text. A variable of the shell is `$NAME`.", freeForm = true) String cmd,
      @Arg(value = "The shell, by its path.", def = "/bin/sh") String executable) {
    public Args {
      if (cmd.isBlank()) throw new BadArg("cmd", "nothing to run", "write a command");
      if (!executable.startsWith("/")) {
        throw new BadArg(
            "executable", "`" + executable + "` is not a whole path", "write it as /bin/bash");
      }
    }
  }

  /** Nothing is looked for. */
  public record Found() {}

  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(Found.class);
  }

  @Override
  public Plan plan(Args want, Found found) {
    String what = "run " + want.cmd().replace("\n", "\\n");
    return Plan.builder()
        .act(what, true, sh("exec {} -c {}", want.executable(), want.cmd()))
        .build();
  }
}
