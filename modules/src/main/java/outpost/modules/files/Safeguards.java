package outpost.modules.files;

import static outpost.api.Script.sh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Script;
import outpost.api.Words;

/** How careful a file's new content takes its place: arguments of all that writes files. */
public record Safeguards(
    @Arg(value = "Whether the file that was there is kept under another name.", def = "false")
        boolean backup,
    @Arg("A command that must succeed on the new file, which is `%s`, before it takes its place.")
        Optional<String> validate,
    @Arg(
            value =
                "Whether a file that is there is written over in its place, where what reads it may"
                    + " find half of it, instead of being replaced at once.",
            def = "false")
        boolean unsafeWrites) {

  public Safeguards {
    validate.ifPresent(Safeguards::words);
  }

  /** No backup, no validation, replaced at once. */
  public static Safeguards none() {
    return new Safeguards(false, Optional.empty(), false);
  }

  private static List<String> words(String validate) {
    List<String> words =
        Words.of(validate)
            .orElseThrow(
                () ->
                    new BadArg(
                        "validate", "a quotation mark is not closed", "close it, or escape it"));
    if (words.stream().noneMatch(word -> word.contains("%s"))) {
      throw new BadArg(
          "validate", "`validate` does not name the file", "write %s where its name goes");
    }
    return words;
  }

  /** Returns what looks at the new file, {@code $t}, before it takes its place. */
  Optional<Script> validation() {
    return validate.map(Safeguards::validation);
  }

  private static Script validation(String command) {
    StringBuilder template = new StringBuilder();
    List<Object> holes = new ArrayList<>();
    for (String word : words(command)) {
      String[] parts = word.split("%s", -1);
      for (int i = 0; i < parts.length; i++) {
        template.append(i == 0 ? " " : "\"$t\"");
        if (!parts[i].isEmpty()) {
          template.append("{}");
          holes.add(parts[i]);
        }
      }
    }
    String look = template.toString().strip() + " >&2 </dev/null";
    String refusal = " || { echo 'the new file was refused by its validation' >&2; exit 1; }";
    return sh(look + refusal, holes.toArray());
  }
}
