package outpost.modules.cluster;

import static outpost.api.Script.sh;
import static outpost.modules.cluster.PacemakerGuestNode.names;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import outpost.api.Plan;
import outpost.api.Problem;
import outpost.modules.cluster.PacemakerGuestNode.Allow;
import outpost.modules.cluster.PacemakerGuestNode.Args;
import outpost.modules.cluster.PacemakerGuestNode.Found;

/**
 * Decides the next step of every guest node at once, from what is found alone, as {@link Join} does
 * for remote nodes.
 *
 * <p>A guest node whose connection fails takes its virtual machine down: the cluster restarts the
 * machine, tries it on every cluster node in turn, and then leaves it stopped. So the machine is
 * looked at while it runs, nothing is done whose effect on machines was not foretold and accepted,
 * and a connection that does not come about is taken back at once: the machine goes on as before.
 *
 * <p>Long because the stages, what is in their way, and the order of the steps are one decision,
 * which is to be read in one place.
 */
final class GuestJoin {
  private static final Duration BOOT = Duration.ofSeconds(120);
  private static final Duration MARGIN = Duration.ofSeconds(30);

  /** Where a guest stands. */
  enum Stage {
    ABSENT,
    /** In quarantine, and connecting. */
    JOINING,
    /** In quarantine, and used by the cluster: ready to be released. */
    READY,
    /** Its virtual machine was disabled by somebody. */
    DISABLED,
    /** Configured and in use, but the cluster cannot reach it. */
    BROKEN,
    INTEGRATED
  }

  private final Args want;
  private final Found is;
  private final Looks looks;
  private final Cib cib;
  private final CrmMon state;
  private final Preflight preflight;
  private final Map<Stage, List<GuestNode>> stages = new EnumMap<>(Stage.class);

  GuestJoin(Args want, Found is) {
    this.want = want;
    this.is = is;
    this.looks = is.view().looks();
    this.cib = looks.cib();
    this.state = looks.state();
    this.preflight =
        new Preflight(
            want.cluster(),
            is.hosts(),
            is.remotes(),
            is.seen(),
            Coverage.of(is.coverage(), cib, state),
            cib,
            state);
    for (Stage stage : Stage.values()) stages.put(stage, new ArrayList<>());
    want.guests().forEach(guest -> stages.get(stage(guest)).add(guest));
  }

  private Stage stage(GuestNode guest) {
    Optional<Cib.Guest> found = cib.guest(guest.name());
    if (found.isEmpty()) return Stage.ABSENT;
    if (found.get().disabled()) return Stage.DISABLED;
    boolean whole = looks.lacks(guest.name()).isEmpty();
    if (cib.marked(guest.name())) return whole ? Stage.READY : Stage.JOINING;
    return whole ? Stage.INTEGRATED : Stage.BROKEN;
  }

  private List<GuestNode> at(Stage... wanted) {
    return Stream.of(wanted).flatMap(stage -> stages.get(stage).stream()).toList();
  }

  Plan plan() {
    Plan.Builder plan = Plan.builder().staged().within(patience());
    List<GuestNode> joining = at(Stage.ABSENT, Stage.JOINING, Stage.READY);
    if (!joining.isEmpty()) plan.result("joined", joining.stream().map(GuestNode::name).toList());
    List<Problem> obstacles = obstacles();
    if (!obstacles.isEmpty()) {
      if (!at(Stage.ABSENT).isEmpty()) GuestPrice.tell(plan, cib, want, both());
      return Join.block(plan, obstacles).build();
    }
    Optional<Problem> failure = failure();
    if (failure.isPresent()) {
      return Join.block(plan, List.of(failure.get()))
          .mend(GuestEdits.withdraw(at(Stage.JOINING)))
          .build();
    }
    return steps(plan).build();
  }

