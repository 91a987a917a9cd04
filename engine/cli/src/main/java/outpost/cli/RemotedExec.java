package outpost.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import outpost.api.Problem;
import outpost.remoted.Endpoint;
import outpost.remoted.Operation;
import outpost.remoted.RemoteFailure;
import outpost.remoted.RemoteSession;
import outpost.remoted.Resource;
import outpost.remoted.Result;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a resource agent on a node as a cluster would. */
@Command(
    name = "exec",
    header = "Runs actions of a resource agent on a node that no cluster uses, as a cluster would.",
    description = {
      "",
      "The actions run one after the other, whatever each of them says. What they start is stopped"
          + " in the end unless `--leave` is said, and pacemaker_remote forgets the resource."
          + " It is refused as `register` is: where a cluster uses the node, or that cannot be"
          + " known.",
    },
    customSynopsis = Commands.PROGRAM + " remoted exec [OPTION]... HOST[:PORT] AGENT ACTION...",
    synopsisHeading = "%nUsage: ",
    parameterListHeading = "%n",
    sortOptions = false,
    usageHelpWidth = 96,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      " 0:every action said that all is well",
      " 2:it was refused, or it failed",
      " 4:the node was unreachable",
      "64:wrong usage of this command line",
      "65:there is no such key, host or inventory; nothing was connected to",
      "70:a bug of ours",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  java -jar engine.jar remoted exec -i hosts.yml --cluster node1 remote1 \\",
      "      ocf:pacemaker:Dummy start monitor",
      "  java -jar engine.jar remoted exec -i hosts.yml --cluster node1 -p @params remote1 \\",
      "      ocf:heartbeat:Filesystem validate-all",
    })
final class RemotedExec implements outpost.cli.Command {
  @Parameters(
      index = "0",
      paramLabel = "HOST[:PORT]",
      arity = "0..1",
      description = "A host of the inventory; the port is 3121 unless it is said.")
  private Optional<String> host = Optional.empty();

  @Parameters(
      index = "1",
      paramLabel = "AGENT",
      arity = "0..1",
      description = "ocf:PROVIDER:NAME, systemd:UNIT, lsb:NAME or service:NAME.")
  private Optional<String> agent = Optional.empty();

  @Parameters(
      index = "2..*",
      paramLabel = "ACTION",
      arity = "0..*",
      description = "start, monitor, stop, validate-all, meta-data…")
  private List<String> actions = new ArrayList<>();

  @ArgGroup(validate = false, heading = "%nHow to run it:%n", order = 1)
  private Running running = new Running();

  @Mixin private RemotedNode node = new RemotedNode();

  private static final class Running {
    @Option(
        names = {"-p", "--parameter"},
        paramLabel = "NAME=VALUE",
        description =
            "A parameter of the agent. Repeatable; `@FILE` has them in lines, where others on this"
                + " machine do not see them.")
    List<String> parameters = new ArrayList<>();

    @Option(
        names = "--id",
        paramLabel = "NAME",
        description = "What the resource is called there (default: outpost-exec).")
    String id = "outpost-exec";

    @Option(
        names = "--action-timeout",
        paramLabel = "SECONDS",
        description = "Give an action so long (default: 60).")
    int timeout = 60;

    @Option(names = "--leave", description = "Leave running what was started.")
    boolean leave;
  }

  @Override
  public Optional<Problem> wrong(Surroundings around) {
    String example = "-i hosts.yml --cluster node1 remote1 ocf:pacemaker:Dummy start monitor";
    Optional<Problem> wrongHost = RemotedOptions.wrongHost(host, "remoted exec", example);
    if (wrongHost.isPresent()) return wrongHost;
    if (agent.isEmpty() || actions.isEmpty()) {
      String what = agent.isEmpty() ? "no agent is named" : "no action is named";
      return Optional.of(Usage.missing("remoted exec", what, example));
    }
    if (resource().isEmpty()) {
      return Optional.of(
          Problem.of(
              "wrong-usage",
              "`" + agent.get() + "` is no resource agent",
              "as in `ocf:heartbeat:IPaddr2` or `systemd:sshd`"));
    }
    return Usage.tooSmall("--action-timeout", running.timeout).or(node::wrong);
  }

