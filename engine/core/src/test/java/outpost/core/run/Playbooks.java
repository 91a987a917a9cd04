package outpost.core.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import outpost.api.Secret;
import outpost.core.catalog.Catalog;
import outpost.core.connect.Connection;
import outpost.core.connect.Connections;
import outpost.core.connect.HostUnreachable;
import outpost.core.connect.Login;
import outpost.core.connect.local.LocalConnections;
import outpost.core.event.Event;
import outpost.core.event.Masker;
import outpost.core.event.Outcome;
import outpost.core.event.Prompter;
import outpost.core.event.Recap;
import outpost.core.event.TaskInfo;
import outpost.core.facts.FactCache;
import outpost.core.program.Loader;
import outpost.core.program.Program;
import outpost.core.program.Selection;
import outpost.core.source.DiagnosticRenderer;
import outpost.core.source.Problems;
import outpost.core.source.Sources;
import outpost.core.template.ControlNode;
import outpost.core.template.Templates;

/** Runs playbooks for tests: real shells on this machine, one per host of the inventory. */
final class Playbooks implements Event.Teller {
  private final Path folder;
  private final List<String> told = new ArrayList<>();
  private final Map<String, Object> extra = new LinkedHashMap<>();
  private final Map<String, String> environment = new HashMap<>(System.getenv());
  private boolean check;
  private Optional<String> limit = Optional.empty();
  private Optional<FactCache> cache = Optional.empty();
  private Selection selection = Selection.EVERYTHING;
  final Masker masker = new Masker();
  final Deque<String> answers = new ArrayDeque<>();
  final List<String> asked = new ArrayList<>();
  final Set<String> unreachable = new HashSet<>();
  Recap recap;
  String problems = "";

  Playbooks(Path folder) {
    this.folder = folder;
    write("hosts.ini", "[web]\nh1\nh2\nh3\n[all:vars]\nansible_connection=local\n");
  }

  Playbooks write(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text.replace("DIR", folder.toString()));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Playbooks check() {
    check = true;
    return this;
  }

  Playbooks limit(String pattern) {
    limit = Optional.of(pattern);
    return this;
  }

  /** Sets a variable of the environment of all shells. */
  Playbooks environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Playbooks cache(FactCache facts) {
    cache = Optional.of(facts);
    return this;
  }

  Playbooks tags(List<String> tags, List<String> skipTags) {
    selection = Selection.of(tags, skipTags);
    return this;
  }

  Playbooks with(String name, Object value) {
    extra.put(name, value);
    return this;
  }

  /** Runs a playbook and returns what was told, a line per outcome. */
  List<String> run(String playbook) {
    write("play.yml", playbook);
    told.clear();
    Problems found = new Problems();
    Templates control = new Templates(new ControlNode(Map.of("HOME", "/root")));
    Loader loader = new Loader(Catalog.load(), control, new Sources(folder), found, cache);
    Optional<Program> program =
        loader.load(
            new Loader.Request(
                folder.resolve("play.yml"),
                List.of(folder.resolve("hosts.ini").toString()),
                Optional.empty(),
                limit,
                extra,
                check,
                false,
                5,
                "1",
                selection,
                Optional.empty(),
                Optional.of(typist()),
                0));
    problems = new DiagnosticRenderer(false).render(found.all());
    if (program.isEmpty()) return List.of();
    recap =
        new Runner(connections(), event -> event.tell(this), masker, Clock.systemUTC())
            .run(
                program.get(),
                new Runner.Options(
                    "1",
                    5,
                    check,
                    false,
                    0,
                    new HostAccess.Defaults(Map.of(), false, Optional.empty(), Optional.empty()),
                    Pace.AHEAD,
                    typist()));
    return List.copyOf(told);
  }

  private Prompter typist() {
    return new Prompter() {
      @Override
      public boolean isAnybodyThere() {
        return !answers.isEmpty();
      }

      @Override
      public Optional<String> ask(String question) {
        asked.add(question.strip() + " shown");
        return Optional.of(answers.pop());
      }

      @Override
      public Optional<Secret> askSecretly(String question) {
        asked.add(question.strip() + " hidden");
        return Optional.of(Secret.of(answers.pop()));
      }
    };
  }

  private Connections connections() {
    Connections local = new LocalConnections(environment);
    return new Connections() {
      @Override
      public Connection open(Login login) {
        if (unreachable.contains(login.name())) {
          throw new HostUnreachable("`" + login.name() + "` is off", "switch it on");
        }
        return local.open(login);
      }

      @Override
      public void close() {
        local.close();
      }
    };
  }

  Recap.Counts counts(String host) {
    return recap.hosts().get(host);
  }

  @Override
  public void playStarted(Event.PlayStarted event) {
    told.add("play " + event.name() + " " + event.hosts());
  }

  @Override
  public void batchStarted(Event.BatchStarted event) {
    told.add("batch " + event.number() + "/" + event.of() + " " + event.hosts());
  }

  @Override
  public void itemEnded(Event.ItemEnded event) {
    told.add(line(event.task(), event.host() + "[" + event.label() + "]", event.outcome()));
  }

  @Override
  public void taskEnded(Event.TaskEnded event) {
    String host = event.host() + event.delegate().map(d -> "->" + d).orElse("");
    told.add(line(event.task(), host, event.outcome()));
  }

  @Override
  public void warned(Event.Warned event) {
    told.add("warning: " + event.message());
  }

  @Override
  public void aborted(Event.Aborted event) {
    told.add("aborted " + event.hosts() + ": " + event.reason());
  }

  private static String line(TaskInfo task, String host, Outcome outcome) {
    String changes =
        outcome.changes().stream().map(Object::toString).collect(Collectors.joining(", "));
    return task.name()
        + " "
        + host
        + " "
        + outcome.status().name().toLowerCase(java.util.Locale.ROOT)
        + (outcome.ignored() ? " ignored" : "")
        + (changes.isEmpty() ? "" : " {" + changes + "}")
        + (outcome.message().isEmpty() ? "" : ": " + outcome.message())
        + (outcome.notes().isEmpty() ? "" : " " + outcome.notes());
  }
}
