package outpost.core.run;

import java.util.Optional;
import outpost.api.Arg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;

/** A module for tests: a file holds a line. */
@Doc("Wants a file to hold a line.")
public final class Content implements Module<Content.Args, Content.Found> {
  public record Args(
      @Arg("The file.") String path,
      @Arg("The line.") Optional<String> line,
      @Arg(value = "Whether what is written is lost.", def = "no") boolean broken) {}

  public record Found(Optional<String> line) {}

  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(
        Found.class,
        Script.sh("p={}; [ ! -e \"$p\" ] || emit line \"$(cat -- \"$p\")\"", want.path()));
  }

  @Override
  public Plan plan(Args want, Found found) {
    String target = want.broken() ? "/dev/null" : want.path();
    return Plan.builder()
        .set(
            "line",
            found.line(),
            want.line().map(Optional::of),
            line -> Script.sh("printf '%s\\n' {} > {}", line.orElse(""), target))
        .build();
  }
}