  /** Returns what the agent's name says; empty if it says nothing. */
  private Optional<Resource> resource() {
    String[] words = agent.orElseThrow().split(":", -1);
    boolean whole = List.of(words).stream().noneMatch(String::isBlank);
    if (whole && words.length == 3 && words[0].equals("ocf")) {
      return Optional.of(Resource.ocf(running.id, words[1], words[2]));
    }
    boolean plain = List.of("systemd", "lsb", "service").contains(words[0]);
    return whole && words.length == 2 && plain
        ? Optional.of(new Resource(running.id, words[0], Optional.empty(), words[1]))
        : Optional.empty();
  }

  @Override
  public int run(Surroundings around) {
    RemotedParameters read = new RemotedParameters(around);
    Map<String, String> parameters = read.of(running.parameters);
    if (read.tell()) return Exit.WRONG_INPUT;
    Endpoint at = Endpoint.in(host.orElseThrow()).orElseThrow();
    return node.with(
        around,
        "exec",
        at,
        (tool, with, teller) -> {
          try (RemoteSession session =
              RemoteSession.open(
                  tool.unused(at), tool.dialer(), with, tool.limits(), around.clock())) {
            run(session, parameters, at, teller);
          } catch (RemoteFailure e) {
            teller.tell("exec", host.orElseThrow(), e.diagnosis(), false);
          }
        });
  }

  private void run(
      RemoteSession session, Map<String, String> parameters, Endpoint at, RemotedTeller teller)
      throws RemoteFailure, RemotedTool.Refused {
    Resource resource = resource().orElseThrow();
    // the same one is what a session left that broke off
    if (session.resource(running.id).filter(known -> !known.equals(resource)).isPresent()) {
      throw new RemotedTool.Refused(
          "id-taken",
          "pacemaker_remote on `%s` knows another resource `%s` already"
              .formatted(at.host(), running.id),
          "name another one with `--id`");
    }
    session.register(resource);
    boolean started = false;
    for (String action : actions) {
      started = action.equals("start") || started && !action.equals("stop");
      act(session, action, action, parameters, teller);
    }
    if (started && !running.leave) {
      act(session, "stop", "stop, as nothing is to be left", parameters, teller);
    }
    session.unregister(running.id);
  }

  private void act(
      RemoteSession session,
      String action,
      String title,
      Map<String, String> parameters,
      RemotedTeller teller)
      throws RemoteFailure {
    Duration limit = Duration.ofSeconds(running.timeout);
    Result result = session.run(Operation.once(running.id, action, limit, parameters));
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("host", host.orElseThrow());
    more.put("agent", agent.orElseThrow());
    more.put("action", action);
    more.put("rc", result.exitCode());
    more.put("state", result.status().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    more.put("output", result.output());
    more.put("took", result.took().toMillis() / 1000.0);
    teller.tell("exec", result.ok() ? "ok" : "failed", title, words(result), List.of(), more);
    if (node.output() == Options.Output.HUMAN) result.output().ifPresent(teller::indented);
  }

  /** What the codes of agents mean (OCF resource agent API, 1.1). */
  private static final List<String> CODES =
      List.of(
          "ok",
          "generic error",
          "wrong argument",
          "not implemented",
          "not allowed",
          "not installed",
          "not configured",
          "not running",
          "running promoted",
          "failed promoted");

  private static String words(Result result) {
    int code = result.exitCode();
    String meaning = code >= 0 && code < CODES.size() ? ", " + CODES.get(code) : "";
    String state =
        result.status() == Result.Status.DONE
            ? ""
            : ", " + result.status().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return "exit %d%s%s · %s%s"
        .formatted(
            code,
            meaning,
            state,
            Text.time(result.took()),
            result.exitReason().map(why -> " · " + why).orElse(""));
  }
}
