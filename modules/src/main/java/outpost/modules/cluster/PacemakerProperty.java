package outpost.modules.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Problem;

@Doc(
    "Sets a property of a cluster, such as `stonith-enabled`; tells what the cluster will do before"
        + " it is set.")
public final class PacemakerProperty
    implements Module<PacemakerProperty.Args, PacemakerProperty.Found> {

  /** What the cluster writes down for itself. */
  private static final Set<String> ITS_OWN =
      Set.of("dc-version", "cluster-infrastructure", "have-watchdog", "last-lrm-refresh");

  public enum State {
    PRESENT,
    /** Back to Pacemaker's default. */
    ABSENT
  }

  public record Args(
      @Arg("Its name, such as `no-quorum-policy`.") String name,
      @Arg("What it is set to.") Optional<String> value,
      @Arg(value = "Whether it is set; `absent` is Pacemaker's default.", def = "present")
          State state,
      @Arg(
              value = "How long the cluster may take to settle; `0s` to go on at once.",
              def = "60s",
              alias = "wait")
          Duration timeout,
      @Arg(
              value =
                  "What is accepted: resources that stop (`stop`), nodes that are fenced"
                      + " (`fence`), a guest node's machine that moves or starts anew"
                      + " (`vm_restart`), nodes that cannot be fenced any more (`unfenced`).",
              def = "[]")
          List<Harm> allow) {
    public Args {
      if (!name.matches("[A-Za-z_][A-Za-z0-9._-]*")) {
        throw new BadArg("name", "`" + name + "` is no property", "such as stonith-enabled");
      }
      if (ITS_OWN.contains(name)) {
        throw new BadArg(
            "name", "the cluster writes `" + name + "` itself", "leave it to the cluster");
      }
      if (state == State.PRESENT && value.isEmpty()) {
        throw new BadArg("name", "there is no `value` for it", "give one, or `state: absent`");
      }
      if (state == State.ABSENT && value.isPresent()) {
        throw new BadArg("value", "what is absent has no value", "leave it away");
      }
    }

    Optional<String> wanted() {
      return state == State.PRESENT ? value : Optional.empty();
    }
  }

  /** What the cluster says. */
  public record Found(View view, Rehearsed rehearsed) {}

  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(Found.class, View.question(View.Twice.NEVER))
        .here("rehearsed", new Rehearsal(cib -> new Edit(want, cib).patch(cib)));
  }

  /** What separates the property from what is wanted. */
  private record Edit(Args want, Cib cib) implements Decision {
    private static final String SET = "cib-bootstrap-options";

    @Override
    public Optional<Problem> obstacle() {
      boolean disarms =
          cib.fences() && !new Cib(wanted()).fences() && !want.allow().contains(Harm.UNFENCED);
      return disarms
          ? Optional.of(
              Preflight.problem(
                  "without fencing a node that fails may keep what it runs, and nothing else may"
                      + " take it over safely",
                  "accept it with `allow: [unfenced]`"))
          : Optional.empty();
    }

    @Override
    public Optional<Amendment> amendment() {
      CibPatch patch = CibPatch.between(cib, wanted());
      String was = cib.property(want.name()).orElse("-");
      return patch.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Amendment(
                  "property " + want.name(), was, want.wanted().orElse("-"), patch, Set.of()));
    }

    /** In all sets, since the first one that holds a property counts. */
    private Xml wanted() {
      Map<String, String> value = Map.of(want.name(), want.wanted().orElse(""));
      boolean set = cib.property(want.name()).isPresent();
      return XmlPath.of("/cib/configuration/crm_config")
          .replace(
              cib.root(),
              config -> {
                boolean main = config.children().stream().anyMatch(s -> s.is("id", SET));
                Xml whole = main ? config : config.with(Xml.of("cluster_property_set", "id", SET));
                return Stream.of(
                    whole.withOnly(
                        whole.children().stream()
                            .map(s -> holds(s) || !set && s.is("id", SET) ? hold(s, value) : s)
                            .filter(s -> config.children().contains(s) || !s.children().isEmpty())
                            .toList()));
              });
    }

    private boolean holds(Xml set) {
      return set.children("nvpair").anyMatch(pair -> pair.is("name", want.name()));
    }

    private static Xml hold(Xml set, Map<String, String> value) {
      return Elements.options(Xml.of("crm_config").with(set), "cluster_property_set", value, false)
          .children("cluster_property_set")
          .findFirst()
          .orElseGet(() -> set.withOnly(List.of()));
    }
  }

  @Override
  public Plan plan(Args want, Found is) {
    if (is.view().trouble().isPresent()) return is.view().unreadable();
    Edit edit = new Edit(want, is.view().config());
    Plan.Builder plan =
        new Course(is.view(), edit, is.rehearsed(), want.allow(), want.timeout())
            .plan(state -> Optional.empty());
    if (edit.amendment().isPresent()) meaning(want).ifPresent(plan::note);
    return plan.build();
  }

  /** Says what follows that no simulation shows. */
  private static Optional<String> meaning(Args want) {
    String value = want.wanted().orElse("");
    boolean on = Xml.yes(value);
    return Optional.ofNullable(
        switch (want.name()) {
          case "maintenance-mode" ->
              on
                  ? "the cluster then starts, stops and watches nothing until it is off again"
                  : "the cluster then looks at all resources anew, and acts on what it finds";
          case "stonith-enabled", "fencing-enabled" ->
              on || value.isEmpty()
                  ? "a node that fails is then fenced: pacemaker_fencing_check tells which can be"
                  : "a node that fails is then not fenced";
          case "no-quorum-policy" -> quorum(value);
          case "symmetric-cluster" ->
              on || value.isEmpty() ? null : "a resource then runs only where a location allows it";
          case "stop-all-resources" -> on ? "all resources then stop" : null;
          default -> null;
        });
  }

  private static String quorum(String policy) {
    return switch (policy) {
      case "ignore" -> "without quorum each part of a split cluster would then run everything";
      case "freeze" -> "without quorum what runs then stays, and nothing is started";
      case "suicide" -> "without quorum the nodes of that part are then fenced";
      case "demote" -> "without quorum promoted resources are then demoted, and others stop";
      default -> "without quorum all resources of that part then stop";
    };
  }
}
