package outpost.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What playbooks and hosts said in the course of a test, as a page to read. */
final class Proof {
  private final StringBuilder page;

  /**
   * @param title of the page
   * @param about its first words
   */
  Proof(String title, String about) {
    page = new StringBuilder("# %s\n\n%s\n".formatted(title, about));
    page.append("Recorded on %s.\n".formatted(LocalDate.now(ZoneOffset.UTC)));
  }

  /** A run of the engine, with all that it printed. */
  void ran(String what, Result run, String... arguments) {
    page.append("\n## %s\n".formatted(what));
    quote("java -jar engine.jar " + String.join(" ", arguments), run.out());
  }

  /** Asks a host, and returns its answer. */
  String says(String host, String command, UnaryOperator<String> shell) {
    String answer = shell.apply(command);
    quote("ssh " + host + " " + command, answer);
    return answer;
  }

  /** Lines that only tell what is waited for are left out, as are paths of this machine. */
  private void quote(String command, String answer) {
    String text =
        answer
            .stripTrailing()
            .replace(Checkout.here().root() + "/", "")
            .lines()
            .filter(line -> !line.startsWith("... "))
            .collect(Collectors.joining("\n"));
    page.append("\n```\n$ %s\n%s\n```\n".formatted(command, text));
  }

  /** Writes it to {@code lab/target}; who wants to keep it copies it from there. */
  void write(String file) throws IOException {
    Path target = Checkout.here().root().resolve("lab/target").resolve(file);
    Files.writeString(target, page);
    Labs.say("the page is " + target);
  }
}
