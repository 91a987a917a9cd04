package outpost.core.template;

import static outpost.core.template.Signature.Secrecy.TEXTUAL;

import java.util.List;

/** Built-ins between values and the texts that files hold: JSON and YAML. */
final class DataBuiltIns {
  static final List<Signature> TABLE =
      List.of(
          to("to_json", "", (x, args) -> Json.write(x)),
          to("to_nice_json", "number?", (x, args) -> Json.write(x, indent(args, 4))),
          to("to_yaml", "number?", (x, args) -> YamlText.write(x, indent(args, 2))),
          to("to_nice_yaml", "number?", (x, args) -> YamlText.write(x, indent(args, 4))),
          from("from_json", "any", (x, args) -> Json.read(Args.string(x))),
          from("from_yaml", "any", (x, args) -> YamlText.read(Args.string(x))),
          from("from_yaml_all", "list", (x, args) -> YamlText.readAll(Args.string(x))));

  private DataBuiltIns() {}

  private static Signature to(String name, String args, Signature.Body body) {
    return Signature.of(
        name, "any", args, "text", TEXTUAL, (x, a) -> body.apply(Plain.withoutOmitted(x), a));
  }

  private static Signature from(String name, String gives, Signature.Body body) {
    return Signature.of(name, "scalar", "", gives, TEXTUAL, body);
  }

  private static int indent(Args args, int otherwise) throws BadCall {
    int indent = args.number(0, otherwise);
    if (indent < 1 || indent > 16) throw new BadCall(1, "an indent is between 1 and 16");
    return indent;
  }
}
