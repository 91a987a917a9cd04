package outpost.core.program;

import java.util.Optional;
import outpost.api.Arg;
import outpost.api.Doc;
import outpost.api.LocalFile;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Rendered;
import outpost.api.Script;

/** A module for tests: takes one argument of every kind that a check looks into. */
@Doc("Wants a page to be served.")
public final class Page implements Module<Page.Args, Page.Found> {
  public record Args(
      @Arg("Its name.") String name,
      @Arg("A file with it.") Optional<LocalFile> src,
      @Arg("A template of it.") Optional<Rendered> template,
      @Arg("The port.") Optional<Integer> port,
      @Arg(value = "Whether it is there.", def = "present") State state,
      @Arg(value = "Other names.", def = "[]") java.util.List<String> aliases) {}

  public enum State {
    PRESENT,
    ABSENT
  }

  public record Found(boolean there) {}

  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(Found.class, Script.sh("emit there yes"));
  }

  @Override
  public Plan plan(Args want, Found found) {
    return Plan.builder().build();
  }
}
