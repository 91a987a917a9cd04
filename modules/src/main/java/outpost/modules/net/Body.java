package outpost.modules.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.api.BadArg;
import outpost.api.LocalFile;
import outpost.api.Secret;
import outpost.modules.Json;

/**
 * What a request carries.
 *
 * @param type of its content, where the task's headers say nothing else
 */
record Body(Secret text, boolean hidden, Optional<String> type) {

  /** How a value is written. */
  enum Format {
    RAW,
    JSON,
    FORM_URLENCODED,
    FORM_MULTIPART
  }

  /**
   * Writes a value.
   *
   * @throws BadArg if it cannot be written so
   */
  static Body of(Object value, Format format) {
    boolean hidden = holdsSecret(value);
    boolean text = !(value instanceof Map<?, ?>) && !(value instanceof List<?>);
    return switch (format) {
      case RAW -> {
        if (!text) {
          throw new BadArg(
              "body", "a body that is no text", "say with `body_format` how it is sent");
        }
        yield new Body(secret(plain(value)), hidden, Optional.empty());
      }
      case JSON ->
          new Body(
              secret(text && isText(value) ? plain(value) : Json.write(value)),
              hidden,
              Optional.of("application/json"));
      case FORM_URLENCODED ->
          new Body(
              secret(text ? plain(value) : form(value)),
              hidden,
              Optional.of("application/x-www-form-urlencoded"));
      case FORM_MULTIPART -> Multipart.of(value, hidden);
    };
  }

  /** Reads a file of the control node. */
  static Body of(LocalFile file) {
    if (file.opened().isPresent()) return new Body(file.opened().get(), true, Optional.empty());
    try {
      return new Body(Secret.of(Files.readAllBytes(file.path())), false, Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String plain(Object value) {
    return value instanceof Secret secret
        ? secret.revealText() // into the body, which is hidden then
        : String.valueOf(value);
  }

  private static boolean isText(Object value) {
    return value instanceof CharSequence || value instanceof Secret secret && !secret.isNumber();
  }

  private static Secret secret(String text) {
    return Secret.of(text);
  }

  private static boolean holdsSecret(Object value) {
    if (value instanceof Map<?, ?> map) return holdsSecret(map.values());
    return value instanceof Collection<?> items
        ? items.stream().anyMatch(Body::holdsSecret)
        : value instanceof Secret;
  }

  /** Writes a mapping, or a list of pairs. */
  private static String form(Object value) {
    List<String> fields = new ArrayList<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, item) -> field(name, item, fields));
    } else {
      for (Object pair : (List<?>) value) {
        if (!(pair instanceof List<?> two) || two.size() != 2) {
          throw new BadArg("body", "a field that is no pair", "write it as [name, value]");
        }
        field(two.get(0), two.get(1), fields);
      }
    }
    return String.join("&", fields);
  }

  private static void field(Object name, Object value, List<String> fields) {
    List<?> values =
        value instanceof List<?> several ? several : List.of(value == null ? "" : value);
    for (Object one : values) fields.add(encode(plain(name)) + "=" + encode(plain(one)));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Writes fields as a mail has its parts. */
  private static final class Multipart {
    private Multipart() {}

    static Body of(Object value, boolean hidden) {
      if (!(value instanceof Map<?, ?> map)) {
        throw new BadArg("body", "no mapping of fields", "write it as `name: value`");
      }
      // the same fields give the same text, so that a plan can be made again
      String boundary = "outpost-" + Integer.toHexString(Json.write(value).hashCode()) + "-part";
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      map.forEach((name, field) -> part(boundary, String.valueOf(name), field, all));
      write("--" + boundary + "--\r\n", all);
      return new Body(
          Secret.of(all.toByteArray()),
          hidden,
          Optional.of("multipart/form-data; boundary=" + boundary));
    }

    private static void part(
        String boundary, String name, Object field, ByteArrayOutputStream all) {
      StringBuilder head = new StringBuilder("--" + boundary + "\r\n");
      head.append("Content-Disposition: form-data; name=\"").append(quoted(name)).append('"');
      Object content = field;
      if (field instanceof Map<?, ?> file) {
        content = file.get("content");
        if (content == null) {
          throw new BadArg(
              "body", "`" + name + "` has no `content`", "hand a file's text over as `content`");
        }
        if (file.containsKey("filename")) {
          head.append("; filename=\"").append(quoted(plain(file.get("filename")))).append('"');
        }
        if (file.containsKey("mime_type")) {
          head.append("\r\nContent-Type: ").append(quoted(plain(file.get("mime_type"))));
        }
      }
      write(head + "\r\n\r\n" + plain(content) + "\r\n", all);
    }

    private static String quoted(String text) {
      return text.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static void write(String text, ByteArrayOutputStream all) {
      all.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
