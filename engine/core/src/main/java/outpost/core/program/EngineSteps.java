package outpost.core.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.core.catalog.ArgSpec;
import outpost.core.facts.GatherSubset;
import outpost.core.language.Call;
import outpost.core.language.OneLineArgs;
import outpost.core.language.Task;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Suggest;
import outpost.core.template.Template;

/** Reads the steps that the engine takes itself. */
public final class EngineSteps {
  /** The names of all of them. */
  public static final Set<String> NAMES = StepManuals.names();

  private final Binder binder;
  private final Problems problems;

  EngineSteps(Binder binder, Problems problems) {
    this.binder = binder;
    this.problems = problems;
  }

  /** Reads one; empty if something in it is wrong, which is reported. */
  Optional<Use> read(Task task) {
    Call call = task.call();
    return switch (call.module()) {
      case "meta" -> meta(call);
      case "set_fact" -> mapped(call).flatMap(this::setFact);
      case "add_host" -> mapped(call).flatMap(this::addHost);
      case "include_tasks" -> new IncludeSteps(this, binder, problems).tasks(task);
      case "include_role" -> new IncludeSteps(this, binder, problems).role(task);
      case "include_vars" -> includeVars(call);
      case "setup", "gather_facts" -> known(call).flatMap(this::setup);
      case "pause" -> known(call).map(c -> new Use.Pause(timed(c, "seconds", "minutes")));
      case "wait_for_connection" ->
          known(call)
              .map(
                  c ->
                      new Use.WaitForConnection(
                          timed(c, "delay", "timeout", "connect_timeout", "sleep")));
      case "set_stats" -> known(call).flatMap(this::setStats);
      default -> known(call).flatMap(this::plain);
    };
  }

  private Optional<Use> plain(Call call) {
    return switch (call.module()) {
      case "assert" -> assertion(call);
      case "async_status" -> asyncStatus(call);
      case "debug" -> debug(call);
      case "group_by" -> groupBy(call);
      case "validate_argument_spec" -> validation(call);
      default ->
          Optional.of(
              new Use.Fail(
                  argument(call, "msg").orElseGet(() -> text(call, "failed as requested"))));
    };
  }

  /** Returns the call if it has a mapping of arguments, or none at all. */
  private Optional<Call> mapped(Call call) {
    if (call.text().isEmpty()) return Optional.of(call);
    problems.error(
        call.text().get().span(),
        "wrong-type",
        "`" + call.module() + "` takes a mapping of arguments",
        OneLineArgs.hint(call.module(), call.text().get().text()));
    return Optional.empty();
  }

  Optional<Call> known(Call call) {
    return mapped(call).filter(this::knowsAll);
  }

  boolean knowsAll(Call call) {
    List<ArgSpec> args = StepManuals.args(call.module());
    List<String> names = args.stream().map(ArgSpec::name).toList();
    boolean all = true;
    for (Node.Entry entry : call.args().entries()) {
      String name = entry.key().text();
      if (args.stream().anyMatch(arg -> arg.answersTo(name))) continue;
      all = false;
      problems.error(
          entry.key().span(),
          "unknown-argument",
          "`" + call.module() + "` has no argument `" + name + "`",
          Suggest.nearest(name, names)
              .map(near -> "did you mean `" + near + "`?")
              .orElse("its arguments are: " + String.join(", ", names)));
    }
    return all;
  }

  private Optional<Use> meta(Call call) {
    List<String> kinds =
        Arrays.stream(Use.Meta.Kind.values()).map(k -> k.name().toLowerCase(Locale.ROOT)).toList();
    Optional<Node.Scalar> written = call.text();
    if (written.isPresent() && kinds.contains(written.get().text())) {
      return Optional.of(
          new Use.Meta(Use.Meta.Kind.valueOf(written.get().text().toUpperCase(Locale.ROOT))));
    }
    List<String> hints =
        new ArrayList<>(
            written.map(w -> Suggest.nearest(w.text(), kinds)).orElse(Optional.empty()).stream()
                .map(near -> "did you mean `" + near + "`?")
                .toList());
    if (hints.isEmpty()) hints.add("there are: " + String.join(", ", kinds));
    problems.error(
        written.map(Node.Scalar::span).orElse(call.written().span()),
        "unknown-argument",
        written
            .map(w -> "`meta` knows no `" + w.text() + "`")
            .orElse("`meta` takes the name of what to do"),
        hints.toArray(String[]::new));
    return Optional.empty();
  }

