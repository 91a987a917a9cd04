package outpost.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.api.Problem;
import outpost.api.Secret;
import outpost.core.vault.Vault;
import outpost.core.vault.VaultId;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lets the user edit what encrypted files hold. */
@Command(
    name = "edit",
    header = "Opens encrypted files in $EDITOR, and encrypts what was changed.",
    description = {
      "",
      "Meanwhile the text lies in a file that only you can read, in memory where the system has"
          + " /dev/shm.",
    },
    customSynopsis = Commands.PROGRAM + " vault edit [OPTION]... FILE...",
    synopsisHeading = "%nUsage: ",
    parameterListHeading = "%n",
    sortOptions = false,
    usageHelpWidth = 96)
final class VaultEdit implements outpost.cli.Command {
  @Parameters(paramLabel = "FILE", arity = "0..*", description = "Files that are encrypted.")
  private List<String> names = List.of();

  @ArgGroup(validate = false, heading = "%nWith which passwords:%n", order = 1)
  private Options.Vaults vaults = new Options.Vaults();

  @ArgGroup(validate = false, heading = "", order = 2)
  private VaultCommand.Encrypting encrypting = new VaultCommand.Encrypting();

  @ArgGroup(validate = false, heading = "%nHelp:%n", order = 3)
  private Options.Helping helping = new Options.Helping();

  @Override
  public Optional<Problem> wrong(Surroundings around) {
    return VaultTool.noFile(names, "edit");
  }

  @Override
  public int run(Surroundings around) {
    VaultTool tool = new VaultTool(around);
    List<VaultId> ids = tool.passwords().required(vaults, false);
    if (encrypting.label.isPresent()) tool.encryptingWith(ids, encrypting.label);
    if (tool.tell()) return Exit.USAGE;
    for (String name : names) {
      edit(name, ids, tool, around);
      if (tool.tell()) return Exit.WRONG_INPUT;
    }
    return Exit.OK;
  }

  private void edit(String name, List<VaultId> ids, VaultTool tool, Surroundings around) {
    Optional<VaultTool.Content> content = tool.files().read(name);
    Optional<Vault.Opened> opened = content.flatMap(locked -> tool.open(ids, locked));
    if (opened.isEmpty()) return;
    Secret before = opened.get().plain();
    Optional<Secret> after =
        new VaultEditor(around, tool.problems()).edit(tool.files().path(name), before);
    if (after.isEmpty()) return;
    VaultId same = new VaultId(Vault.label(content.get().text()), opened.get().with().password());
    VaultId with =
        encrypting.label.flatMap(label -> tool.encryptingWith(ids, encrypting.label)).orElse(same);
    if (after.get().equals(before) && with.equals(same)) {
      tool.done("`" + name + "` is as it was");
      return;
    }
    tool.files().replace(Map.of(name, tool.lock(with, after.get())));
  }
}
