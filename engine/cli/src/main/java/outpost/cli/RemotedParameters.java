package outpost.cli;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.api.Secret;
import outpost.core.source.DiagnosticRenderer;
import outpost.core.source.Problems;

/** Reads an agent's parameters: {@code name=value}, or a file of such lines. */
final class RemotedParameters {
  private final Surroundings around;
  private final Problems problems = new Problems();
  private final Map<String, String> parameters = new LinkedHashMap<>();

  RemotedParameters(Surroundings around) {
    this.around = around;
  }

  Map<String, String> of(List<String> given) {
    for (String one : given) {
      if (one.startsWith("@")) file(one.substring(1));
      else put(one, "`" + one + "`");
    }
    return parameters;
  }

  private void file(String name) {
    new VaultFiles(around, problems)
        .read(name)
        .ifPresent(
            content -> {
              String text = new String(content.bytes(), StandardCharsets.UTF_8);
              int number = 0;
              for (String line : text.split("\\R")) {
                number++;
                if (line.isBlank() || line.startsWith("#")) continue;
                // whoever writes them into a file does not want them seen
                put(line, "line " + number + " of `" + name + "`")
                    .ifPresent(value -> around.masker().add(Secret.of(value)));
              }
            });
  }

  private Optional<String> put(String text, String what) {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      problems.error("wrong-usage", what + " is not of the form `name=value`");
      return Optional.empty();
    }
    String value = text.substring(equals + 1);
    parameters.put(text.substring(0, equals).strip(), value);
    return Optional.of(value);
  }

  /** Tells what is wrong, if anything is; returns whether it is. */
  boolean tell() {
    DiagnosticRenderer renderer = new DiagnosticRenderer(around.errTerminal().colours());
    around.err().print(around.masker().mask(renderer.render(problems.all())));
    return problems.hasErrors();
  }
}