  private Optional<Use> setFact(Call call) {
    List<Node.Entry> facts = new ArrayList<>();
    Optional<Template> cacheable = Optional.empty();
    for (Node.Entry entry : call.args().entries()) {
      if (entry.key().text().equals("cacheable")) {
        cacheable = Optional.of(binder.compile(entry.value()));
      } else {
        facts.add(entry);
      }
    }
    if (facts.isEmpty()) {
      missing(call, "at least one variable", "write it below as `name: value`");
      return Optional.empty();
    }
    return Optional.of(new Use.SetFact(fields(call, facts), cacheable));
  }

  private Optional<Use> setup(Call call) {
    Optional<Node> subset = call.args().get("gather_subset");
    boolean all = true;
    for (Node.Scalar word : subset.map(EngineSteps::scalars).orElse(List.of())) {
      for (String unknown : GatherSubset.of(List.of(word.text())).unknown()) {
        all = false;
        problems.error(
            word.span(),
            "unknown-subset",
            "`gather_subset` knows no `" + unknown + "`",
            GatherSubset.hint(unknown));
      }
    }
    return all ? Optional.of(new Use.Setup(arguments(call))) : Optional.empty();
  }

  private static List<Node.Scalar> scalars(Node node) {
    List<Node> all = node instanceof Node.Sequence list ? list.items() : List.of(node);
    return all.stream()
        .filter(n -> n instanceof Node.Scalar s && !s.isTemplate() && !s.isNull())
        .map(Node.Scalar.class::cast)
        .toList();
  }

  private Optional<Use> addHost(Call call) {
    List<Node.Entry> vars = new ArrayList<>();
    Optional<Template> name = Optional.empty();
    Optional<Template> groups = Optional.empty();
    for (Node.Entry entry : call.args().entries()) {
      switch (entry.key().text()) {
        case "name", "hostname", "host" -> name = Optional.of(binder.compile(entry.value()));
        case "groups", "group", "groupname" -> groups = Optional.of(binder.compile(entry.value()));
        default -> vars.add(entry);
      }
    }
    if (name.isEmpty()) {
      missing(call, "`name`", "give it the name of the host");
      return Optional.empty();
    }
    return Optional.of(new Use.AddHost(name.get(), groups, fields(call, vars)));
  }

  private Optional<Use> asyncStatus(Call call) {
    Optional<Template> jid = argument(call, "jid");
    if (jid.isEmpty()) {
      missing(call, "`jid`", "give it the `ansible_job_id` that the task with `async` registered");
    }
    return jid.map(j -> new Use.AsyncStatus(j, argument(call, "mode")));
  }

  private Optional<Use> groupBy(Call call) {
    Optional<Template> key = argument(call, "key");
    if (key.isEmpty()) missing(call, "`key`", "give it the name of the group");
    return key.map(k -> new Use.GroupBy(k, argument(call, "parents")));
  }

  private Template.Fields fields(Call call, List<Node.Entry> entries) {
    return (Template.Fields) binder.compile(new Node.Mapping(call.args().span(), entries));
  }

  void missing(Call call, String what, String hint) {
    problems.error(
        call.written().span(), "missing-argument", "`" + call.module() + "` needs " + what, hint);
  }

  private Optional<Use> assertion(Call call) {
    Optional<Node> that = call.args().get("that");
    if (that.isEmpty()) {
      missing(call, "`that`", "give it one condition or a list of them");
      return Optional.empty();
    }
    return Optional.of(
        new Use.Assert(
            binder.condition(that.get()),
            argument(call, "fail_msg").or(() -> argument(call, "msg")),
            isOn(call, "quiet") ? Optional.empty() : argument(call, "success_msg")));
  }

