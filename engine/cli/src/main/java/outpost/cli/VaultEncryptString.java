package outpost.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import outpost.api.Problem;
import outpost.api.Secret;
import outpost.core.vault.VaultId;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Encrypts single values, to be pasted into a file of variables. */
@Command(
    name = "encrypt-string",
    aliases = "encrypt_string",
    header = "Encrypts texts as values for files of variables.",
    description = {
      "",
      "Without a text standard input is encrypted, as it is: `printf %%s` adds no line end.",
      "A text on the command line is seen by all who may list processes; -p asks for it instead.",
    },
    customSynopsis = Commands.PROGRAM + " vault encrypt-string [OPTION]... [TEXT]...",
    synopsisHeading = "%nUsage: ",
    parameterListHeading = "%n",
    sortOptions = false,
    usageHelpWidth = 96)
final class VaultEncryptString implements outpost.cli.Command {
  private static final String INDENT = "          ";

  @Parameters(
      paramLabel = "TEXT",
      arity = "0..*",
      description = "What to encrypt; `-` is standard input.")
  private List<String> texts = List.of();

  @ArgGroup(validate = false, heading = "%nWhat it is called:%n", order = 1)
  private Naming naming = new Naming();

  @ArgGroup(validate = false, heading = "%nWith which password:%n", order = 2)
  private Options.Vaults vaults = new Options.Vaults();

  @ArgGroup(validate = false, heading = "", order = 3)
  private VaultCommand.Encrypting encrypting = new VaultCommand.Encrypting();

  @ArgGroup(validate = false, heading = "%nWhere to:%n", order = 4)
  private VaultCommand.Writing writing = new VaultCommand.Writing();

  @ArgGroup(validate = false, heading = "%nHelp:%n", order = 5)
  private Options.Helping helping = new Options.Helping();

  private static final class Naming {
    @Option(
        names = {"-n", "--name", "--stdin-name"},
        paramLabel = "NAME",
        description = "The variable; repeatable, in the order of the texts.")
    List<String> names = new ArrayList<>();

    @Option(
        names = {"-p", "--prompt"},
        description = "Ask for the text, without showing it.")
    boolean prompt;
  }

  @Override
  public Optional<Problem> wrong(Surroundings around) {
    int count = naming.prompt ? texts.size() + 1 : Math.max(1, texts.size());
    if (naming.names.size() > count) {
      return wrong(
          "there are more names than texts", "leave out `-n " + naming.names.get(count) + "`");
    }
    for (String name : naming.names) {
      if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
        return wrong(
            "`" + name + "` is no name for a variable",
            "a name has letters, digits and underscores, and does not begin with a digit");
      }
    }
    if (texts.stream().anyMatch(String::isEmpty)) {
      return wrong("there is nothing to encrypt", "a text on the command line is empty");
    }
    return Optional.empty();
  }

  private static Optional<Problem> wrong(String message, String hint) {
    return Optional.of(Problem.of("wrong-usage", message, hint));
  }

  @Override
  public int run(Surroundings around) {
    VaultTool tool = new VaultTool(around);
    List<VaultId> ids = tool.passwords().required(vaults, true);
    Optional<VaultId> with = tool.encryptingWith(ids, encrypting.label);
    if (tool.tell()) return Exit.USAGE;
    List<Secret> plain = plain(tool, around);
    if (tool.tell()) return Exit.USAGE;
    StringBuilder yaml = new StringBuilder();
    for (int i = 0; i < plain.size(); i++) {
      if (i < naming.names.size()) yaml.append(naming.names.get(i)).append(": ");
      yaml.append("!vault |\n");
      String locked =
          new String(tool.lock(with.orElseThrow(), plain.get(i)), StandardCharsets.US_ASCII);
      locked.lines().forEach(line -> yaml.append(INDENT).append(line).append('\n'));
    }
    tool.files()
        .write(writing.output.orElse("-"), yaml.toString().getBytes(StandardCharsets.US_ASCII));
    return tool.tell() ? Exit.WRONG_INPUT : Exit.OK;
  }

  private List<Secret> plain(VaultTool tool, Surroundings around) {
    List<Secret> plain = new ArrayList<>();
    if (naming.prompt) {
      Optional<Secret> typed = around.prompter().askSecretly("Text to encrypt: ");
      if (typed.isEmpty()) {
        tool.problems().error("no-terminal", "there is no terminal to ask for the text");
      }
      typed.ifPresent(plain::add);
    }
    for (String text : texts.isEmpty() && !naming.prompt ? List.of("-") : texts) {
      plain.add(text.equals("-") ? standardInput(around) : Secret.of(text));
    }
    if (plain.stream().anyMatch(Secret::isEmpty)) {
      tool.problems().error("nothing-to-encrypt", "there is nothing to encrypt");
    }
    return plain;
  }

  private static Secret standardInput(Surroundings around) {
    try {
      if (around.outTerminal().live()) around.err().println("reading standard input, to its end");
      return Secret.of(around.in().readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
