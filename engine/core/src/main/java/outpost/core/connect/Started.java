package outpost.core.connect;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * A loop that runs on a host and has its functions.
 *
 * @param pid its process there
 * @param inline whether bytes may travel in its lines, see {@link Loop#boot}
 */
record Started(Talk talk, String token, long pid, boolean inline) {

  /**
   * Starts one.
   *
   * @throws HostUnreachable if it does not start
   * @throws BecomeFailed if the host refuses the change of user
   */
  static Started start(Commands commands, Become become, String token, Duration patience) {
    Optional<String> user = become.user().filter(name -> !name.equals(commands.user()));
    boolean password = user.isPresent() && become.password().isPresent();
    String loop = Loop.command(token);
    String command = user.map(name -> Sudo.command(name, password, token, loop)).orElse(loop);
    Talk talk = Talk.over(commands, "exec " + command, token, Sudo.PROMPT_END);
    boolean greeted = false;
    try {
      // what sudo would take for the password must not be there yet
      if (!password) talk.say(Loop.boot(token));
      Started started = greet(talk, commands, become, user, token, patience);
      greeted = true;
      return started;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HostUnreachable(
          "the run was interrupted while `" + commands.host() + "` was asked for a shell",
          "run it again");
    } finally {
      if (!greeted) talk.close();
    }
  }

  private static Started greet(
      Talk talk,
      Commands commands,
      Become become,
      Optional<String> user,
      String token,
      Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    boolean told = false;
    while (true) {
      Optional<String> note = talk.awaitNote(deadline);
      if (note.isEmpty()) throw refused(talk, commands, user, told);
      if (note.get().equals("?")) {
        if (told) throw Sudo.wrongPassword(commands.user(), user.orElseThrow());
        told = true;
        become.password().ifPresent(secret -> talk.say(line(secret.reveal())));
      } else if (note.get().isEmpty()) {
        if (user.isPresent() && become.password().isPresent()) talk.say(Loop.boot(token));
      } else {
        String[] words = note.get().split(" ");
        return new Started(talk, token, Long.parseLong(words[0]), words[1].equals("builtin"));
      }
    }
  }

  private static byte[] line(byte[] password) {
    byte[] line = Arrays.copyOf(password, password.length + 1);
    line[password.length] = '\n';
    return line;
  }

  private static RuntimeException refused(
      Talk talk, Commands commands, Optional<String> user, boolean told) {
    String host = commands.host();
    if (talk.isLost()) {
      return new HostUnreachable(
          "the connection to `" + host + "` broke: " + talk.why(), "try again when it is back");
    }
    String said = talk.noise().strip();
    if (user.isPresent()) return Sudo.refused(commands.user(), user.get(), said, told);
    return new HostUnreachable(
        "`"
            + host
            + "` started no `sh` for `"
            + commands.user()
            + "`: "
            + (said.isEmpty()
                ? talk.why()
                : said.lines().reduce("", (first, last) -> last).strip()),
        "log in as a user who may run commands there");
  }
}
