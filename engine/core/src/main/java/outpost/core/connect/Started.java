package outpost.core.connect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * A loop that runs on a host and has its functions.
 *
 * @param pid its process there
 * @param inline whether bytes may travel in its lines, see {@link Loop#boot}
 * @param unpacks whether the host has gzip
 */
record Started(Talk talk, String token, long pid, boolean inline, boolean unpacks) {

  /**
   * Starts one.
   *
   * @throws HostUnreachable if it does not start
   * @throws BecomeFailed if the host refuses the change of user
   */
  static Started start(Commands commands, Become become, String token, Duration patience) {
    Optional<String> user = become.user().filter(name -> !name.equals(commands.user()));
    Way way = become.means().way();
    boolean password = become.password().isPresent();
    Way.Telling telling =
        user.map(name -> way.telling(commands.user(), name, password)).orElse(Way.Telling.NEVER);
    String command =
        user.map(name -> way.command(name, telling, token)).orElseGet(() -> Loop.command(token));
    Talk talk = Talk.over(commands, "exec " + command, token, Way.PROMPT_END);
    boolean greeted = false;
    try {
      switch (telling) {
        case NEVER -> talk.say(Loop.boot(token));
        case ASKED -> {} // what would be taken for the password must not be there yet
        case UNASKED -> talk.say(line(become.password().orElseThrow().reveal())); // to su
      }
      Started started = greet(talk, commands, become, user, telling, token, patience);
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

  /** Turns the loop into a script, which has the channel for itself. */
  Pipe become(String script) throws IOException {
    Pipe pipe = talk.hand();
    pipe.out().write(Loop.turn(token, script).getBytes(StandardCharsets.UTF_8));
    return pipe;
  }

  private static Started greet(
      Talk talk,
      Commands commands,
      Become become,
      Optional<String> user,
      Way.Telling telling,
      String token,
      Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    Way way = become.means().way();
    boolean told = telling == Way.Telling.UNASKED;
    while (true) {
      Optional<String> note = talk.awaitNote(deadline);
      if (note.isEmpty()) throw refused(talk, commands, way, user, told);
      if (note.get().equals("?")) {
        if (told) throw way.wrongPassword(commands.user(), user.orElseThrow());
        told = true;
        become.password().ifPresent(secret -> talk.say(line(secret.reveal())));
      } else if (note.get().isEmpty()) {
        if (telling != Way.Telling.NEVER) talk.say(Loop.boot(token));
      } else {
        String[] words = note.get().split(" ");
        boolean inline = words[1].equals("builtin");
        return new Started(talk, token, Long.parseLong(words[0]), inline, words.length > 2);
      }
    }
  }

  private static byte[] line(byte[] password) {
    byte[] line = Arrays.copyOf(password, password.length + 1);
    line[password.length] = '\n';
    return line;
  }

  private static RuntimeException refused(
      Talk talk, Commands commands, Way way, Optional<String> user, boolean told) {
    String host = commands.host();
    if (talk.isLost()) {
      return new HostUnreachable(
          "the connection to `" + host + "` broke: " + talk.why(), "try again when it is back");
    }
    String said = talk.noise().strip();
    if (user.isPresent()) return way.refused(commands.user(), user.get(), said, told);
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
