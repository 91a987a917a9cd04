package outpost.core.run;

import outpost.api.Arg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;

/** A module for tests: gives facts, one of which is named by an argument. */
@Doc(
    value = "Counts.",
    facts = {"census", "census_{of}"})
public final class Census implements Module<Census.Args, Census.Found> {
  public record Args(@Arg("What to count.") String of) {}

  public record Found(int number) {}

  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(Found.class, Script.sh("word={}; emit number ${#word}", want.of()));
  }

  @Override
  public Plan plan(Args want, Found found) {
    return Plan.builder().fact("census", true).fact("census_" + want.of(), found.number()).build();
  }
}
