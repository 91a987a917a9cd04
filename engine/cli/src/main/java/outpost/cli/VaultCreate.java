package outpost.cli;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.api.Problem;
import outpost.api.Secret;
import outpost.core.vault.VaultId;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lets the user write a file that is encrypted from the start. */
@Command(
    name = "create",
    header = "Opens an empty file in $EDITOR, and encrypts what is written there.",
    customSynopsis = Commands.PROGRAM + " vault create [OPTION]... FILE",
    synopsisHeading = "%nUsage: ",
    parameterListHeading = "%n",
    sortOptions = false,
    usageHelpWidth = 96)
final class VaultCreate implements outpost.cli.Command {
  @Parameters(paramLabel = "FILE", arity = "0..*", description = "A file that is not there yet.")
  private List<String> names = List.of();

  @ArgGroup(validate = false, heading = "%nWith which password:%n", order = 1)
  private Options.Vaults vaults = new Options.Vaults();

  @ArgGroup(validate = false, heading = "", order = 2)
  private VaultCommand.Encrypting encrypting = new VaultCommand.Encrypting();

  @ArgGroup(validate = false, heading = "%nHelp:%n", order = 3)
  private Options.Helping helping = new Options.Helping();

  @Override
  public Optional<Problem> wrong(Surroundings around) {
    if (names.size() == 1) return Optional.empty();
    return names.isEmpty()
        ? VaultTool.noFile(names, "create")
        : Optional.of(Problem.of("wrong-usage", "`vault create` makes one file at a time"));
  }

  @Override
  public int run(Surroundings around) {
    VaultTool tool = new VaultTool(around);
    String name = names.get(0);
    if (Files.exists(tool.files().path(name))) {
      tool.problems()
          .error(
              "file-exists",
              "there is a file `" + name + "` already",
              "`vault edit` changes an encrypted file, `vault encrypt` encrypts another");
    } else if (!Files.isWritable(tool.files().path(name).toAbsolutePath().getParent())) {
      tool.problems()
          .error(
              "unwritable-file",
              "`" + name + "` cannot be written: is its folder there, and may you write to it?");
    }
    if (tool.tell()) return Exit.WRONG_INPUT;
    List<VaultId> ids = tool.passwords().required(vaults, true);
    Optional<VaultId> with = tool.encryptingWith(ids, encrypting.label);
    if (tool.tell()) return Exit.USAGE;
    Optional<Secret> text =
        new VaultEditor(around, tool.problems())
            .edit(tool.files().path(name), Secret.of(new byte[0]));
    if (tool.tell()) return Exit.WRONG_INPUT;
    if (text.filter(written -> !written.isEmpty()).isEmpty()) {
      around.err().println("nothing was written, so `" + name + "` is not made");
      return Exit.OK;
    }
    tool.files().replace(Map.of(name, tool.lock(with.orElseThrow(), text.get())));
    return tool.tell() ? Exit.WRONG_INPUT : Exit.OK;
  }
}
