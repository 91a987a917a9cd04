package outpost.modules.cluster;

import static outpost.modules.cluster.Preflight.problem;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import outpost.api.Plan;
import outpost.api.Problem;

/** A rotation of the authkey: the next thing to do for it, from what is found alone. */
record Rotation(
    PacemakerKeyRotation.Args want,
    PacemakerKeyRotation.Found is,
    Looks looks,
    Cib cib,
    CrmMon state) {

  Rotation(PacemakerKeyRotation.Args want, PacemakerKeyRotation.Found is, Looks looks) {
    this(want, is, looks, looks.cib(), looks.state());
  }

  Plan plan() {
    Plan.Builder plan = Plan.builder().staged().within(want.timeout());
    boolean done = mark().isSet(cib);
    plan.result("due", !done);
    if (done && starts()) return plan.build();
    List<Problem> problems = done ? List.of() : problems();
    if (!problems.isEmpty()) return Join.block(plan, problems).build();
    if (starts()) return start(plan).build();
    return (done ? forget(plan) : finish(plan)).build();
  }

  private boolean starts() {
    return want.state() == PacemakerKeyRotation.State.STARTED;
  }

  private RotationMark mark() {
    return new RotationMark(want.rotation());
  }

  private List<Problem> problems() {
    List<Problem> problems =
        new ArrayList<>(new Readiness(want.cluster(), is.hosts(), cib, state).problems());
    // that is how they are in the middle of it
    Readiness.keys(want.cluster(), is.hosts()).filter(p -> begun()).ifPresent(problems::remove);
    listed().ifPresent(problems::add);
    for (int n = 0; n < want.nodes().size(); n++) node(n).ifPresent(problems::add);
    is.keys().values().stream()
        .filter(NewKey::keepsKey)
        .findFirst()
        .ifPresent(
            host ->
                problems.add(
                    problem(
                        "Pacemaker "
                            + host.version().orElseThrow()
                            + " keeps its authkey until it is restarted, on the cluster's nodes"
                            + " too",
                        "exchange the key by hand, with the whole cluster stopped")));
    return problems;
  }

  private Optional<Problem> listed() {
    List<String> named = want.nodes().stream().map(RemoteNode::name).toList();
    return PacemakerKeyRotation.nodes(cib).stream()
        .filter(node -> !named.contains(node))
        .findFirst()
        .map(
            node ->
                problem(
                    "`" + node + "` is a node of this cluster, but `nodes` does not name it",
                    "name every remote and guest node: one with the old key would be fenced"));
  }

  private Optional<Problem> node(int number) {
    String node = want.nodes().get(number).name();
    if (cib.carrier(node).isEmpty()) {
      return Optional.of(
          problem(
              "the cluster has no remote or guest node `" + node + "`",
              "leave it out, or add it first"));
    }
    NewKey host = is.keys().get("r" + number);
    if (host.unreachable().isPresent()) {
      return Optional.of(problem("`" + node + "` cannot be asked: " + host.unreachable().get()));
    }
    Optional<Hold> ours = Hold.ours(cib, node);
    if (ours.filter(hold -> hold != Hold.MAINTENANCE).isPresent()) {
      return Optional.of(
          problem(
              "`" + node + "` is held for another task, by " + ours.get().word(),
              "let that task end first"));
    }
    List<String> lacks = used(node) && ours.isEmpty() && !begun() ? looks.lacks(node) : List.of();
    return lacks.isEmpty()
        ? Optional.empty()
        : Optional.of(
            problem("`" + node + "` is not in good order: " + lacks.get(0), "mend that first"));
  }

  private boolean used(String node) {
    return !Hold.DISABLE.holds(cib, node);
  }

  /** Whether an earlier run began with it and did not come to its end. */
  private boolean begun() {
    return !held().isEmpty();
  }

  private List<String> held() {
    return want.nodes().stream()
        .map(RemoteNode::name)
        .filter(node -> Hold.ours(cib, node).isPresent())
        .toList();
  }

  private Plan.Builder start(Plan.Builder plan) {
    List<String> held = held();
    List<String> free =
        want.nodes().stream().map(RemoteNode::name).filter(n -> !held.contains(n)).toList();
    if (!free.isEmpty()) {
      CibPatch patch = new CibPatch(cib);
      free.forEach(node -> Hold.MAINTENANCE.put(patch, cib, node));
      // a key that an ended rotation left behind is no new one
      return plan.change(
          "maintenance of " + String.join(", ", free),
          "no",
          "yes",
          begun() ? patch.script() : NewKey.forget().then(patch.script()),
          patch.diff());
    }
    held.stream()
        .filter(node -> !PacemakerMaintenance.held(cib, state, node))
        .findFirst()
        .ifPresent(node -> plan.await("`" + node + "` is not in maintenance yet"));
    return plan;
  }

  private Plan.Builder finish(Plan.Builder plan) {
    if (!begun()) {
      return plan.block("no node is held", "begin the rotation with `state: started`");
    }
    Optional<Problem> old = oldKey();
    if (old.isPresent()) return Join.block(plan, List.of(old.get()));
    if (!is.keys().values().stream().allMatch(NewKey::settled)) {
      return plan.await(NewKey.UNSETTLED);
    }
    for (int n = 0; n < want.nodes().size(); n++) {
      for (int h = 0; h < want.cluster().size() && used(want.nodes().get(n).name()); h++) {
        Seen seen = is.seen().getOrDefault(n + "-" + h, Seen.NOTHING);
        if (!seen.good()) return unproved(plan, n, h, seen);
      }
    }
    List<RemoteNode> failed =
        want.nodes().stream()
            .filter(node -> used(node.name()) && state.troubled(node.name()))
            .toList();
    if (!failed.isEmpty()) {
      return plan.change(
          "failures of " + PacemakerRemoteNode.names(failed),
          "remembered",
          "forgotten",
          Join.forget(failed));
    }
    for (RemoteNode node : want.nodes()) {
      List<String> lacks = used(node.name()) ? looks.lacks(node.name()) : List.of();
      if (!lacks.isEmpty()) {
        return plan.await("`" + node.name() + "` is not integrated: " + lacks.get(0));
      }
    }
    return release(plan, held());
  }

  private Optional<Problem> oldKey() {
    Optional<String> next = is.keys().get("c0").next();
    return is.keys().keySet().stream()
        .filter(host -> next.isEmpty() || !is.keys().get(host).key().equals(next))
        .findFirst()
        .map(
            host ->
                problem(
                    "`" + name(host) + "` does not use the new authkey",
                    "run pacemaker_authkey with `state: rotated` there first"));
  }

  /** A key that is refused stays so; a host that does not answer may do so in a moment. */
  private Plan.Builder unproved(Plan.Builder plan, int node, int host, Seen seen) {
    String what =
        "`%s` does not prove the new authkey to `%s`: %s"
            .formatted(
                want.nodes().get(node).name(),
                want.cluster().get(host),
                seen.sentence().orElse("it could not be asked"));
    return seen.cause().equals(Optional.of("key-differs"))
        ? plan.block(what, seen.hint().orElse("look at its log"))
        : plan.await(what);
  }

  private String name(String host) {
    int number = Integer.parseInt(host.substring(1));
    return host.startsWith("c") ? want.cluster().get(number) : want.nodes().get(number).name();
  }

  /** Releases one node; with the last one, the cluster remembers that the rotation is done. */
  private Plan.Builder release(Plan.Builder plan, List<String> held) {
    CibPatch patch = new CibPatch(cib);
    Hold.lift(patch, cib, held.get(0));
    if (held.size() == 1) mark().put(patch, cib);
    return plan.change("maintenance of " + held.get(0), "yes", "no", patch.script(), patch.diff());
  }

  private Plan.Builder forget(Plan.Builder plan) {
    boolean there = is.keys().get("c0").next().isPresent();
    return plan.set("copy of the new authkey", there, Optional.of(false), no -> NewKey.forget());
  }
}
