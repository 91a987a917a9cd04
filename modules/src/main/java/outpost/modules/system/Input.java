package outpost.modules.system;

import outpost.api.Content;
import outpost.api.Payload;
import outpost.api.Secret;

/** What a task hands to a program on its standard input. */
final class Input {
  private Input() {}

  /**
   * @param newline whether one is added where the text ends without
   */
  static Payload of(Content stdin, boolean newline) {
    String text = stdin.text().revealText(); // to the program's standard input
    boolean add = newline && !text.endsWith("\n");
    Secret whole = Secret.of(text + (add ? "\n" : ""));
    return stdin.secret() ? new Payload.Hidden(whole) : new Payload.Bytes(whole.reveal());
  }
}
