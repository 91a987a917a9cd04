package outpost.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import outpost.api.Secret;
import outpost.core.source.Problems;

/** Gets passwords from a file or from the user, never from the command line, where all can read. */
final class Passwords {
  private final Surroundings around;
  private final Problems problems;

  Passwords(Surroundings around, Problems problems) {
    this.around = around;
    this.problems = problems;
  }

  /**
   * Returns the password that two options ask for, if they do.
   *
   * @param what names it: {@code SSH password}
   * @param option that would read it from a file
   */
  Optional<Secret> get(String what, boolean ask, Optional<Path> file, String option) {
    if (file.isPresent()) return read(what, file.get());
    if (!ask) return Optional.empty();
    Optional<Secret> typed = around.prompter().askSecretly(what + ": ");
    if (typed.isEmpty()) {
      problems.error(
          "no-terminal",
          "there is no terminal to ask for the " + what,
          "`" + option + " FILE` reads it from a file");
    }
    return typed;
  }

  private Optional<Secret> read(String what, Path file) {
    try {
      String text = Files.readString(around.workingDirectory().resolve(file));
      String password = text.replaceFirst("\r?\n\\z", "");
      if (!password.isEmpty()) return Optional.of(Secret.of(password));
      problems.error("empty-password", "`" + file + "` holds no " + what);
    } catch (IOException e) {
      String why =
          Files.exists(around.workingDirectory().resolve(file)) ? "" : ", there is no such file";
      problems.error(
          "unreadable-file", "the " + what + " cannot be read from `" + file + "`" + why);
    }
    return Optional.empty();
  }

  /** Returns the path of a file as a shell would: {@code ~} is the user's home. */
  static Path path(Surroundings around, String written) {
    String home = around.environment().getOrDefault("HOME", System.getProperty("user.home"));
    String path = written.startsWith("~/") ? home + written.substring(1) : written;
    return around.workingDirectory().resolve(path);
  }
}
