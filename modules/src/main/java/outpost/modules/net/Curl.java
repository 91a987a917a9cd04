package outpost.modules.net;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import outpost.api.Content;
import outpost.api.Payload;
import outpost.api.Script;
import outpost.api.Secret;

/**
 * A request of curl(1) as the file of options that it reads from standard input: nothing of it is
 * seen in a list of processes.
 *
 * @param options one in each line
 * @param hidden whether a secret is among them
 */
public record Curl(String options, boolean hidden) {

  /**
   * Defines {@code get}, which makes the request: it is curl with the options that standard input
   * holds up to its first empty line. What follows that line is left to be read.
   */
  public static final Script READ =
      Script.raw( // constant text
          """
          options=
          while IFS= read -r line && [ -n "$line" ]; do
            options="$options$line
          "
          done
          get() {
            curl -q -sS -K /dev/fd/3 "$@" 3<<END
          $options
          END
          }""");

  public static Curl to(String url) {
    return new Curl("", false)
        .with("url", url)
        .with("globoff")
        .with("proto", "=http,https,ftp,ftps,file")
        .with("max-redirs", "10");
  }

  /** Adds an option that takes nothing. */
  public Curl with(String option) {
    return new Curl(options + option + "\n", hidden);
  }

  public Curl with(String option, String value) {
    return new Curl(options + option + " = \"" + escape(value) + "\"\n", hidden);
  }

  /** Adds an option whose value is a secret. */
  public Curl secret(String option, String value) {
    return new Curl(with(option, value).options, true);
  }

  /** Sends a file of the host. */
  Curl file(String path) {
    return with("data-binary", "@" + path);
  }

  Curl header(String name, Content value) {
    String text = value.text().revealText(); // to curl's input
    String line = text.isEmpty() ? name + ";" : name + ": " + text;
    return value.secret() ? secret("header", line) : with("header", line);
  }

  /** Returns what to send on standard input. */
  public Payload payload() {
    return payload(Optional.empty());
  }

  /** Returns what to send on standard input, with a body behind the options. */
  Payload payload(Optional<Body> body) {
    byte[] head = (options + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] tail = body.map(one -> one.text().reveal()).orElse(new byte[0]); // to curl's input
    byte[] all = java.util.Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, all, head.length, tail.length);
    return hidden || body.filter(Body::hidden).isPresent()
        ? new Payload.Hidden(Secret.of(all))
        : new Payload.Bytes(all);
  }

  /** Spells a value as curl's files of options have it. */
  private static String escape(String value) {
    return value
        .replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace("\t", "\\t");
  }
}
