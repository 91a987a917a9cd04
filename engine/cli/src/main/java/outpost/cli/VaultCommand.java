package outpost.cli;

import java.util.List;
import java.util.Optional;
import outpost.api.Problem;
import outpost.core.source.Suggest;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands around encrypted files; the first word after it says which. */
@Command(
    header = "Encrypts, shows and edits files and values of Ansible's vault.",
    description = {
      "",
      "Files are those of `ansible-vault`, formats 1.1 and 1.2, both ways. `vault COMMAND --help`"
          + " tells more.",
    },
    customSynopsis = Commands.PROGRAM + " vault COMMAND [OPTION]... [FILE]...",
    synopsisHeading = "%nUsage: ",
    commandListHeading = "%nCommands:%n",
    sortOptions = false,
    usageHelpWidth = 96,
    subcommands = {
      VaultCreate.class,
      VaultEdit.class,
      VaultView.class,
      VaultEncrypt.class,
      VaultDecrypt.class,
      VaultRekey.class,
      VaultEncryptString.class,
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  java -jar engine.jar vault create group_vars/all/vault.yml",
      "  java -jar engine.jar vault encrypt-string --vault-id prod@prompt -n db_password -p",
      "  java -jar engine.jar vault view --vault-password-file ~/.vault group_vars/all/vault.yml",
    })
final class VaultCommand implements outpost.cli.Command {
  private static final List<String> NAMES =
      List.of("create", "edit", "view", "encrypt", "decrypt", "rekey", "encrypt-string");

  @Parameters(arity = "0..*", hidden = true)
  private List<String> words = List.of();

  @ArgGroup(validate = false, heading = "%nHelp:%n", order = 1)
  private Options.Helping helping = new Options.Helping();

  @Override
  public Optional<Problem> wrong(Surroundings around) {
    if (words.isEmpty()) {
      return Optional.of(
          Problem.of(
              "wrong-usage",
              "what is to be done with the vault is not said",
              "it is one of: " + String.join(", ", NAMES)));
    }
    String word = words.get(0);
    List<String> near = Suggest.hint(word, NAMES);
    return Optional.of(
        new Problem(
            "wrong-usage",
            "there is no command `vault " + word + "`",
            near.isEmpty() ? List.of("it is one of: " + String.join(", ", NAMES)) : near));
  }

  @Override
  public int run(Surroundings around) {
    throw new IllegalStateException("it is always wrong");
  }

  /** Which password to encrypt with. */
  static final class Encrypting {
    @Option(
        names = "--encrypt-vault-id",
        paramLabel = "LABEL",
        description = "Of several passwords, the one to encrypt with.")
    Optional<String> label = Optional.empty();
  }

  /** Where to write. */
  static final class Writing {
    @Option(
        names = "--output",
        paramLabel = "FILE",
        description =
            "Write into this file, and leave the one that is read; `-` for standard output.")
    Optional<String> output = Optional.empty();
  }
}
