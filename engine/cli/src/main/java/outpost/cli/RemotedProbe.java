package outpost.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import outpost.api.Problem;
import outpost.remoted.Credential;
import outpost.remoted.Diagnosis;
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
  private static final int AT_A_TIME = 50;

  @Parameters(
      paramLabel = "HOST[:PORT]",
      arity = "0..*",
      description = "Names or addresses of nodes; the port is 3121 unless it is said.")
  private List<String> hosts = new ArrayList<>();

  @ArgGroup(validate = false, heading = "%nWith which key:%n", order = 1)
  private RemotedOptions.Keys keys = new RemotedOptions.Keys();

  @ArgGroup(validate = false, heading = "%nThrough whose eyes:%n", order = 2)
  private RemotedOptions.Eyes eyes = new RemotedOptions.Eyes();

  @ArgGroup(validate = false, heading = "%nWith `--cluster` or `-i`, which hosts:%n", order = 3)
  private RemotedOptions.Hosts inventory = new RemotedOptions.Hosts();

  @ArgGroup(validate = false, heading = "%nWith which passwords of the vault:%n", order = 4)
  private Options.Vaults vaults = new Options.Vaults();

  @ArgGroup(
      validate = false,
      heading = "%nHow to log in on the cluster's node, where the inventory does not say:%n",
      order = 5)
  private Options.Connecting connecting = new Options.Connecting();

  @ArgGroup(validate = false, heading = "%nAs which user:%n", order = 6)
  private Options.Becoming becoming = new Options.Becoming();

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
    return connecting
        .connectTimeout
        .flatMap(seconds -> Usage.tooSmall("--connect-timeout", seconds))
        .or(
            () ->
                eyes.cluster.isPresent()
                    ? keys.wrong()
                    : keys.missing(RemotedOptions.AUTHKEY, RemotedOptions.CLUSTER));
  }

  @Override
  public int run(Surroundings around) {
    RemotedKeys files = new RemotedKeys(around);
    Optional<Credential> said = keys.any() ? files.read(keys) : Optional.empty();
    if (files.tell()) return Exit.WRONG_INPUT;
    boolean inventoried = eyes.cluster.isPresent() || !inventory.inventories.isEmpty();
    Optional<RemotedTool> opened =
        inventoried
            ? RemotedTool.of(
                around, List.of(), eyes.cluster, inventory, vaults, connecting, becoming)
            : Optional.of(RemotedTool.alone(around, connecting));
    if (opened.isEmpty()) return Exit.WRONG_INPUT;
    RemotedTeller teller = new RemotedTeller(around, telling.output);
    try (RemotedTool tool = opened.get()) {
      probe(tool, said.isPresent() ? said.get() : tool.fetched(), teller);
    } catch (RemotedTool.Refused e) {
      teller.refused("probe", Endpoint.of(eyes.cluster.orElseThrow()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Exit.INTERRUPTED;
    }
    return teller.status();
  }

  private void probe(RemotedTool tool, Credential with, RemotedTeller teller)
      throws InterruptedException {
    HalfHandshake half = new HalfHandshake(tool.dialer(), tool.limits());
    ExecutorService probes = Executors.newFixedThreadPool(Math.min(AT_A_TIME, hosts.size()));
    try {
      List<Future<Diagnosis>> proofs = new ArrayList<>();
      for (String host : hosts) {
        Endpoint at = tool.endpoint(Endpoint.in(host).orElseThrow());
        proofs.add(probes.submit(() -> half.prove(at, with)));
      }
      for (int i = 0; i < proofs.size(); i++) {
        Diagnosis seen = proofs.get(i).get();
        teller.tell("probe", hosts.get(i), seen, seen.keyIsRight());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      probes.shutdownNow();
    }
  }
}
