package outpost.modules.cluster;

import java.util.Optional;
import java.util.Set;
import outpost.api.Arg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;

@Doc(
    "Keeps a cluster for one controller at a time: a second one stops, and is told who is at work.")
public final class PacemakerLease implements Module<PacemakerLease.Args, PacemakerLease.Found> {

  /** Whether the lease is wanted. */
  public enum State {
    HELD,
    RELEASED
  }

  public record Args(
      @Arg(value = "What it is for; others are told.", def = "maintenance") String purpose,
      @Arg(
              value = "Whether to take it, or to give it back; another's is not given back.",
              def = "held")
          State state,
      @Arg(
              value =
                  "Whether to take it from whoever has it; make sure first that he is not at work"
                      + " any more.",
              def = "no")
          boolean break_) {}

  /** What the cluster says, and who we are. */
  public record Found(View view, Me controller) {}

  /**
   * This controller.
   *
   * @param alive the processes of its machine
   */
  public record Me(String owner, String process, String time, Set<String> alive) {}

  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(Found.class, View.question(View.Twice.NEVER))
        .here("controller", new Controller());
  }

  @Override
  public Plan plan(Args want, Found is) {
    if (is.view().trouble().isPresent()) return is.view().unreadable();
    Cib cib = is.view().config();
    Me me = is.controller();
    Lease mine = new Lease(me.owner(), me.process(), me.time(), want.purpose());
    Optional<Lease> held = Lease.of(cib);
    Optional<Lease> others = held.filter(lease -> !lease.same(mine));
    boolean dead = others.filter(lease -> lease.dead(mine, me.alive())).isPresent();
    return want.state() == State.HELD
        ? take(want, cib, mine, held, dead)
        : drop(cib, held, others.isPresent() && !dead);
  }

  private static Plan take(Args want, Cib cib, Lease mine, Optional<Lease> held, boolean dead) {
    Plan.Builder plan = Plan.builder().staged().result("lease", mine.told());
    if (held.filter(mine::same).isPresent()) return plan.build();
    if (held.isPresent() && !dead && !want.break_()) {
      Lease other = held.get();
      return plan.block(
              "%s is at work on this cluster since %s, process %s, for %s"
                  .formatted(other.owner(), other.time(), other.number(), other.purpose()),
              "wait until that is done",
              "if that process is gone for good, take its place with `break: true`")
          .build();
    }
    held.ifPresent(
        other ->
            plan.note(
                "taken over from %s, process %s, at work since %s for %s%s"
                    .formatted(
                        other.owner(),
                        other.number(),
                        other.time(),
                        other.purpose(),
                        dead ? ": it is gone" : "")));
    CibPatch patch = new CibPatch(cib);
    mine.take(patch, cib);
    return plan.change(
            "lease",
            held.map(Lease::owner).orElse("free"),
            mine.owner() + ", for " + mine.purpose(),
            patch.script(),
            patch.diff())
        .build();
  }

  private static Plan drop(Cib cib, Optional<Lease> held, boolean others) {
    Plan.Builder plan = Plan.builder().staged();
    if (held.isEmpty()) return plan.build();
    if (others) return plan.note("it is held by " + held.get().owner() + ", and stays so").build();
    CibPatch patch = new CibPatch(cib);
    Lease.drop(patch, cib);
    return plan.change("lease", held.get().owner(), "free", patch.script(), patch.diff()).build();
  }
}
