package outpost.modules.system;

import static outpost.api.Script.sh;

import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.LocalFile;
import outpost.api.LocalProgram;
import outpost.api.Module;
import outpost.api.Payload;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Shared;

/** Runs a program of the control node on a host, each time it is asked to. */
@Doc(
    value =
        "Runs a script of the control node on a host, where it is a file no longer than it runs.",
    detaches = true)
public final class Script implements Module<Script.Args, Gate.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg(
              value =
                  "The file, found in `files/` or beside the playbook, and words for it, split and"
                      + " quoted as in a shell.",
              freeForm = true)
          LocalProgram cmd,
      @Arg("The program that reads the script; by default its first line says which.")
          Optional<String> executable,
      @Shared Gate gate) {
    public Args {
      if (Files.isDirectory(cmd.file().path())) {
        throw new BadArg(
            "cmd", "`" + cmd.file().written() + "` is a directory", "name a file in it");
      }
      Gate.refuseInline(cmd.args(), "below `cmd:`");
    }
  }

  @Override
  public Probe<Gate.Found> probe(Args want) {
    return want.gate().probe();
  }

  @Override
  public Plan plan(Args want, Gate.Found found) {
    String what = want.cmd().file().written();
    if (!want.cmd().args().isEmpty()) what += " " + String.join(" ", want.cmd().args());
    return want.gate().plan(Plan.builder().result("cmd", what), found, what, run(want), true);
  }

  /**
   * The file keeps its name, which programs show in what they print; programs may often not be run
   * from {@code /tmp}.
   */
  private static outpost.api.Script run(Args want) {
    List<String> program = want.executable().map(List::of).orElse(List.of());
    String args = want.cmd().args().stream().map(Expansion::word).collect(Collectors.joining(" "));
    return sh(
            """
            t=$(mktemp -d -- "${HOME:-/tmp}/.outpost.XXXXXXXXXX" 2>/dev/null) ||
                t=$(mktemp -d -- /tmp/.outpost.XXXXXXXXXX) || exit
            trap 'rm -rf -- "$t"' EXIT
            f=$t/{}
            (umask 077 && cat >"$f" && chmod u+x -- "$f") || exit\
            """,
            want.cmd().file().path().getFileName())
        .then(sh("set -- {}", program))
        .then(outpost.api.Script.raw("\"$@\" \"$f\" " + args + " </dev/null")) // quoted by now
        .stdin(payload(want.cmd().file()));
  }

  private static Payload payload(LocalFile file) {
    return file.opened()
        .<Payload>map(Payload.Hidden::new)
        .orElseGet(() -> new Payload.Local(file.path()));
  }
}
