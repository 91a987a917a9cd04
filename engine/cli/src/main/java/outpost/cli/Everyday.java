package outpost.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Reads the command lines of runs that are typed every day without picocli, which would be a
 * quarter of a short run. What it does not know or what is wrong is left to picocli: to it, this
 * makes no difference.
 */
final class Everyday {
  private final RunCommand command = new RunCommand();
  private final Iterator<String> words;

  private Everyday(List<String> words) {
    this.words = words.iterator();
  }

  /** Returns what picocli would; empty if it is not for here. */
  static Optional<RunCommand> run(List<String> words) {
    if (!words.isEmpty() && Commands.names().contains(words.get(0))) return Optional.empty();
    Everyday line = new Everyday(words);
    while (line.words.hasNext()) {
      if (!line.knows(line.words.next())) return Optional.empty();
    }
    return Optional.of(line.command);
  }

  private boolean knows(String word) {
    if (!word.startsWith("-")) return command.playbooks.add(Path.of(word));
    switch (word) {
      case "-C", "--check" -> command.work.check = true;
      case "-D", "--diff" -> command.work.diff = true;
      case "-CD" -> command.work.check = command.work.diff = true;
      case "-b", "--become" -> command.becoming.become = true;
      case "-v", "--verbose" -> {
        boolean[] more = Arrays.copyOf(command.telling.verbose, command.telling.verbose.length + 1);
        Arrays.fill(more, true);
        command.telling.verbose = more;
      }
      default -> {
        return words.hasNext() && knows(word, words.next());
      }
    }
    return true;
  }

  private boolean knows(String option, String value) {
    if (value.startsWith("-")) return false;
    switch (option) {
      case "-i", "--inventory" -> command.hosts.inventories.add(value);
      case "-l", "--limit" -> command.hosts.limit = Optional.of(value);
      case "-e", "--extra-vars" -> command.hosts.extraVars.add(value);
      case "-t", "--tags" -> command.choosing.tags.add(value);
      case "--skip-tags" -> command.choosing.skipTags.add(value);
      case "-u", "--user" -> command.connecting.user = Optional.of(value);
      case "--private-key" -> command.connecting.privateKey = Optional.of(Path.of(value));
      case "-f", "--forks" -> {
        try {
          command.work.forks = Integer.parseInt(value);
        } catch (NumberFormatException e) {
          return false;
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }
}
