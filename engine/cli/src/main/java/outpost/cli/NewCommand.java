package outpost.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import outpost.api.Problem;
import outpost.core.catalog.Catalog;
import outpost.core.program.EngineSteps;
import outpost.core.source.Problems;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes what one begins with. */
@Command(
    header = "Writes a module of your own to begin with.",
    customSynopsis = Commands.PROGRAM + " new [OPTION]... module NAME",
    synopsisHeading = "%nUsage: ",
    parameterListHeading = "%n",
    sortOptions = false,
    usageHelpWidth = 96,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      " 0:it is written",
      "64:wrong usage, or it is there already",
      "70:a bug of ours",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  java -jar engine.jar new module greeting",
      "      library/greeting.yml, which works as it is, and says how to go on",
    })
final class NewCommand implements outpost.cli.Command {
  @Parameters(
      paramLabel = "module NAME",
      arity = "0..*",
      description = "What to write, and the name by which tasks call it.")
  private List<String> words = List.of();

  @Option(
      names = {"-d", "--directory"},
      paramLabel = "DIR",
      description = "The folder to write it into (default: library, beside the playbooks).")
  private Path directory = Path.of("library");

  @ArgGroup(validate = false, heading = "%nHelp:%n", order = 9)
  private Options.Helping helping = new Options.Helping();

  @Override
  public Optional<Problem> wrong(Surroundings around) {
    if (words.isEmpty() || !words.get(0).equals("module")) {
      return Optional.of(
          Problem.of(
              "wrong-usage",
              words.isEmpty()
                  ? "what is to be written is not said"
                  : "there is no `new " + words.get(0) + "`",
              "as in `" + Commands.PROGRAM + " new module greeting`"));
    }
    if (words.size() != 2)
      return Optional.of(Usage.missing("new", "it needs one name", "module greeting"));
    return Optional.empty();
  }

  @Override
  public int run(Surroundings around) {
    String name = words.get(1);
    Path file = around.workingDirectory().resolve(directory).resolve(name + ".yml");
    Path shown = directory.resolve(name + ".yml");
    Problems problems = new Problems();
    if (!name.matches("[a-z][a-z0-9_]*")) {
      problems.error(
          "wrong-usage",
          "`" + name + "` cannot be a module's name",
          "use small letters, digits and `_`");
    } else if (Catalog.load().find(name).isPresent() || EngineSteps.NAMES.contains(name)) {
      problems.error(
          "wrong-usage", "there is a module `" + name + "` already", "choose another name");
    } else if (Files.exists(file)) {
      problems.error(
          "file-exists", "there is a file `" + shown + "` already", "choose another name");
    } else {
      write(file, name, shown, problems);
    }
    if (new Reading(around).tell(problems)) return Exit.USAGE;
    around.out().println("wrote " + shown);
    around.out().println("see it with: " + Commands.PROGRAM + " doc -M " + directory + " " + name);
    return Exit.OK;
  }

  private static void write(Path file, String name, Path shown, Problems problems) {
    try (InputStream in = NewCommand.class.getResourceAsStream("new-module.yml")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("NAME", name);
      try {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
      } catch (IOException e) {
        problems.error(
            "unwritable-file",
            "`" + shown + "` cannot be written: " + e.getMessage(),
            "choose another folder with `--directory`");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
