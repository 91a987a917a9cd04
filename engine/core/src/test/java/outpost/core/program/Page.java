package outpost.core.program;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import outpost.api.Arg;
import outpost.api.Claim;
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
      @Arg(value = "Other names.", def = "[]") List<String> aliases) {}

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
  public List<Claim> claims(Args want) {
    String alias = "an alias of a page";
    return Stream.concat(
            Stream.of(
                new Claim(want.name(), "a page", Set.of(alias), "give one of them another name")),
            want.aliases().stream().map(name -> new Claim(name, alias, Set.of(), "")))
        .toList();
  }

  @Override
  public Plan plan(Args want, Found found) {
    return Plan.builder().build();
  }
}
