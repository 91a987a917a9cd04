package outpost.cli;

import java.util.List;
import java.util.Optional;
import outpost.api.Problem;
import outpost.core.vault.VaultId;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Decrypts whole files. */
@Command(
    name = "decrypt",
    header = "Decrypts files for good, each in its place.",
    description = {
      "",
      "Without a file standard input is decrypted, to standard output. To look at a file `view`"
          + " is enough, and leaves nothing behind.",
    },
    customSynopsis = Commands.PROGRAM + " vault decrypt [OPTION]... [FILE]...",
    synopsisHeading = "%nUsage: ",
    parameterListHeading = "%n",
    sortOptions = false,
    usageHelpWidth = 96)
final class VaultDecrypt implements outpost.cli.Command {
  @Parameters(paramLabel = "FILE", arity = "0..*", description = "Files that are encrypted.")
  private List<String> names = List.of();

  @ArgGroup(validate = false, heading = "%nWith which passwords:%n", order = 1)
  private Options.Vaults vaults = new Options.Vaults();

  @ArgGroup(validate = false, heading = "%nWhere to:%n", order = 2)
  private VaultCommand.Writing writing = new VaultCommand.Writing();

  @ArgGroup(validate = false, heading = "%nHelp:%n", order = 3)
  private Options.Helping helping = new Options.Helping();

  @Override
  public Optional<Problem> wrong(Surroundings around) {
    return VaultTool.severalIntoOne(names, writing);
  }

  @Override
  public int run(Surroundings around) {
    VaultTool tool = new VaultTool(around);
    List<VaultId> ids = tool.passwords().required(vaults, false);
    if (tool.tell()) return Exit.USAGE;
    return tool.rewritten(
        names,
        writing,
        "decrypted",
        content ->
            tool.open(ids, content)
                .map(opened -> opened.plain().reveal())); // where the user asks for it
  }
}