  /** Returns how long a join may take; a machine that is restarted boots first. */
  private Duration patience() {
    Duration longest =
        want.guests().stream()
            .map(GuestNode::patience)
            .max(Duration::compareTo)
            .orElseThrow()
            .plus(MARGIN);
    boolean boots = want.allow().contains(Allow.MOVE) || want.allow().contains(Allow.VM_RESTART);
    return boots ? longest.plus(BOOT) : longest;
  }

  /** Adds the first step that any guest needs; the others come when it is done. */
  private Plan.Builder steps(Plan.Builder plan) {
    if (!Leftover.of(cib, want.nodes()).isEmpty()) return Leftover.remove(cib, want.nodes(), plan);
    List<Cib.Counter> counters =
        at(Stage.ABSENT).stream().flatMap(guest -> cib.counters(guest.name()).stream()).toList();
    if (!counters.isEmpty()) return forget(plan, counters);
    GuestDrift drift =
        new GuestDrift(cib, at(Stage.JOINING, Stage.READY, Stage.BROKEN, Stage.INTEGRATED));
    if (drift.found()) return mend(plan, drift);
    if (!at(Stage.ABSENT).isEmpty()) return create(plan, at(Stage.ABSENT));
    List<GuestNode> failed = at(Stage.JOINING, Stage.BROKEN).stream().filter(this::failed).toList();
    if (!failed.isEmpty()) return forgive(plan, failed);
    List<GuestNode> waiting = at(Stage.JOINING, Stage.BROKEN);
    if (!waiting.isEmpty()) return await(plan, waiting.get(0));
    if (!at(Stage.READY).isEmpty()) return release(plan, at(Stage.READY));
    at(Stage.INTEGRATED).stream()
        .filter(guest -> cib.standby(guest.name()))
        .forEach(guest -> plan.note("`" + guest.name() + "` is in standby, and stays so"));
    return plan;
  }

  private List<Problem> obstacles() {
    List<GuestNode> concerned = at(Stage.ABSENT, Stage.BROKEN);
    List<Problem> problems = new ArrayList<>();
    if (!concerned.isEmpty()) {
      problems.addAll(new Readiness(want.cluster(), is.hosts(), cib, state).problems());
      unfenced().ifPresent(problems::add);
    }
    if (!problems.isEmpty()) return problems;
    for (int n = 0; n < want.guests().size(); n++) {
      GuestNode guest = want.guests().get(n);
      if (!concerned.contains(guest)) continue;
      int number = n;
      machine(guest)
          .obstacle(state)
          .or(() -> preflight.ofHost(want.nodes(), number))
          .ifPresent(problems::add);
    }
    for (GuestNode guest : at(Stage.DISABLED)) {
      problems.add(
          Preflight.problem(
              "the resource of the guest node `" + guest.name() + "` is disabled",
              "`pcs resource enable " + machine(guest).id() + "` if it is to be used again"));
    }
    return problems;
  }

  /** The cluster recovers a guest by restarting its machine, for which its host must be off. */
  private Optional<Problem> unfenced() {
    if (!cib.fences() || want.allow().contains(Allow.UNFENCED)) return Optional.empty();
    return preflight.coverage().without(cib.members()).stream()
        .findFirst()
        .map(
            member ->
                Preflight.problem(
                    "fencing is enabled, but no device can fence the cluster node `" + member + "`",
                    "configure a fence device for it, or accept that with `allow: [unfenced]`"));
  }

  private GuestMachine machine(GuestNode guest) {
    return new GuestMachine(guest, cib);
  }

  /**
   * Says why a join will not come about. A failure whose cause is gone is forgotten, and the
   * cluster tries again.
   */
  private Optional<Problem> failure() {
    for (GuestNode guest : at(Stage.JOINING)) {
      if (!failed(guest)) continue;
      Optional<Problem> cause = preflight.ofHost(want.nodes(), want.guests().indexOf(guest));
      if (cause.isEmpty()) continue;
      return Optional.of(
          Preflight.problem(
              "the cluster could not connect to `%s`: %s"
                  .formatted(guest.name(), cause.get().message()),
              names(at(Stage.JOINING)) + " is taken back: a plain resource as before",
              "mend the cause and run this again"));
    }
    return Optional.empty();
  }

