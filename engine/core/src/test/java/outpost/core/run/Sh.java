package outpost.core.run;

import java.util.Optional;
import outpost.api.Arg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;

/** A module for tests: runs a script each time, or waits for a file. */
@Doc(value = "Runs a script.", detaches = true)
public final class Sh implements Module<Sh.Args, Sh.Found> {
  public record Args(
      @Arg(value = "The script.", freeForm = true) String run,
      @Arg("A file to wait for afterwards.") Optional<String> until) {}

  public record Found(boolean there) {}

  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(
        Found.class,
        Script.sh(
            "if [ -e {} ]; then emit there yes; else emit there no; fi", want.until().orElse("/")));
  }

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan = Plan.builder().within(java.time.Duration.ofSeconds(2));
    if (want.until().isPresent() && !found.there()) plan.await("the file is not there yet");
    // the text of a test, run as it is written
    return plan.act(want.run(), want.until().isEmpty(), Script.raw(want.run())).build();
  }
}
