package outpost.core.template;

import static outpost.core.template.Signature.textual;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import outpost.api.Script;

/** Built-ins that work on text: encodings, paths, quoting, layout. */
final class TextBuiltIns {
  private static final Pattern SAFE = Pattern.compile("[\\w@%+=:,./-]+");

  static final List<Signature> TABLE =
      List.of(
          text("scalar?lower text", x -> x.toLowerCase(Locale.ROOT)),
          text("scalar?upper text", x -> x.toUpperCase(Locale.ROOT)),
          text("scalar?quote text", TextBuiltIns::quote),
          text("scalar?shquote text", TextBuiltIns::quote),
          text("scalar?b64encode text", x -> Base64.getEncoder().encodeToString(bytes(x))),
          text("scalar?b64decode text", TextBuiltIns::decode),
          textual(
              "scalar?indent(width:number|text? first:boolean? blank:boolean?) text",
              TextBuiltIns::indent),
          textual("any?format(any any*) text", (x, args) -> Formats.format(Args.string(x), args)),
          textual(
              "scalar?comment(style:text? decoration:text? beginning:text? end:text?"
                  + " prefix:text? postfix:text? prefix_count:number? postfix_count:number?) text",
              Comments::comment),
          textual(
              "scalar?version(version:scalar operator:text? version_type:text?) boolean",
              (x, args) ->
                  Versions.test(
                      Args.string(x), args.text(1, "=="), args.text(0), args.text(2, "loose"))),
          textual("scalar?to_uuid(namespace:text?) text", (x, args) -> Hashes.uuid(x, args)));

  private TextBuiltIns() {}

  /** What becomes of a text. */
  private interface Change {
    String of(String text) throws BadCall;
  }

  private static Signature text(String head, Change change) {
    return textual(head, (x, args) -> change.of(Args.string(x)));
  }

  /** A word for POSIX shells, left bare where that is safe. */
  private static String quote(String text) throws BadCall {
    if (text.indexOf('\0') >= 0) throw new BadCall(0, "NUL cannot be part of a word of the shell");
    return SAFE.matcher(text).matches() ? text : Script.quote(text);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
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

  /** As Ansible's: by a number of blanks or a text; the first line and empty ones when asked. */
  private static String indent(Object value, Args args) throws BadCall {
    boolean byText = args.has(0) && args.get(0) instanceof String;
    String by = byText ? args.text(0) : " ".repeat(Math.max(0, args.amount(0, 4)));
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
}