  private boolean failed(GuestNode guest) {
    return state.troubled(guest.name());
  }

  private Plan.Builder create(Plan.Builder plan, List<GuestNode> guests) {
    Optional<Problem> refusal = GuestPrice.refusal(plan, cib, want, both());
    if (refusal.isPresent()) return Join.block(plan, List.of(refusal.get()));
    CibPatch patch = new CibPatch(cib);
    for (GuestNode guest : guests) {
      Map<String, String> options = new LinkedHashMap<>(guest.options());
      int port = preflight.port(guest.remote());
      if (port != Preflight.usualPort(is.hosts())) options.put(GuestNode.PORT, "" + port);
      machine(guest).set(patch, options);
      Quarantine.hold(patch, cib, guest.name());
    }
    return plan.change(
        "guest node " + names(guests),
        "absent",
        "connected, in quarantine",
        patch.script(),
        patch.diff());
  }

  /** Returns what the cluster would do once the guests are there, and then once they are in use. */
  private List<Optional<byte[]>> both() {
    return List.of(is.first(), is.second());
  }

  private Plan.Builder mend(Plan.Builder plan, GuestDrift drift) {
    Optional<Problem> reconnects =
        want.allow().contains(Allow.VM_RESTART)
            ? Optional.empty()
            : drift.reconnects(at(Stage.INTEGRATED));
    Optional<Problem> refusal =
        reconnects.or(() -> GuestPrice.refusal(plan, cib, want, List.of(is.first())));
    return refusal.isPresent() ? Join.block(plan, List.of(refusal.get())) : drift.mend(plan);
  }

  /** Lifts the quarantine: from then on the cluster may run resources there. */
  private Plan.Builder release(Plan.Builder plan, List<GuestNode> guests) {
    Optional<Problem> refusal = GuestPrice.refusal(plan, cib, want, List.of(is.second()));
    if (refusal.isPresent()) {
      return plan.block(
          names(guests) + " stays in quarantine: " + refusal.get().message(),
          refusal.get().hints().toArray(String[]::new));
    }
    CibPatch patch = new CibPatch(cib);
    guests.forEach(guest -> Quarantine.lift(patch, cib, guest.name()));
    return plan.change(
        "guest node " + names(guests), "in quarantine", "in use", patch.script(), patch.diff());
  }

  /** What an earlier connection failed by would keep a new one from being tried anywhere. */
  private static Plan.Builder forget(Plan.Builder plan, List<Cib.Counter> counters) {
    List<String> words =
        counters.stream().flatMap(one -> Stream.of(one.node(), one.attribute())).toList();
    return plan.change(
        "failures of earlier connections",
        "remembered",
        "forgotten",
        sh(
            """
            set -- {}
            while [ $# -gt 0 ]; do
              attrd_updater --node "$1" --name "$2" --delete || exit
              shift 2
            done""",
            words));
  }

  /** The cluster tries again only when it forgets; the node's name heals the machine as well. */
  private Plan.Builder forgive(Plan.Builder plan, List<GuestNode> guests) {
    return plan.change(
        "failures of " + names(guests),
        "remembered",
        "forgotten",
        Join.forget(guests.stream().map(GuestNode::remote).toList()));
  }

  private Plan.Builder await(Plan.Builder plan, GuestNode guest) {
    String seen =
        looks.lacks(guest.name()).stream().findFirst().orElse("it was ready a moment ago");
    String what = "`" + guest.name() + "` is not integrated: " + seen;
    List<GuestNode> joining = at(Stage.JOINING);
    return joining.isEmpty() ? plan.await(what) : plan.await(what, GuestEdits.withdraw(joining));
  }
}
