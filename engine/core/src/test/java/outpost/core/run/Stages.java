package outpost.core.run;

import java.time.Duration;
import outpost.api.Arg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;

/** A module for tests: makes one file, then another, then acts; each step is seen by a re-probe. */
@Doc("Makes two files in turn, then runs a script.")
public final class Stages implements Module<Stages.Args, Stages.Found> {
  public record Args(@Arg("The files' folder.") String path, @Arg("The script.") String run) {}

  public record Found(int files) {}

  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(
        Found.class, Script.sh("emit files \"$(ls {} | grep -c '^stage')\"", want.path()));
  }

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan = Plan.builder().staged().within(Duration.ofSeconds(2));
    if (found.files() < 2) {
      return plan.change(
              "files",
              "" + found.files(),
              "" + (found.files() + 1),
              Script.sh("touch {}", want.path() + "/stage" + found.files()))
          .build();
    }
    // the text of a test, run as it is written
    return plan.act(want.run(), true, Script.raw(want.run())).build();
  }
}
