package outpost.core.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.function.Consumer;
import outpost.api.Payload;
import outpost.api.Script;
import outpost.api.Secret;

/**
 * Fetches the bytes that scripts read from their standard input.
 *
 * @param secrets is told every secret that is sent
 */
record Payloads(Targets targets, Consumer<Secret> secrets) {
  private static final byte[] NOTHING = {};

  byte[] of(Script script) {
    return script.stdin().map(this::bytes).orElse(NOTHING);
  }

  private byte[] bytes(Payload payload) {
    if (payload instanceof Payload.Bytes known) return known.bytes();
    if (payload instanceof Payload.Hidden hidden) {
      secrets.accept(hidden.secret());
      return hidden.secret().reveal(); // to the host's standard input
    }
    if (payload instanceof Payload.Local local) {
      try {
        return Files.readAllBytes(local.path());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    Payload.Fetched fetched = (Payload.Fetched) payload;
    var reply = targets.of(fetched.host()).ask(fetched.reader(), NOTHING);
    if (!reply.ok()) {
      throw new ScriptFailed("reading " + fetched.host(), fetched.reader().text(), reply);
    }
    secrets.accept(Secret.of(reply.stdout()));
    return reply.stdout();
  }
}
