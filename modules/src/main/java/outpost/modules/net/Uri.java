package outpost.modules.net;

import static outpost.api.Script.sh;

import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.api.Account;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Content;
import outpost.api.Doc;
import outpost.api.LocalFile;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;
import outpost.api.Shared;

/**
 * Talks to a web service from a host.
 *
 * <p>GET and HEAD are taken for readings, which is what HTTP says of them: they are asked in check
 * mode as well, and change nothing. Every other method, and every request whose answer goes into a
 * file, is an action: it counts as changed (Ansible says {@code ok}), and check mode leaves it.
 */
@Doc("Talks to a web service from a host, by curl there; the answer can be registered.")
public final class Uri implements Module<Uri.Args, Uri.Found> {
  /** What a task asks for. */
  public record Args(
      @Arg("The address, `http://` or `https://`.") String url,
      @Arg(value = "The method of HTTP.", def = "GET") String method,
      @Arg("What is sent: text, or for a `body_format` other than `raw` also a list or mapping.")
          Optional<Object> body,
      @Arg(
              value = "How `body` is written; text goes as it is, but in a `form-multipart`.",
              def = "raw")
          BodyFormat bodyFormat,
      @Arg(
              value = "A file that is sent instead of `body`; with `remote_src` one of the host.",
              unless = "remote_src")
          Optional<LocalFile> src,
      @Arg(value = "Whether `src` is a file of the host.", def = "false") boolean remoteSrc,
      @Arg(value = "The status codes that mean success.", def = "200") List<Integer> statusCode,
      @Arg(value = "Headers to send, by name.", def = "{}") Map<String, Content> headers,
      @Arg(value = "Whether the answer's text is registered as `content`.", def = "false")
          boolean returnContent,
      @Arg("A file of the host, or a directory, that the answer goes into.") Optional<String> dest,
      @Arg("A file of the host: nothing is asked if it is there.") Optional<String> creates,
      @Arg("A file of the host: nothing is asked if it is not there.") Optional<String> removes,
      @Arg(
              value =
                  "Whether the server may send the host elsewhere: `safe` for GET and HEAD alone.",
              def = "safe")
          Follow followRedirects,
      @Arg("A socket of the host over which the server is reached.") Optional<String> unixSocket,
      @Arg(value = "Whether caches on the way are told to ask the server.", def = "false")
          boolean force,
      @Arg(value = "Seconds that may pass without a byte.", def = "30") int timeout,
      @Shared Web web) {
    public Args {
      method = method.toUpperCase(Locale.ROOT);
      if (!url.matches("(?is)https?://[^\\s]+")) {
        throw new BadArg("url", "`" + url + "` is no address of the web", "write it as https://…");
      }
      if (!method.matches("[A-Z]+")) {
        throw new BadArg("method", "`" + method + "` is no method", "write it as POST");
      }
      if (timeout < 1) throw new BadArg("timeout", "no time at all", "give it seconds");
      if (body.isPresent() && src.isPresent()) {
        throw new BadArg("src", "both `src` and `body`", "give the one or the other");
      }
      Web.check(headers);
      for (Optional<String> path : List.of(dest, creates, removes, unixSocket)) {
        if (path.isPresent() && !path.get().startsWith("/")) {
          throw new BadArg("url", "`" + path.get() + "` is not a whole path", "begin it with /");
        }
      }
      if (src.isPresent() && !remoteSrc && Files.isDirectory(src.get().path())) {
        throw new BadArg("src", "`" + src.get().written() + "` is a directory", "name a file");
      }
      body.ifPresent(value -> Body.of(value, bodyFormat.format));
    }

    /** Whether it changes nothing anywhere. */
    boolean isReading() {
      return (method.equals("GET") || method.equals("HEAD")) && dest.isEmpty();
    }

    Optional<Body> sent() {
      if (src.isPresent() && !remoteSrc) return Optional.of(Body.of(src.get()));
      return body.map(value -> Body.of(value, bodyFormat.format));
    }
  }

  /** How a body is written. */
  public enum BodyFormat {
    RAW(Body.Format.RAW),
    JSON(Body.Format.JSON),
    FORM_URLENCODED(Body.Format.FORM_URLENCODED),
    FORM_MULTIPART(Body.Format.FORM_MULTIPART);

    private final Body.Format format;

    BodyFormat(Body.Format format) {
      this.format = format;
    }
  }

  /** Which redirections are followed. */
  public enum Follow {
    SAFE,
    ALL,
    YES,
    URLLIB2,
    NONE,
    NO
  }

  /**
   * What decides whether to ask, and what a reading brought.
   *
   * @param curl whether the host has it
   * @param spared why nothing is asked
   */
  public record Found(
      boolean curl,
      Optional<String> spared,
      Optional<Integer> status,
      Optional<String> url,
      Optional<String> seconds,
      Optional<byte[]> headers,
      Optional<byte[]> body,
      Optional<byte[]> said,
      Optional<Boolean> large) {

    Response response() {
      return new Response(
          status.orElseThrow(),
          url.orElse(""),
          Double.parseDouble(seconds.orElse("0")),
          headers,
          body,
          said,
          large.orElse(false),
          false);
    }
  }

  @Override
  public Probe<Found> probe(Args want) {
    Script ask =
        sh("if command -v curl >/dev/null; then emit curl yes; else emit curl no; exit 0; fi");
    if (want.creates().isPresent()) {
      String why = "`" + want.creates().get() + "` exists";
      ask =
          ask.then(sh("if [ -e {} ]; then emit spared {}; exit 0; fi", want.creates().get(), why));
    }
    if (want.removes().isPresent()) {
      String why = "`" + want.removes().get() + "` does not exist";
      ask =
          ask.then(
              sh("if ! [ -e {} ]; then emit spared {}; exit 0; fi", want.removes().get(), why));
    }
    return Probe.of(Found.class, want.isReading() ? ask.then(new Request(want).script()) : ask);
  }

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan = Plan.builder();
    if (!found.curl()) {
      return Plan.blocked("no curl on this host", "install it with the module package first");
    }
    if (found.spared().isPresent()) {
      return plan.note("not asked, since " + found.spared().get()).build();
    }
    if (want.isReading()) {
      Response response = found.response();
      response.results(want).forEach(plan::result);
      response.problem(want).ifPresent(wrong -> plan.block(wrong.message()));
      return plan.build();
    }
    return plan.act(
            want.method() + " " + want.url(),
            new Request(want).script(),
            new Account(
                Set.of("status", "json", "content", "msg", "elapsed", "redirected"),
                reply -> {
                  Response response = Response.of(reply.stdout());
                  boolean changed = !want.method().equals("GET") || response.changed();
                  return new Account.Told(changed, response.results(want), response.problem(want));
                }))
        .build();
  }
}
