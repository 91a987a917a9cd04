package outpost.cli;

import java.util.List;
import java.util.Optional;
import outpost.api.Problem;
import outpost.remoted.Credential;
import outpost.remoted.Diagnosis;
import outpost.remoted.Endpoint;
import outpost.remoted.RemoteSession;
import outpost.remoted.UnusedNode;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Connects to a node as a cluster would. */
@Command(
    name = "register",
    header = "Connects to a node that no cluster uses, as a cluster would, and leaves.",
    description = {
      "",
      "It proves that a cluster would get through: the key is right, the version of the protocol is"
          + " accepted, and pacemaker_remote answers. On a node that a cluster uses that would"
          + " throw it out of its cluster, and have it fenced. So the node's own connections are"
          + " read over SSH first, and with `--cluster` what that cluster is configured to connect"
          + " to as well; where that cannot be read, or shows a cluster, it is refused.",
    },
    customSynopsis = Commands.PROGRAM + " remoted register [OPTION]... HOST[:PORT]",
    synopsisHeading = "%nUsage: ",
    parameterListHeading = "%n",
    sortOptions = false,
    usageHelpWidth = 96,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      " 0:a cluster would get through",
      " 2:it was refused, or it failed",
      " 4:the node was unreachable",
      "64:wrong usage of this command line",
      "65:there is no such key, host or inventory; nothing was connected to",
      "70:a bug of ours",
    })
final class RemotedRegister implements outpost.cli.Command {
  @Parameters(
      paramLabel = "HOST[:PORT]",
      arity = "0..1",
      description = "A host of the inventory; the port is 3121 unless it is said.")
  private Optional<String> host = Optional.empty();

  @ArgGroup(validate = false, heading = "%nWith which key:%n", order = 2)
  private RemotedOptions.Keys keys = new RemotedOptions.Keys();

  @ArgGroup(validate = false, heading = "%nThrough whose eyes:%n", order = 3)
  private RemotedOptions.Eyes eyes = new RemotedOptions.Eyes();

  @ArgGroup(validate = false, heading = "%nWhich hosts:%n", order = 4)
  private RemotedOptions.Hosts inventory = new RemotedOptions.Hosts();

  @ArgGroup(validate = false, heading = "%nWith which passwords of the vault:%n", order = 5)
  private Options.Vaults vaults = new Options.Vaults();

  @ArgGroup(
      validate = false,
      heading = "%nHow to log in, where the inventory does not say:%n",
      order = 6)
  private Options.Connecting connecting = new Options.Connecting();

  @ArgGroup(validate = false, heading = "%nAs which user:%n", order = 7)
  private Options.Becoming becoming = new Options.Becoming();

  @ArgGroup(validate = false, heading = "%nWhat is told:%n", order = 8)
  private RemotedOptions.Telling telling = new RemotedOptions.Telling();

  @ArgGroup(validate = false, heading = "%nHelp:%n", order = 9)
  private Options.Helping helping = new Options.Helping();

  @Override
  public Optional<Problem> wrong(Surroundings around) {
    Optional<Problem> wrongHost =
        RemotedOptions.wrongHost(host, "remoted register", "-i hosts.yml --cluster node1 remote1");
    if (wrongHost.isPresent()) return wrongHost;
    return connecting
        .connectTimeout
        .flatMap(seconds -> Usage.tooSmall("--connect-timeout", seconds))
        .or(
            () ->
                eyes.cluster.isPresent()
                    ? keys.wrong()
                    : keys.missing(RemotedOptions.CLUSTER, RemotedOptions.AUTHKEY));
  }

  @Override
  public int run(Surroundings around) {
    RemotedKeys files = new RemotedKeys(around);
    Optional<Credential> said = keys.any() ? files.read(keys) : Optional.empty();
    if (files.tell()) return Exit.WRONG_INPUT;
    Endpoint node = Endpoint.in(host.orElseThrow()).orElseThrow();
    Optional<RemotedTool> opened =
        RemotedTool.of(
            around, List.of(node.host()), eyes.cluster, inventory, vaults, connecting, becoming);
    if (opened.isEmpty()) return Exit.WRONG_INPUT;
    RemotedTeller teller = new RemotedTeller(around, telling.output);
    try (RemotedTool tool = opened.get()) {
      Credential with = said.isPresent() ? said.get() : tool.fetched();
      UnusedNode unused = tool.unused(node);
      Diagnosis seen =
          RemoteSession.prove(unused, tool.dialer(), with, tool.limits(), around.clock());
      teller.tell("register", host.orElseThrow(), seen, seen.keyIsRight());
    } catch (RemotedTool.Refused e) {
      teller.refused("register", node, e);
    }
    return teller.status();
  }
}
