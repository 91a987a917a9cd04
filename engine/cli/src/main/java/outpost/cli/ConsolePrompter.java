package outpost.cli;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import outpost.api.Secret;
import outpost.core.event.Prompter;

/** Asks on the program's own terminal. */
final class ConsolePrompter implements Prompter {

  @Override
  public boolean isAnybodyThere() {
    return console().isPresent();
  }

  @Override
  public synchronized Optional<String> ask(String question) {
    return console().map(console -> console.readLine("%s", question));
  }

  @Override
  public synchronized Optional<Secret> askSecretly(String question) {
    return console().map(console -> console.readPassword("%s", question)).map(this::secret);
  }

  private Secret secret(char[] typed) {
    var bytes = StandardCharsets.UTF_8.encode(CharBuffer.wrap(typed));
    Arrays.fill(typed, ' ');
    byte[] secret = new byte[bytes.remaining()];
    bytes.get(secret);
    return Secret.of(secret);
  }

  private static Optional<Console> console() {
    return Optional.ofNullable(System.console()).filter(ConsolePrompter::isTerminal);
  }

  /** Since Java 22 there is a console without a terminal, too, and a way to tell. */
  private static boolean isTerminal(Console console) {
    try {
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(e);
    }
  }
}
