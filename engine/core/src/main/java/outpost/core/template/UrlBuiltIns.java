package outpost.core.template;

import static outpost.core.template.Signature.textual;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Built-ins about URLs. */
final class UrlBuiltIns {
  static final List<Signature> TABLE =
      List.of(
          textual("text|number|map?urlencode text", (x, args) -> encode(x)),
          textual("scalar?urldecode text", (x, args) -> decode(Args.string(x))),
          textual("text?urlsplit(query:text?) any", (x, args) -> split((String) x, args)));

  private UrlBuiltIns() {}

  /** A map becomes a query, with a plus for a blank; slashes of a text stay. */
  private static String encode(Object value) {
    if (!(value instanceof Map<?, ?> map)) return encoded(Args.string(value)).replace("%2F", "/");
    List<String> pairs = new ArrayList<>();
    map.forEach(
        (key, each) -> pairs.add(encoded(String.valueOf(key)) + "=" + encoded(Args.string(each))));
    return String.join("&", pairs).replace("%20", "+");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  private static String decode(String text) throws BadCall {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new BadCall(0, "this is no URL encoding");
    }
  }

  private static Object split(String text, Args args) throws BadCall {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new BadCall(0, "`" + text + "` is no URL");
    }
    String user = uri.getRawUserInfo();
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("fragment", or(uri.getRawFragment()));
    parts.put("hostname", uri.getHost());
    parts.put("netloc", or(uri.getRawAuthority()));
    parts.put("password", user == null || !user.contains(":") ? null : user.split(":", 2)[1]);
    parts.put("path", or(uri.getRawPath()));
    parts.put("port", uri.getPort() < 0 ? null : uri.getPort());
    parts.put("query", or(uri.getRawQuery()));
    parts.put("scheme", or(uri.getScheme()));
    parts.put("username", user == null ? null : user.split(":", 2)[0]);
    if (!args.has(0)) return parts;
    if (parts.containsKey(args.text(0))) return parts.get(args.text(0));
    throw new BadCall(
        1, "URLs have no `" + args.text(0) + "`", "there are " + String.join(", ", parts.keySet()));
  }

  private static String or(String text) {
    return text == null ? "" : text;
  }
}
