package outpost.modules.system;

import java.util.Optional;
import outpost.api.Arg;
import outpost.api.Content;
import outpost.api.Payload;
import outpost.api.Script;
import outpost.api.Secret;

/** What a program reads and what is kept of what it prints: arguments of `command` and `shell`. */
record Input(
    @Arg("What it reads from its standard input.") Optional<Content> stdin,
    @Arg(value = "Whether a newline is added to `stdin` where it ends without one.", def = "true")
        boolean stdinAddNewline,
    @Arg(
            value = "Whether newlines at the end of what it prints are left out of the result.",
            def = "true")
        boolean stripEmptyEnds) {

  /** Returns a script that reads it. */
  Script feed(Script run) {
    return stdin.map(content -> run.stdin(payload(content))).orElse(run);
  }

  private Payload payload(Content content) {
    String text = content.text().revealText(); // to the program's standard input
    boolean add = stdinAddNewline && !text.endsWith("\n");
    Secret whole = Secret.of(text + (add ? "\n" : ""));
    return content.secret() ? new Payload.Hidden(whole) : new Payload.Bytes(whole.reveal());
  }
}
