package outpost.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import outpost.api.Problem;
import outpost.api.Secret;
import outpost.core.vault.VaultId;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows what encrypted files hold. */
@Command(
    name = "view",
    header = "Shows what encrypted files hold, and writes nothing.",
    description = {
      "",
      "On a terminal it is shown by $PAGER, else printed: for `git diff` say"
          + " `diff.vault.textconv = \"java -jar engine.jar vault view\"`.",
    },
    customSynopsis = Commands.PROGRAM + " vault view [OPTION]... FILE...",
    synopsisHeading = "%nUsage: ",
    parameterListHeading = "%n",
    sortOptions = false,
    usageHelpWidth = 96)
final class VaultView implements outpost.cli.Command {
  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description = "Encrypted files; `-` is standard input.")
  private List<String> names = List.of();

  @ArgGroup(validate = false, heading = "%nWith which passwords:%n", order = 1)
  private Options.Vaults vaults = new Options.Vaults();

  @ArgGroup(validate = false, heading = "%nHelp:%n", order = 2)
  private Options.Helping helping = new Options.Helping();

  @Override
  public Optional<Problem> wrong(Surroundings around) {
    return VaultTool.noFile(names, "view");
  }

  @Override
  public int run(Surroundings around) {
    VaultTool tool = new VaultTool(around);
    List<VaultId> ids = tool.passwords().required(vaults, false);
    if (tool.tell()) return Exit.USAGE;
    List<Secret> found = new ArrayList<>();
    for (String name : names) {
      tool.files()
          .read(name)
          .flatMap(content -> tool.open(ids, content))
          .ifPresent(opened -> found.add(opened.plain()));
    }
    if (tool.tell()) return Exit.WRONG_INPUT;
    for (Secret secret : found) show(secret.reveal(), around); // the user asks to see it
    return Exit.OK;
  }

  private static void show(byte[] bytes, Surroundings around) {
    if (!around.outTerminal().live() || !paged(bytes, around)) {
      around.out().write(bytes, 0, bytes.length);
      around.out().flush();
    }
  }

  private static boolean paged(byte[] bytes, Surroundings around) {
    String pager = around.environment().getOrDefault("PAGER", "");
    try {
      Process process =
          new ProcessBuilder("sh", "-c", pager.isBlank() ? "less -F -R -X" : pager)
              .directory(around.workingDirectory().toFile())
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(bytes);
      } catch (IOException e) {
        // its user has seen enough
      }
      return process.waitFor() != 127;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
