package outpost.cli;

import java.util.List;
import java.util.Optional;
import outpost.api.Problem;
import outpost.core.vault.VaultId;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Encrypts whole files. */
@Command(
    name = "encrypt",
    header = "Encrypts files, each in its place.",
    description = {"", "Without a file standard input is encrypted, to standard output."},
    customSynopsis = Commands.PROGRAM + " vault encrypt [OPTION]... [FILE]...",
    synopsisHeading = "%nUsage: ",
    parameterListHeading = "%n",
    sortOptions = false,
    usageHelpWidth = 96)
final class VaultEncrypt implements outpost.cli.Command {
  @Parameters(paramLabel = "FILE", arity = "0..*", description = "Files that are not encrypted.")
  private List<String> names = List.of();

  @ArgGroup(validate = false, heading = "%nWith which password:%n", order = 1)
  private Options.Vaults vaults = new Options.Vaults();

  @ArgGroup(validate = false, heading = "", order = 2)
  private VaultCommand.Encrypting encrypting = new VaultCommand.Encrypting();

  @ArgGroup(validate = false, heading = "%nWhere to:%n", order = 3)
  private VaultCommand.Writing writing = new VaultCommand.Writing();

  @ArgGroup(validate = false, heading = "%nHelp:%n", order = 4)
  private Options.Helping helping = new Options.Helping();

  @Override
  public Optional<Problem> wrong(Surroundings around) {
    return VaultTool.severalIntoOne(names, writing);
  }

  @Override
  public int run(Surroundings around) {
    VaultTool tool = new VaultTool(around);
    List<VaultId> ids = tool.passwords().required(vaults, true);
    Optional<VaultId> with = tool.encryptingWith(ids, encrypting.label);
    if (tool.tell()) return Exit.USAGE;
    return tool.rewritten(
        names, writing, "encrypted", content -> tool.lock(with.orElseThrow(), content));
  }
}
