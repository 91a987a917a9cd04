package outpost.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.api.Change;
import outpost.core.event.Event;
import outpost.core.event.Masker;
import outpost.core.event.Outcome;
import outpost.core.event.Recap;
import outpost.core.event.Reporter;
import outpost.core.event.Status;
import outpost.core.event.TaskInfo;
import outpost.core.source.Source;
import outpost.core.source.Span;

/** Tells made-up runs to a reporter, with a clock that moves only when told to. */
final class Story implements InstantSource {
  static final Source PLAYBOOK =
      new Source(
          "playbooks/join.yml",
          """
          - name: Join
            hosts: all
            tasks:
              - name: Read the cluster
                pacemaker_verify:
              - name: Install the daemon
                dnf: { name: pacemaker-remote }
              - name: Open the firewall
                firewalld: { service: high-availability }
          """);

  final Masker masker = new Masker();
  final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  final PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
  private Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private Reporter reporter;

  @Override
  public Instant instant() {
    return now;
  }

  /** Piped: plain lines. */
  ConsoleReporter plain(int verbosity) {
    return console(false, false, verbosity);
  }

  /** A terminal with colours. */
  ConsoleReporter terminal() {
    return console(true, true, 0);
  }

  ConsoleReporter console(boolean live, boolean colours, int verbosity) {
    ConsoleReporter console =
        new ConsoleReporter(new Screen(out, masker, live, colours), masker, this, verbosity);
    reporter = console;
    return console;
  }

  JsonLinesReporter jsonLines() {
    JsonLinesReporter lines = new JsonLinesReporter(out, masker, this);
    reporter = lines;
    return lines;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  String told() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  void begins(boolean check) {
    on(
        new Event.RunStarted(
            "0.1.0",
            "playbooks/join.yml",
            List.of("inventories"),
            Optional.of("inventories"),
            check,
            false,
            10));
  }

  void on(Event event) {
    reporter.on(event);
  }

  void play(String... hosts) {
    on(new Event.PlayStarted("Join", List.of(hosts)));
  }

  /** Returns a task that stands in the playbook. */
  static TaskInfo task(String name, String module) {
    int start = PLAYBOOK.text().indexOf("name: " + name);
    return new TaskInfo(name, module, false, new Span(PLAYBOOK, start, start + 4));
  }

  void starts(TaskInfo task, String... hosts) {
    on(new Event.TaskStarted(task, List.of(hosts)));
  }

  void ends(TaskInfo task, String host, Outcome outcome) {
    on(new Event.TaskEnded(task, host, Optional.empty(), outcome, 1));
  }

  static Outcome ok() {
    return Outcome.of(Status.OK, "");
  }

  static Outcome changed(String what, String from, String to) {
    return new Made(Status.CHANGED).change(what, from, to).outcome();
  }

  /** Builds an outcome of few words. */
  static final class Made {
    private final Status status;
    private String message = "";
    private final List<Outcome.Changed> changes = new java.util.ArrayList<>();
    private final List<Change.Diff> diffs = new java.util.ArrayList<>();
    private List<String> hints = List.of();
    private List<String> notes = List.of();
    private List<String> details = List.of();
    private Optional<Outcome.Output> output = Optional.empty();
    private boolean ignored;
    private boolean hidden;
    private Map<String, Object> result = Map.of();

    Made(Status status) {
      this.status = status;
    }

    Made message(String text) {
      message = text;
      return this;
    }

    Made change(String what, String from, String to) {
      changes.add(new Outcome.Changed(what, from, to));
      return this;
    }

    Made diff(String name, String before, String after) {
      diffs.add(new Change.Diff(name, before, after, false));
      return this;
    }

    Made hints(String... texts) {
      hints = List.of(texts);
      return this;
    }

    Made notes(String... texts) {
      notes = List.of(texts);
      return this;
    }

    Made details(String... texts) {
      details = List.of(texts);
      return this;
    }

    Made output(int rc, String stdout, String stderr) {
      output = Optional.of(new Outcome.Output(rc, stdout, stderr));
      return this;
    }

    Made ignored() {
      ignored = true;
      return this;
    }

    Made hidden() {
      hidden = true;
      return this;
    }

    Made result(Map<String, Object> values) {
      result = values;
      return this;
    }

    Outcome outcome() {
      return new Outcome(
          status,
          message,
          hints,
          changes,
          diffs,
          notes,
          output,
          details,
          ignored,
          result,
          hidden,
          Duration.ofMillis(120));
    }
  }

  void over(Map<String, Recap.Counts> hosts) {
    on(
        new Event.RunEnded(
            new Recap(
                new LinkedHashMap<>(hosts),
                Duration.ofMillis(12_340),
                List.of(
                    new Recap.Slow("Install the daemon", Duration.ofMillis(6_200)),
                    new Recap.Slow("Read the cluster", Duration.ofMillis(480))),
                Map.of(),
                Set.of())));
  }

  /** The run that most goldens tell: one host well, one changed, one failed, one not there. */
  void join() {
    TaskInfo read = task("Read the cluster", "pacemaker_verify");
    TaskInfo install = task("Install the daemon", "dnf");
    TaskInfo open = task("Open the firewall", "firewalld");
    begins(false);
    play("node1", "node2", "remote1", "remote2");
    starts(read, "node1", "node2", "remote1", "remote2");
    pass(Duration.ofMillis(300));
    ends(read, "node1", ok());
    ends(read, "node2", ok());
    ends(read, "remote1", ok());
    ends(
        read,
        "remote2",
        new Made(Status.UNREACHABLE)
            .message("remote2 refuses TCP connections on port 22")
            .hints("is sshd running there?")
            .outcome());
    starts(install, "node1", "node2", "remote1");
    on(new Event.Waiting(install, "remote1", "the package lock", Duration.ofSeconds(3)));
    pass(Duration.ofSeconds(2));
    ends(install, "node1", changed("package pacemaker-remote", "absent", "2.1.7-5.el9"));
    ends(install, "remote1", changed("package pacemaker-remote", "absent", "2.1.7-5.el9"));
    ends(install, "node2", ok());
    starts(open, "node1", "node2", "remote1");
    ends(
        open,
        "node2",
        new Made(Status.FAILED)
            .details(
                "while making permanent service high-availability: no -> yes",
                "ran     firewall-cmd -q --permanent --zone=dmz --add-service=high-availability")
            .message("exit 112, INVALID_ZONE: dmz")
            .output(112, "", "INVALID_ZONE: dmz\n")
            .hints("`firewall-cmd --get-zones` lists the zones of the host")
            .outcome());
    ends(open, "node1", Outcome.of(Status.SKIPPED, ""));
    ends(
        open,
        "remote1",
        new Made(Status.CHANGED)
            .change("permanent service high-availability", "no", "yes")
            .change("runtime service high-availability", "no", "yes")
            .notes("the zone is `public`, as none is named")
            .outcome());
    over(recap());
  }

  static Map<String, Recap.Counts> recap() {
    Map<String, Recap.Counts> hosts = new LinkedHashMap<>();
    hosts.put("node1", new Recap.Counts(2, 1, 0, 1, 0, 0, 0, 0, 3));
    hosts.put("node2", new Recap.Counts(2, 0, 1, 0, 0, 0, 0, 0, 3));
    hosts.put("remote1", new Recap.Counts(3, 2, 0, 0, 0, 0, 0, 0, 14));
    hosts.put("remote2", new Recap.Counts(0, 0, 0, 0, 1, 0, 0, 0, 0));
    return hosts;
  }
}
