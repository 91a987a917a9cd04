package outpost.modules.net;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import outpost.api.Problem;
import outpost.modules.Json;

/**
 * What a server answered.
 *
 * @param status -1 if there was no answer
 * @param headers of all answers on the way, the last one's last
 * @param content empty if it was not asked for
 * @param said what curl complained of
 */
record Response(
    int status,
    String url,
    double elapsed,
    Optional<byte[]> headers,
    Optional<byte[]> content,
    Optional<byte[]> said,
    boolean large,
    boolean changed) {
  /** From here on a status tells of a fault. */
  private static final int FAULTY = 400;

  /** Reads what the script of {@link Request} printed. */
  static Response of(byte[] stdout) {
    Map<String, byte[]> answers = new LinkedHashMap<>();
    new String(stdout, StandardCharsets.UTF_8)
        .lines()
        .forEach(
            line -> {
              int at = 0;
              while (at < line.length() && "=:".indexOf(line.charAt(at)) < 0) at++;
              if (at == line.length()) return;
              String value = line.substring(at + 1);
              answers.put(
                  line.substring(0, at),
                  line.charAt(at) == '='
                      ? value.getBytes(StandardCharsets.UTF_8)
                      : Base64.getDecoder().decode(value));
            });
    return new Response(
        Integer.parseInt(text(answers.get("status"))),
        text(answers.get("url")),
        Double.parseDouble(text(answers.get("seconds"))),
        Optional.ofNullable(answers.get("headers")),
        Optional.ofNullable(answers.get("body")),
        Optional.ofNullable(answers.get("said")),
        answers.containsKey("large"),
        text(answers.get("changed")).equals("yes"));
  }

  private static String text(byte[] bytes) {
    return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
  }

  /** Returns what {@code register} gets of it. */
  Map<String, Object> results(Uri.Args want) {
    Map<String, Object> all = new LinkedHashMap<>();
    Map<String, String> fields = fields();
    fields.forEach(
        (name, value) -> all.put(name.toLowerCase(Locale.ROOT).replace('-', '_'), value));
    cookies(all);
    all.put("status", status);
    all.put("url", url.isEmpty() ? want.url() : url);
    all.put("redirected", !url.isEmpty() && !url.equals(want.url()));
    all.put("elapsed", (long) elapsed);
    all.put(
        "msg",
        status < 0
            ? complaint()
            : status < FAULTY
                ? "OK (" + size(fields) + " bytes)"
                : "HTTP Error " + status + reason());
    content.ifPresent(
        bytes -> {
          String text = text(bytes);
          boolean json = String.valueOf(all.get("content_type")).contains("json");
          if (json) value(text).ifPresent(value -> all.put("json", value));
          if (want.returnContent() || isWrong(want)) all.put("content", text);
        });
    return all;
  }

  /** Returns why the task has failed by it. */
  Optional<Problem> problem(Uri.Args want) {
    if (status >= 0 && large && want.dest().isEmpty()) {
      return Optional.of(
          Problem.of(
              "too-large", "the answer holds more than 11 MiB", "keep it in a file, by `dest`"));
    }
    if (!isWrong(want)) return Optional.empty();
    String message =
        status < 0
            ? complaint()
            : "status code was " + status + " and not " + want.statusCode() + reason();
    return Optional.of(Problem.of("wrong-status", message));
  }

  private boolean isWrong(Uri.Args want) {
    return !want.statusCode().contains(status);
  }

  private String complaint() {
    String all = said.map(Response::text).orElse("").strip();
    return all.isEmpty() ? "no answer" : all.replaceFirst("^curl: \\(\\d+\\) ", "");
  }

  private String reason() {
    return last().stream()
        .findFirst()
        .map(line -> line.replaceFirst("^HTTP/\\S+ *\\d* *", ""))
        .filter(text -> !text.isBlank())
        .map(text -> ": " + text)
        .orElse("");
  }

  private static Object size(Map<String, String> fields) {
    return fields.entrySet().stream()
        .filter(field -> field.getKey().equalsIgnoreCase("content-length"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("unknown");
  }

  private static Optional<Object> value(String text) {
    try {
      return Optional.ofNullable(Json.values(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Returns the lines of the last answer's head. */
  private List<String> last() {
    String all = headers.map(Response::text).orElse("").strip();
    String[] heads = all.split("\r?\n\r?\n");
    return heads[heads.length - 1].lines().toList();
  }

  private Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    last().stream()
        .skip(1)
        .filter(line -> line.indexOf(':') > 0)
        .forEach(
            line ->
                fields.merge(
                    line.substring(0, line.indexOf(':')).strip(),
                    line.substring(line.indexOf(':') + 1).strip(),
                    (one, other) -> one + ", " + other));
    return fields;
  }

  private void cookies(Map<String, Object> all) {
    Map<String, Object> cookies = new LinkedHashMap<>();
    List<String> text = new ArrayList<>();
    for (String line : last()) {
      if (!line.toLowerCase(Locale.ROOT).startsWith("set-cookie:")) continue;
      String pair = line.substring(line.indexOf(':') + 1).split(";")[0].strip();
      if (pair.indexOf('=') < 1) continue;
      cookies.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
      text.add(pair);
    }
    all.put("cookies", cookies);
    all.put("cookies_string", String.join("; ", text));
  }
}
