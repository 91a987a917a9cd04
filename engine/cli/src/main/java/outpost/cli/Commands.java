package outpost.cli;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The commands by name. The first word of a command line decides; where it names none, playbooks
 * are run. A command with commands of its own names them in picocli's way.
 */
final class Commands {
  /** How the program is called. */
  static final String PROGRAM = "java -jar engine.jar";

  private static final List<String> NAMES =
      List.of(
          "run", "check", "inventory", "vars", "exec", "doc", "new", "schema", "vault", "remoted");

  private Commands() {}

  static List<String> names() {
    return NAMES;
  }

  /** Returns the command that a word names. */
  static CommandLine named(String name) {
    Command command =
        switch (name) {
          case "run" -> new RunCommand();
          case "check" -> new CheckCommand();
          case "inventory" -> new InventoryCommand();
          case "vars" -> new VarsCommand();
          case "exec" -> new ExecCommand();
          case "doc" -> new DocCommand();
          case "new" -> new NewCommand();
          case "schema" -> new SchemaCommand();
          case "vault" -> new VaultCommand();
          case "remoted" -> new RemotedCommand();
          default -> throw new IllegalArgumentException(name);
        };
    return line(command, PROGRAM + " " + name);
  }

  /** Returns the program itself: it runs playbooks, and its help lists the commands. */
  static CommandLine program() {
    CommandLine line = line(new RunCommand(), PROGRAM);
    UsageMessageSpec usage = line.getCommandSpec().usageMessage();
    usage.customSynopsis(
        PROGRAM + " [OPTION]... PLAYBOOK...", "or:    " + PROGRAM + " COMMAND --help");
    line.getHelpSectionMap()
        .put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, help -> "\nCommands:\n");
    line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, help -> table());
    return line;
  }

  private static CommandLine line(Command command, String name) {
    return new CommandLine(command)
        .setCommandName(name)
        .setExpandAtFiles(false)
        .setOverwrittenOptionsAllowed(true);
  }

  private static String table() {
    return names().stream()
        .map(name -> "  %-10s %s%n".formatted(name, header(named(name))))
        .collect(Collectors.joining());
  }

  private static String header(CommandLine line) {
    Help.Ansi plain = Help.Ansi.OFF;
    return plain.string(String.join(" ", line.getCommandSpec().usageMessage().header()));
  }
}
