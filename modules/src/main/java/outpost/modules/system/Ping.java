package outpost.modules.system;

import outpost.api.Arg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;

/** Finds out whether a host answers. */
@Doc("Asks whether a host can be reached and runs a shell; changes nothing.")
public final class Ping implements Module<Ping.Args, Ping.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg(value = "What is given back as `ping`; `crash` fails, to try that out.", def = "pong")
          String data) {}

  /** That it answered says all. */
  public record Found(boolean here) {}

  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(Found.class, Script.sh("emit here yes"));
  }

  @Override
  public Plan plan(Args want, Found found) {
    if (want.data().equals("crash")) return Plan.blocked("boom", "give it other `data`");
    return Plan.builder().result("ping", want.data()).build();
  }
}
