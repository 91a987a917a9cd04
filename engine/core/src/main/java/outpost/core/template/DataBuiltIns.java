package outpost.core.template;

import static outpost.core.template.Signature.textual;

import java.util.List;

/** Built-ins between values and the texts that files hold: JSON and YAML. */
final class DataBuiltIns {
  static final List<Signature> TABLE =
      List.of(
          to("to_json", "indent:number?", (x, args) -> Json.write(x, indent(args, 0))),
          to("to_nice_json", "indent:number?", (x, args) -> Json.write(x, indent(args, 4))),
          to("to_yaml", "indent:number?", (x, args) -> YamlText.write(x, indent(args, 2))),
          to("to_nice_yaml", "indent:number?", (x, args) -> YamlText.write(x, indent(args, 4))),
          textual("scalar?from_json any", (x, args) -> Json.read(Args.string(x))),
          textual("scalar?from_yaml any", (x, args) -> YamlText.read(Args.string(x))),
          textual("scalar?from_yaml_all list", (x, args) -> YamlText.readAll(Args.string(x))));

  private DataBuiltIns() {}

  private static Signature to(String name, String args, Signature.Body body) {
    return textual(
        "any?" + name + "(" + args + ") text", (x, a) -> body.apply(Plain.withoutOmitted(x), a));
  }

  private static int indent(Args args, int otherwise) throws BadCall {
    int indent = args.number(0, otherwise);
    if (indent < 0 || indent > 16) throw new BadCall(1, "an indent is between 0 and 16");
    return indent;
  }
}
