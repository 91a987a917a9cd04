package outpost.modules.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Claim;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;

@Doc(
    "Manages one constraint of a cluster's resources: where one runs, beside which other one, or in"
        + " which order they start.")
public final class PacemakerConstraint
    implements Module<PacemakerConstraint.Args, PacemakerConstraint.Found> {

  public enum State {
    PRESENT,
    ABSENT
  }

  /** Where the cluster looks whether a resource runs already. */
  public enum Discovery {
    ALWAYS,
    NEVER,
    EXCLUSIVE
  }

  public enum Kind {
    OPTIONAL,
    MANDATORY,
    SERIALIZE
  }

  public record Location(
      @Arg("The resource, group or clone.") String resource,
      @Arg("The node: of the cluster, remote, or guest.") String node,
      @Arg(value = "How much it is drawn there; below 0 it is kept away.", def = "INFINITY")
          String score,
      @Arg(
              value = "Whether the cluster looks there if it runs already.",
              alias = "resource_discovery")
          Optional<Discovery> discovery) {
    public Location {
      scored(score);
    }
  }

  public record Colocation(
      @Arg("The resource that is placed.") String resource,
      @Arg("The resource that it is placed beside.") String with,
      @Arg(value = "How much they belong together; below 0 they are kept apart.", def = "INFINITY")
          String score,
      @Arg("The role of the first to which it applies, such as `Promoted`.") Optional<String> role,
      @Arg("The role of the other one to which it applies.") Optional<String> withRole) {
    public Colocation {
      scored(score);
      twoOf("with", resource, with);
    }
  }

  public record Order(
      @Arg("What comes first.") String first,
      @Arg("What comes then.") String then,
      @Arg(value = "What is done with the first.", def = "start") String firstAction,
      @Arg("What is done with the other one; the same when empty.") Optional<String> thenAction,
      @Arg(value = "Whether it must be so.", def = "mandatory") Kind kind,
      @Arg("Whether they stop in the reverse order; they do when empty.")
          Optional<Boolean> symmetrical) {
    public Order {
      twoOf("then", first, then);
    }
  }

  private static void scored(String score) {
    if (Values.score(score).isEmpty()) {
      throw new BadArg(
          "score", "`" + score + "` is no score", "a whole number, INFINITY or -INFINITY");
    }
  }

  private static void twoOf(String arg, String one, String other) {
    if (one.equals(other)) {
      throw new BadArg(arg, "`" + one + "` is named twice", "name two resources");
    }
  }

  public record Args(
      @Arg("Where a resource runs.") Optional<Location> location,
      @Arg("Beside which other one it runs.") Optional<Colocation> colocation,
      @Arg("In which order resources start.") Optional<Order> order,
      @Arg(
              value = "Whether there is one; `absent` takes all of these resources and node away.",
              def = "present")
          State state,
      @Arg(
              value = "How long the cluster may take to settle; `0s` to go on at once.",
              def = "60s",
              alias = "wait")
          Duration timeout,
      @Arg(
              value =
                  "What is accepted: resources that stop for good (`stop`), nodes that are fenced"
                      + " (`fence`), a guest node's machine that moves or starts anew"
                      + " (`vm_restart`).",
              def = "[]")
          List<Harm> allow) {
    public Args {
      long kinds = Stream.of(location, colocation, order).filter(Optional::isPresent).count();
      if (kinds != 1) {
        throw new BadArg(
            "state",
            kinds == 0 ? "there is no constraint" : "there is more than one constraint",
            "give one of `location`, `colocation` and `order`");
      }
    }

    ConstraintEdit edit(Cib cib) {
      boolean present = state == State.PRESENT;
      return location
          .map(l -> ConstraintEdit.location(l, present, cib))
          .or(() -> colocation.map(c -> ConstraintEdit.colocation(c, present, cib)))
          .orElseGet(() -> ConstraintEdit.order(order.orElseThrow(), present, cib));
    }
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** What the cluster says. */
  public record Found(View view, Rehearsed rehearsed) {}

  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(Found.class, View.question(View.Twice.NEVER))
        .here("rehearsed", new Rehearsal(cib -> want.edit(cib).patch(cib)));
  }

  @Override
  public List<Claim> claims(Args want) {
    if (want.state() == State.ABSENT) return List.of();
    Stream<String> beside =
        want.colocation().stream().flatMap(c -> Stream.of(c.resource(), c.with()));
    Stream<String> ordered = want.order().stream().flatMap(o -> Stream.of(o.first(), o.then()));
    return Stream.concat(beside, ordered).map(Naming::tied).toList();
  }

  @Override
  public Plan plan(Args want, Found is) {
    if (is.view().trouble().isPresent()) return is.view().unreadable();
    ConstraintEdit edit = want.edit(is.view().config());
    return new Course(is.view(), edit, is.rehearsed(), want.allow(), want.timeout())
        .plan(state -> Optional.empty())
        .build();
  }
}
