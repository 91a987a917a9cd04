package outpost.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import outpost.api.Problem;
import outpost.core.source.Suggest;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The commands around pacemaker_remote's protocol; the first word after it says which. */
@Command(
    header = "Speaks pacemaker_remote's protocol: proves keys, runs agents, stands in for nodes.",
    description = {
      "",
      "`remoted COMMAND --help` tells more; docs/remoted.md says what each does to a node.",
    },
    customSynopsis = Commands.PROGRAM + " remoted COMMAND [OPTION]... [ARGUMENT]...",
    synopsisHeading = "%nUsage: ",
    commandListHeading = "%nCommands:%n",
    sortOptions = false,
    usageHelpWidth = 96,
    subcommands = {
      RemotedProbe.class,
      RemotedRegister.class,
      RemotedExec.class,
      RemotedServe.class,
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  java -jar engine.jar remoted probe --authkey-file authkey remote1 remote2",
      "  java -jar engine.jar remoted register -i hosts.yml --cluster node1 remote1",
      "  java -jar engine.jar remoted exec -i hosts.yml --cluster node1 remote1 systemd:sshd"
          + " monitor",
      "  java -jar engine.jar remoted serve --authkey-file authkey --fault version-refused",
    })
final class RemotedCommand implements outpost.cli.Command {
  private static final List<String> NAMES = List.of("probe", "register", "exec", "serve");

  @Parameters(arity = "0..*", hidden = true)
  private List<String> words = List.of();

  @ArgGroup(validate = false, heading = "%nHelp:%n", order = 1)
  private Options.Helping helping = new Options.Helping();

  @Override
  public Optional<Problem> wrong(Surroundings around) {
    String all = "it is one of: " + String.join(", ", NAMES);
    if (words.isEmpty()) {
      return Optional.of(
          Problem.of("wrong-usage", "what is to be done about pacemaker_remote is not said", all));
    }
    List<String> hints = new ArrayList<>(Suggest.hint(words.get(0), NAMES));
    if (hints.isEmpty()) hints.add(all);
    return Optional.of(
        new Problem("wrong-usage", "there is no command `remoted " + words.get(0) + "`", hints));
  }

  @Override
  public int run(Surroundings around) {
    throw new IllegalStateException("it is always wrong");
  }
}
