package outpost.core.template;

import static outpost.core.template.Signature.Secrecy.TEXTUAL;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import outpost.api.Script;

/** Built-ins that work on text: encodings, paths, quoting, layout. */
final class TextBuiltIns {
  private static final Pattern SAFE = Pattern.compile("[\\w@%+=:,./-]+");
  private static final Map<String, String> HASHES =
      Map.of(
          "md5", "MD5", "sha1", "SHA-1", "sha224", "SHA-224", "sha256", "SHA-256", "sha384",
          "SHA-384", "sha512", "SHA-512");

  static final List<Signature> TABLE =
      List.of(
          text("quote", "", (x, args) -> quote(Args.string(x))),
          text("shquote", "", (x, args) -> quote(Args.string(x))),
          text("b64encode", "", (x, args) -> Base64.getEncoder().encodeToString(bytes(x))),
          text("b64decode", "", (x, args) -> decode(Args.string(x))),
          text("hash", "text?", (x, args) -> hash(x, args.text(0, "sha1"))),
          text("checksum", "", (x, args) -> hash(x, "sha1")),
          text("basename", "", (x, args) -> basename(Args.string(x))),
          text("dirname", "", (x, args) -> dirname(Args.string(x))),
          text("indent", "number|text? boolean? boolean?", TextBuiltIns::indent),
          text("comment", "text?", (x, args) -> comment(Args.string(x), args.text(0, "plain"))),
          text("urldecode", "", (x, args) -> urlDecode(Args.string(x))),
          Signature.of(
              "splitext", "text", "", "list", TEXTUAL, (x, args) -> splitExtension((String) x)),
          Signature.of(
              "path_join", "list", "", "text", TEXTUAL, (x, args) -> pathJoin((List<?>) x)),
          Signature.of(
              "version",
              "scalar",
              "scalar text?",
              "boolean",
              TEXTUAL,
              (x, args) -> Versions.test(Args.string(x), args.text(1, "=="), args.text(0))));

  private TextBuiltIns() {}

  private static Signature text(String name, String args, Signature.Body body) {
    return Signature.of(name, "scalar", args, "text", TEXTUAL, body);
  }

  /** A word for POSIX shells, left bare where that is safe. */
  private static String quote(String text) throws BadCall {
    if (text.indexOf('\0') >= 0) throw new BadCall(0, "NUL cannot be part of a word of the shell");
    return SAFE.matcher(text).matches() ? text : Script.quote(text);
  }

  private static byte[] bytes(Object value) {
    return Args.string(value).getBytes(StandardCharsets.UTF_8);
  }

  private static String decode(String text) throws BadCall {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw new BadCall(0, "this is no base64");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new BadCall(
          0,
          "what this base64 holds is not UTF-8 text",
          "bytes can be copied as a file, not through expressions");
    }
  }

  private static String hash(Object value, String name) throws BadCall {
    String algorithm = HASHES.get(name);
    if (algorithm == null) {
      throw new BadCall(
          1,
          "there is no hash `" + name + "`",
          "there are " + HASHES.keySet().stream().sorted().collect(Collectors.joining(", ")));
    }
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes(value)));
    } catch (NoSuchAlgorithmException e) {
      throw new BadCall(1, "this Java has no " + algorithm);
    }
  }

  private static String basename(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String dirname(String path) {
    int slash = path.lastIndexOf('/');
    String head = path.substring(0, slash + 1);
    String stripped = head.replaceFirst("/+$", "");
    return stripped.isEmpty() ? head : stripped;
  }

  private static List<String> splitExtension(String path) {
    int dot = path.lastIndexOf('.');
    int start = path.lastIndexOf('/') + 1;
    while (start < path.length() && path.charAt(start) == '.') start++;
    return dot < start ? List.of(path, "") : List.of(path.substring(0, dot), path.substring(dot));
  }

  private static String pathJoin(List<?> parts) {
    StringBuilder path = new StringBuilder();
    for (Object each : parts) {
      String part = Args.string(each);
      if (part.startsWith("/")) path.setLength(0);
      else if (path.length() > 0 && path.charAt(path.length() - 1) != '/') path.append('/');
      path.append(part);
    }
    return path.toString();
  }

  private static String urlDecode(String text) throws BadCall {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new BadCall(0, "this is no URL encoding");
    }
  }

  /** As Ansible's: by a number of blanks or a text; the first line and empty ones when asked. */
  private static String indent(Object value, Args args) throws BadCall {
    boolean byText = args.has(0) && args.get(0) instanceof String;
    String by = byText ? args.text(0) : " ".repeat(Math.max(0, args.number(0, 4)));
    boolean first = args.flag(1);
    boolean blank = args.flag(2);
    String[] lines = Args.string(value).split("\n", -1);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.length; i++) {
      if (i > 0) text.append('\n');
      boolean indented = i == 0 ? first : blank || !lines[i].isEmpty();
      text.append(indented ? by : "").append(lines[i]);
    }
    return text.toString();
  }

  /** How comments look: what begins, decorates each line, and ends. */
  private record Style(String begin, String decoration, String end) {}

  private static final Map<String, Style> STYLES =
      Map.of(
          "plain", new Style("", "# ", ""),
          "c", new Style("", "// ", ""),
          "cblock", new Style("/*", " * ", " */"),
          "erb", new Style("", "<%# ", ""),
          "xml", new Style("<!--", " - ", "-->"));

  private static String comment(String text, String name) throws BadCall {
    Style style = STYLES.get(name.toLowerCase(Locale.ROOT));
    if (style == null) {
      throw new BadCall(
          1,
          "there is no style `" + name + "`",
          "there are " + STYLES.keySet().stream().sorted().collect(Collectors.joining(", ")));
    }
    String empty = style.decoration().stripTrailing();
    StringBuilder comment = new StringBuilder();
    if (!style.begin().isEmpty()) comment.append(style.begin()).append('\n');
    comment.append(empty).append('\n');
    for (String line : text.split("\n", -1)) {
      comment.append((style.decoration() + line).stripTrailing()).append('\n');
    }
    comment.append(empty);
    if (!style.end().isEmpty()) comment.append('\n').append(style.end());
    return comment.toString();
  }
}
