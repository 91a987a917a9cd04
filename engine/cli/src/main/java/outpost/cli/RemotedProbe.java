package outpost.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import outpost.api.Problem;
import outpost.remoted.Diagnosis;
import outpost.remoted.Dialer;
import outpost.remoted.Endpoint;
import outpost.remoted.HalfHandshake;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Proves keys without being noticed. */
@Command(
    name = "probe",
    header = "Proves that nodes have an authkey; safe on nodes that a cluster uses.",
    description = {
      "",
      "It stops halfway through a TLS 1.3 handshake: by then the node has proved that it knows the"
          + " key, and does not consider anybody connected. So it is proved that the node is"
          + " reached, that pacemaker_remote answers there and that it has this key; it is not"
          + " proved that it speaks the cluster's version of the protocol, or runs anything. It"
          + " never registers. The node logs a handshake that failed.",
    },
    customSynopsis = Commands.PROGRAM + " remoted probe [OPTION]... HOST[:PORT]...",
    synopsisHeading = "%nUsage: ",
    parameterListHeading = "%n",
    sortOptions = false,
    usageHelpWidth = 96,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      " 0:all of them have the key",
      " 2:it is not so, or not provable, on a host",
      " 4:hosts were unreachable, and none failed",
      "64:wrong usage of this command line",
      "65:there is no such key; nothing was connected to",
      "70:a bug of ours",
    })
final class RemotedProbe implements outpost.cli.Command {
  private static final Duration DIAL = Duration.ofSeconds(5);
  private static final int AT_A_TIME = 50;

  @Parameters(
      paramLabel = "HOST[:PORT]",
      arity = "0..*",
      description = "Names or addresses of nodes; the port is 3121 unless it is said.")
  private List<String> hosts = new ArrayList<>();

  @ArgGroup(validate = false, heading = "%nWith which key:%n", order = 1)
  private RemotedOptions.Keys keys = new RemotedOptions.Keys();

  @ArgGroup(validate = false, heading = "%nWhat is told:%n", order = 8)
  private RemotedOptions.Telling telling = new RemotedOptions.Telling();

  @ArgGroup(validate = false, heading = "%nHelp:%n", order = 9)
  private Options.Helping helping = new Options.Helping();

  @Override
  public Optional<Problem> wrong(Surroundings around) {
    if (hosts.isEmpty()) {
      return Optional.of(
          Usage.missing("remoted probe", "no host is named", "--authkey-file authkey remote1"));
    }
    for (String host : hosts) {
      if (Endpoint.in(host).isEmpty()) {
        return Optional.of(
            Problem.of(
                "wrong-usage",
                "`" + host + "` is no host, and no host with a port",
                "as in `remote1`, `remote1:3121` or `[2001:db8::1]:3121`"));
      }
    }
    return keys.wrong();
  }

  @Override
  public int run(Surroundings around) {
    RemotedTool tool = new RemotedTool(around);
    Optional<byte[]> key = tool.key(keys);
    if (tool.tell()) return Exit.WRONG_INPUT;
    RemotedTeller teller = new RemotedTeller(around, telling.output);
    HalfHandshake half = new HalfHandshake(Dialer.direct(DIAL));
    ExecutorService probes = Executors.newFixedThreadPool(Math.min(AT_A_TIME, hosts.size()));
    try {
      List<Future<Diagnosis>> proofs = new ArrayList<>();
      for (String host : hosts) {
        Endpoint at = Endpoint.in(host).orElseThrow();
        proofs.add(probes.submit(() -> half.prove(at, key.orElseThrow())));
      }
      for (int i = 0; i < proofs.size(); i++) {
        Diagnosis seen = proofs.get(i).get();
        teller.tell("probe", hosts.get(i), seen, seen.keyIsRight());
      }
      return teller.status();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Exit.INTERRUPTED;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      probes.shutdownNow();
      Arrays.fill(key.orElseThrow(), (byte) 0);
    }
  }
}
