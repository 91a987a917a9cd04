package outpost.modules.net;

import java.util.Map;
import java.util.Optional;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Content;
import outpost.api.Secret;

/** How a host talks to a server of the web: arguments of all modules that do. */
public record Web(
    @Arg(
            value = "The user to log in as, where the server asks who it is.",
            alias = {"username", "user"})
        Optional<String> urlUsername,
    @Arg(
            value = "The password of that user.",
            alias = {"password"})
        Optional<Secret> urlPassword,
    @Arg(
            value = "Whether user and password are sent before the server asks for them.",
            def = "false")
        boolean forceBasicAuth,
    @Arg(value = "Whether the server's certificate must be one that the host trusts.", def = "true")
        boolean validateCerts,
    @Arg("A file of the host with the certificates of those who are trusted.")
        Optional<String> caPath,
    @Arg("A file of the host with the certificate to show to the server.")
        Optional<String> clientCert,
    @Arg("A file of the host with the key of that certificate, if it is not in the same file.")
        Optional<String> clientKey,
    @Arg("How the host calls itself; `curl` and its version by default.")
        Optional<String> httpAgent,
    @Arg(value = "Whether the proxy of the host's environment is used.", def = "true")
        boolean useProxy,
    @Arg(value = "Whether `~/.netrc` may name user and password.", def = "true") boolean useNetrc) {

  public Web {
    if (urlPassword.isPresent() && urlUsername.isEmpty()) {
      throw new BadArg("urlPassword", "a password of nobody", "add `url_username`");
    }
    if (clientKey.isPresent() && clientCert.isEmpty()) {
      throw new BadArg("clientKey", "a key without its certificate", "add `client_cert`");
    }
  }

  /** Whether it is what every program does without being told. */
  public boolean isPlain() {
    return urlUsername.isEmpty()
        && validateCerts
        && caPath.isEmpty()
        && clientCert.isEmpty()
        && httpAgent.isEmpty()
        && useProxy;
  }

  /**
   * Returns the options for a request.
   *
   * @param timeout seconds that may pass without a byte
   */
  public Curl to(String url, Map<String, Content> headers, int timeout) {
    Curl curl = Curl.to(url).with("connect-timeout", String.valueOf(timeout));
    curl = curl.with("speed-time", String.valueOf(timeout)).with("speed-limit", "1");
    if (urlUsername.isPresent()) {
      String password = urlPassword.map(Secret::revealText).orElse(""); // to curl's input
      curl = curl.secret("user", urlUsername.get() + ":" + password);
      curl = curl.with(forceBasicAuth ? "basic" : "anyauth");
    }
    if (!validateCerts) curl = curl.with("insecure");
    if (!useProxy) curl = curl.with("noproxy", "*");
    if (useNetrc && urlUsername.isEmpty()) curl = curl.with("netrc-optional");
    if (caPath.isPresent()) curl = curl.with("cacert", caPath.get());
    if (clientCert.isPresent()) curl = curl.with("cert", clientCert.get());
    if (clientKey.isPresent()) curl = curl.with("key", clientKey.get());
    if (httpAgent.isPresent()) curl = curl.with("user-agent", httpAgent.get());
    for (Map.Entry<String, Content> header : headers.entrySet()) {
      curl = curl.header(header.getKey(), header.getValue());
    }
    return curl;
  }

  /**
   * Refuses headers that would be more than one.
   *
   * @throws BadArg if there is one
   */
  public static void check(Map<String, Content> headers) {
    headers.forEach(
        (name, value) -> {
          String text = value.text().revealText(); // looked at only
          if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+") || text.matches("(?s).*[\r\n].*")) {
            throw new BadArg("headers", "`" + name + "` is no header of one line", "correct it");
          }
        });
  }
}
