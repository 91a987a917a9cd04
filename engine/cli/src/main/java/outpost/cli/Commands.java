package outpost.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
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

  private static final Map<String, Supplier<Command>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("run", RunCommand::new);
    ALL.put("check", CheckCommand::new);
    ALL.put("inventory", InventoryCommand::new);
    ALL.put("vars", VarsCommand::new);
    ALL.put("exec", ExecCommand::new);
    ALL.put("doc", DocCommand::new);
    ALL.put("new", NewCommand::new);
    ALL.put("schema", SchemaCommand::new);
    ALL.put("vault", VaultCommand::new);
    ALL.put("remoted", RemotedCommand::new);
  }

  private Commands() {}

  static Set<String> names() {
    return ALL.keySet();
  }

  /** Returns the command that a word names. */
  static CommandLine named(String name) {
    return line(ALL.get(name).get(), PROGRAM + " " + name);
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
