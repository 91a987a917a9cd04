package outpost.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.api.Problem;
import outpost.core.vault.VaultId;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Encrypts files with another password. */
@Command(
    name = "rekey",
    header = "Encrypts files with another password, all of them or none.",
    customSynopsis = Commands.PROGRAM + " vault rekey [OPTION]... FILE...",
    synopsisHeading = "%nUsage: ",
    parameterListHeading = "%n",
    sortOptions = false,
    usageHelpWidth = 96)
final class VaultRekey implements outpost.cli.Command {
  @Parameters(paramLabel = "FILE", arity = "0..*", description = "Files that are encrypted.")
  private List<String> names = List.of();

  @ArgGroup(validate = false, heading = "%nWith which passwords they open:%n", order = 1)
  private Options.Vaults vaults = new Options.Vaults();

  @ArgGroup(validate = false, heading = "%nWith which one they are encrypted then:%n", order = 2)
  private New fresh = new New();

  @ArgGroup(validate = false, heading = "", order = 3)
  private VaultCommand.Encrypting encrypting = new VaultCommand.Encrypting();

  @ArgGroup(validate = false, heading = "%nHelp:%n", order = 4)
  private Options.Helping helping = new Options.Helping();

  private static final class New {
    @Option(
        names = "--new-vault-id",
        paramLabel = "[LABEL@]SOURCE",
        description = "The new password: `prompt`, a file, or a program that prints it.")
    Optional<String> id = Optional.empty();

    @Option(
        names = {"--new-vault-password-file", "--new-vault-pass-file"},
        paramLabel = "FILE",
        description = "The same without a label. Without either you are asked.")
    Optional<String> file = Optional.empty();
  }

  @Override
  public Optional<Problem> wrong(Surroundings around) {
    if (fresh.id.isPresent() && fresh.file.isPresent()) {
      return Optional.of(
          Problem.of(
              "wrong-usage",
              "`--new-vault-id` and `--new-vault-password-file` both name the new password",
              "keep one of them"));
    }
    return VaultTool.noFile(names, "rekey");
  }

  @Override
  public int run(Surroundings around) {
    VaultTool tool = new VaultTool(around);
    List<VaultId> ids = tool.passwords().required(vaults, false);
    if (tool.tell()) return Exit.USAGE;
    Optional<VaultId> with = with(tool, ids);
    if (tool.tell()) return Exit.USAGE;
    Map<String, byte[]> made = new LinkedHashMap<>();
    for (String name : names) {
      tool.files()
          .read(name)
          .flatMap(content -> tool.open(ids, content))
          .ifPresent(opened -> made.put(name, tool.lock(with.orElseThrow(), opened.plain())));
    }
    return tool.written(made, "rekeyed");
  }

  private Optional<VaultId> with(VaultTool tool, List<VaultId> ids) {
    boolean named = fresh.id.isPresent() || fresh.file.isPresent();
    if (!named && encrypting.label.isPresent()) return tool.encryptingWith(ids, encrypting.label);
    Optional<VaultId> one =
        tool.passwords()
            .fresh(
                fresh.id.or(() -> fresh.file.map(f -> VaultId.DEFAULT + "@" + f)).orElse("prompt"));
    return one.flatMap(id -> tool.encryptingWith(List.of(id), encrypting.label));
  }
}
