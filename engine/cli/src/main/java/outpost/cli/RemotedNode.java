package outpost.cli;

import java.util.List;
import java.util.Optional;
import outpost.api.Problem;
import outpost.remoted.Credential;
import outpost.remoted.Endpoint;
import picocli.CommandLine.ArgGroup;

/** What the commands share that connect to one node, which no cluster may be using. */
final class RemotedNode {
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

  /** What a command does with the node. */
  @FunctionalInterface
  interface Work {
    void on(RemotedTool tool, Credential with, RemotedTeller teller) throws RemotedTool.Refused;
  }

  Options.Output output() {
    return telling.output;
  }

  /** Returns what is wrong with these options. */
  Optional<Problem> wrong() {
    return connecting
        .connectTimeout
        .flatMap(seconds -> Usage.tooSmall("--connect-timeout", seconds))
        .or(
            () ->
                eyes.cluster.isPresent()
                    ? keys.wrong()
                    : keys.missing(RemotedOptions.CLUSTER, RemotedOptions.AUTHKEY));
  }

  /** Reads the key, logs in where it is needed, and lets a command work; returns its status. */
  int with(Surroundings around, String command, Endpoint node, Work work) {
    RemotedKeys files = new RemotedKeys(around);
    Optional<Credential> said = keys.any() ? files.read(keys) : Optional.empty();
    if (files.tell()) return Exit.WRONG_INPUT;
    Optional<RemotedTool> opened =
        RemotedTool.of(
            around, List.of(node.host()), eyes.cluster, inventory, vaults, connecting, becoming);
    if (opened.isEmpty()) return Exit.WRONG_INPUT;
    RemotedTeller teller = new RemotedTeller(around, telling.output);
    try (RemotedTool tool = opened.get()) {
      work.on(tool, said.isPresent() ? said.get() : tool.fetched(), teller);
    } catch (RemotedTool.Refused e) {
      teller.refused(command, node, e);
    }
    return teller.status();
  }
}