  private Optional<Use> setStats(Call call) {
    Optional<Template> data = argument(call, "data");
    if (data.isEmpty()) missing(call, "`data`", "give it a mapping of names to values");
    call.args()
        .get("data")
        .filter(d -> d instanceof Node.Sequence || d instanceof Node.Scalar s && !s.isTemplate())
        .ifPresent(
            d ->
                problems.error(
                    d.span(), "wrong-type", "`data` takes a mapping, and this is " + d.kind()));
    return data.map(
        d -> new Use.SetStats(d, argument(call, "per_host"), argument(call, "aggregate")));
  }

  /** Returns all arguments, some of which are times; a constant that is none is told. */
  private Map<String, Template> timed(Call call, String... times) {
    for (String name : times) {
      Optional<Node> written = call.args().get(name);
      if (written.isEmpty() || written.get() instanceof Node.Scalar s && isTime(s)) continue;
      problems.error(
          written.get().span(),
          "wrong-type",
          "`"
              + name
              + "` takes a number"
              + (written.get() instanceof Node.Scalar s ? ", not `" + s.text() + "`" : ""));
    }
    return arguments(call);
  }

  private static boolean isTime(Node.Scalar written) {
    return written.isTemplate() || written.text().matches("[0-9]+(\\.[0-9]+)?");
  }

  private Optional<Use> validation(Call call) {
    Optional<Node> spec = call.args().get("argument_spec");
    if (spec.isEmpty()) {
      missing(call, "`argument_spec`", "give it a mapping of arguments to what they are");
      return Optional.empty();
    }
    Template written = binder.compile(spec.get());
    Optional<ArgumentSpec> known =
        written.constant()
            ? Optional.of(GivenArguments.read(spec.get(), problems))
            : Optional.empty();
    return Optional.of(
        new Use.ValidateArguments(
            new GivenArguments(
                written,
                known,
                argument(call, "provided_arguments"),
                argument(call, "validate_args_context"),
                call.written().span())));
  }

  static boolean isOn(Call call, String name) {
    return call.args().get(name).orElse(null) instanceof Node.Scalar flag
        && flag.truth().orElse(false);
  }

  private Optional<Use> debug(Call call) {
    Optional<Node> variable = call.args().get("var");
    Optional<Template> verbosity = argument(call, "verbosity");
    if (variable.isPresent() && call.args().get("msg").isPresent()) {
      problems.error(
          call.written().span(),
          "bad-argument",
          "`debug` takes either `msg` or `var`, not both",
          "drop one of them");
      return Optional.empty();
    }
    if (variable.isPresent() && variable.get() instanceof Node.Scalar name) {
      String text = name.isTemplate() ? name.text() : "${" + name.text() + "}";
      Node.Scalar expression = new Node.Scalar(name.span(), text, name.plain(), name.tag());
      return Optional.of(new Use.Debug(binder.compile(expression), verbosity));
    }
    return Optional.of(
        new Use.Debug(
            argument(call, "msg").orElseGet(() -> text(call, "Hello world!")), verbosity));
  }

  private Optional<Use> includeVars(Call call) {
    if (call.text().isPresent()) {
      return Optional.of(new Use.IncludeVars(Map.of("file", binder.compile(call.text().get()))));
    }
    if (!knowsAll(call)) return Optional.empty();
    boolean file = call.args().get("file").isPresent();
    if (file == call.args().get("dir").isPresent()) {
      missing(call, "either `file` or `dir`", "give it one of them");
      return Optional.empty();
    }
    return Optional.of(new Use.IncludeVars(arguments(call)));
  }

  private Map<String, Template> arguments(Call call) {
    Map<String, Template> all = new LinkedHashMap<>();
    for (Node.Entry entry : call.args().entries()) {
      all.put(entry.key().text(), binder.compile(entry.value()));
    }
    return all;
  }

  Optional<Template> argument(Call call, String name) {
    return call.args().get(name).map(binder::compile);
  }

  private Template text(Call call, String text) {
    return binder.compile(new Node.Scalar(call.written().span(), text, false, Node.Scalar.RAW));
  }
}
