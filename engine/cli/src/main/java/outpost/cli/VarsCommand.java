package outpost.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import outpost.api.Problem;
import outpost.core.source.Suggest;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The commands around variables; the first word after it says which. */
@Command(
    header = "Tells where a host's variables come from, and which of them win.",
    customSynopsis = Commands.PROGRAM + " vars explain [OPTION]... HOST NAME [PLAYBOOK]",
    synopsisHeading = "%nUsage: ",
    commandListHeading = "%nCommands:%n",
    sortOptions = false,
    usageHelpWidth = 96,
    subcommands = VarsExplain.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  java -jar engine.jar vars explain -i hosts.yml web1 release",
      "  java -jar engine.jar vars explain -i hosts.yml web1 release site.yml --task Deploy",
    })
final class VarsCommand implements outpost.cli.Command {
  @Parameters(arity = "0..*", hidden = true)
  private List<String> words = new ArrayList<>();

  @ArgGroup(validate = false, heading = "%nHelp:%n", order = 1)
  private Options.Helping helping = new Options.Helping();

  @Override
  public Optional<Problem> wrong(Surroundings around) {
    if (words.isEmpty()) {
      return Optional.of(
          Usage.missing(
              "vars", "what is to be done with variables is not said", "explain web1 release"));
    }
    List<String> hints = new ArrayList<>(Suggest.hint(words.get(0), List.of("explain")));
    if (hints.isEmpty()) hints.add("there is `vars explain HOST NAME`");
    return Optional.of(
        new Problem("wrong-usage", "there is no command `vars " + words.get(0) + "`", hints));
  }

  @Override
  public int run(Surroundings around) {
    throw new IllegalStateException("it is always wrong");
  }
}
