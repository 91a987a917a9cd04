package outpost.modules.files;

import static outpost.api.Script.sh;

import java.util.Base64;
import java.util.Optional;
import outpost.api.Arg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;

/** Reads a file of a host whole. */
@Doc("Reads a file of a host; what it holds is registered as `content`, in base64.")
public final class Slurp implements Module<Slurp.Args, Slurp.Found> {
  /** What a task asks for. */
  public record Args(
      @Arg(
              value = "The file, from the root.",
              alias = {"path"})
          String src) {
    public Args {
      src = Paths.absolute("src", src);
    }
  }

  /**
   * What is there.
   *
   * @param content what it holds, if it is no more than can be read at once
   */
  public record Found(Optional<Kind> kind, Optional<byte[]> content) {}

  /** What a path leads to. */
  public enum Kind {
    FILE,
    DIRECTORY,
    LARGE
  }

  @Override
  public Probe<Found> probe(Args want) {
    // the size of a file in /proc is told as 0
    return Probe.of(
        Found.class,
        sh(
            """
            f={}
            if [ -d "$f" ]; then emit kind directory; exit 0; fi
            [ -e "$f" ] || exit 0
            if [ "$(stat -L -c %s -- "$f")" -gt {} ]; then emit kind large; exit 0; fi
            emit kind file
            blob content <"$f\"\
            """,
            want.src(), Target.MOST));
  }

  @Override
  public Plan plan(Args want, Found found) {
    String file = "`" + want.src() + "`";
    if (found.kind().isEmpty()) return Plan.blocked("there is no file " + file, "look at its name");
    return switch (found.kind().get()) {
      case DIRECTORY -> Plan.blocked(file + " is a directory", "name a file in it");
      case LARGE ->
          Plan.blocked(
              file + " holds more than 11 MiB", "read a part of it by `command`, such as `tail`");
      case FILE ->
          Plan.builder()
              .result("source", want.src())
              .result("encoding", "base64")
              .result("content", Base64.getEncoder().encodeToString(found.content().orElseThrow()))
              .build();
    };
  }
}
