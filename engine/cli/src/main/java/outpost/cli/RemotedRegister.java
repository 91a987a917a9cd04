package outpost.cli;

import java.util.Optional;
import outpost.api.Problem;
import outpost.remoted.Diagnosis;
import outpost.remoted.Endpoint;
import outpost.remoted.RemoteSession;
import outpost.remoted.UnusedNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private RemotedNode node = new RemotedNode();

  @Override
  public Optional<Problem> wrong(Surroundings around) {
    Optional<Problem> wrongHost =
        RemotedOptions.wrongHost(host, "remoted register", "-i hosts.yml --cluster node1 remote1");
    if (wrongHost.isPresent()) return wrongHost;
    return node.wrong();
  }

  @Override
  public int run(Surroundings around) {
    Endpoint at = Endpoint.in(host.orElseThrow()).orElseThrow();
    return node.with(
        around,
        "register",
        at,
        (tool, with, teller) -> {
          UnusedNode unused = tool.unused(at);
          Diagnosis seen =
              RemoteSession.prove(unused, tool.dialer(), with, tool.limits(), around.clock());
          teller.tell("register", host.orElseThrow(), seen, seen.keyIsRight());
        });
  }
}
