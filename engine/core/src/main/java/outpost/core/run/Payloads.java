package outpost.core.run;

import java.util.function.Consumer;
import outpost.api.Payload;
import outpost.api.Script;
import outpost.api.Secret;
import outpost.core.connect.Input;

/**
 * Fetches the bytes that scripts read from their standard input.
 *
 * @param secrets is told every secret that is sent
 */
record Payloads(Targets targets, Consumer<Secret> secrets) {
  private static final Input NOTHING = Input.of(new byte[0]);

  Input of(Script script) {
    return script.stdin().map(this::input).orElse(NOTHING);
  }

  private Input input(Payload payload) {
    if (payload instanceof Payload.Bytes known) return Input.of(known.bytes());
    if (payload instanceof Payload.Hidden hidden) {
      secrets.accept(hidden.secret());
      return Input.of(hidden.secret().reveal()); // to the host's standard input
    }
    if (payload instanceof Payload.Stream made) return new Stream(made.length(), made.source());
    if (payload instanceof Payload.Local local) return Stream.of(local.path());
    Payload.Fetched fetched = (Payload.Fetched) payload;
    var reply = targets.of(fetched.host()).ask(fetched.reader(), NOTHING);
    if (!reply.ok()) {
      throw new ScriptFailed("reading " + fetched.host(), fetched.reader().text(), reply);
    }
    secrets.accept(Secret.of(reply.stdout()));
    return Input.of(reply.stdout());
  }
}
