package outpost.core.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.api.Script;
import outpost.core.connect.Input;
import outpost.core.connect.Reply;
import outpost.core.event.Outcome;
import outpost.core.event.Status;
import outpost.core.facts.FactFilter;
import outpost.core.facts.Facts;
import outpost.core.facts.GatherSubset;
import outpost.core.facts.Group;
import outpost.core.facts.HostFacts;
import outpost.core.program.Step;
import outpost.core.program.Use;
import outpost.core.template.Omit;
import outpost.core.template.Scope;
import outpost.core.template.Template;

/** Reads facts of one host, in one trip. */
final class SetupRun {
  private final Session session;
  private final Step step;
  private final HostState host;
  private final Optional<String> delegate;
  private final HostState owner;
  private final Scope scope;
  private final Map<String, Template> args;

  /**
   * @param step uses {@code setup}
   * @param delegate the host that is read instead
   * @param owner the host whose facts they are
   */
  SetupRun(
      Session session,
      Step step,
      HostState host,
      Optional<String> delegate,
      HostState owner,
      Scope scope) {
    this.owner = owner;
    this.session = session;
    this.step = step;
    this.host = host;
    this.delegate = delegate;
    this.scope = scope;
    this.args = ((Use.Setup) step.use()).args();
  }

  /** Reads what the task asks for. */
  Outcome run() {
    GatherSubset subset = subset().orElse(GatherSubset.ALL);
    for (String unknown : subset.unknown()) {
      return Outcome.of(Status.FAILED, "`gather_subset` knows no `" + unknown + "`")
          .withHints(List.of(GatherSubset.hint(unknown)));
    }
    FactFilter filter = FactFilter.of(words("filter").orElse(List.of()));
    Set<Group> groups = filter.of(subset.groups());
    Reply reply = ask(groups);
    if (!reply.ok()) return failed(reply);
    Map<String, Object> all = Facts.parse(groups, reply.stdout(), this::warn);
    Map<String, Object> facts = filter.of(all);
    take(facts, filter.isOpen() ? groups : Set.of());
    Map<String, Object> named = new LinkedHashMap<>();
    facts.forEach((name, value) -> named.put(HostFacts.injected(name), value));
    return Outcome.of(Status.OK, "").withResult(Map.of("ansible_facts", named));
  }

  /** Reads just these groups. */
  Outcome read(Set<Group> groups) {
    if (groups.isEmpty()) subset(); // which has no value, and says why
    Reply reply = ask(groups);
    if (!reply.ok()) return failed(reply);
    take(Facts.parse(groups, reply.stdout(), this::warn), groups);
    return Outcome.of(Status.OK, "");
  }

  /** Returns what {@code gather_subset} says; empty if it says nothing. */
  Optional<GatherSubset> subset() {
    return words("gather_subset").map(GatherSubset::of);
  }

  private Reply ask(Set<Group> groups) {
    Target target =
        new StepTargets(session, step.settings(), scope).of(delegate.orElse(host.name()));
    String script = Facts.script(groups, options());
    return target.ask(
        Script.raw(script), Input.of(new byte[0])); // our own text; its words are quoted
  }

  private Facts.Options options() {
    String path = value("fact_path").map(String::valueOf).orElse(Facts.Options.DEFAULT.factPath());
    Duration timeout =
        value("gather_timeout")
            .map(v -> Keywords.seconds(args.get("gather_timeout"), scope))
            .orElse(Facts.Options.DEFAULT.timeout());
    return new Facts.Options(path, timeout);
  }

  private Optional<Object> value(String name) {
    return Optional.ofNullable(args.get(name))
        .map(template -> template.evaluate(scope))
        .filter(value -> value != Omit.OMIT);
  }

  private Optional<List<String>> words(String name) {
    Optional<Object> value = value(name);
    if (value.isEmpty()) return Optional.empty();
    List<String> words = new ArrayList<>();
    List<?> all = value.get() instanceof List<?> list ? list : List.of(value.get());
    for (Object one : all) {
      for (String word : String.valueOf(one).split(",")) words.add(word.strip());
    }
    return Optional.of(words);
  }

  private void take(Map<String, Object> facts, Set<Group> whole) {
    owner.facts(facts, whole);
    session.cache().ifPresent(cache -> cache.write(owner.name(), whole, facts, session::warn));
  }

  private void warn(String text) {
    session.warn(delegate.orElse(host.name()) + ": " + text);
  }

  private static Outcome failed(Reply reply) {
    ScriptFailed failure = new ScriptFailed("reading facts", "the facts script", reply);
    return Outcome.of(Status.FAILED, failure.getMessage()).withDetails(failure.details());
  }
}
