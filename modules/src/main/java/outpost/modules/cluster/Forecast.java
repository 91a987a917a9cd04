package outpost.modules.cluster;

import java.util.Map;
import java.util.stream.Collectors;
import outpost.api.Script;

/**
 * Asks a cluster node what the cluster would do with an edited configuration, without touching the
 * real one: the scheduler is run on a copy ({@code crm_simulate(8)}).
 */
final class Forecast {
  private Forecast() {}

  /**
   * Returns a question whose answer is the XML that {@link Prediction} reads; there is none where
   * the edit or the simulation fails. The configuration is taken from {@code $cib}, where {@link
   * View#question} leaves it.
   *
   * @param key the component that gets the answer
   * @param edit changes the copy with Pacemaker's own tools, which find it through {@code CIB_file}
   */
  static Script question(String key, Script edit) {
    return question(Map.of(key, edit));
  }

  /**
   * The same for several edits in turn, each of what the cluster has come to by the one before.
   *
   * @param edits by the components that get the answers
   */
  static Script question(Map<String, Script> edits) {
    String steps =
        edits.entrySet().stream()
            .map(edit -> step(edit.getKey(), edit.getValue()))
            .collect(Collectors.joining("\n"));
    return Script.raw( // the edits are scripts already, the keys components' names
        """
        (
          file=$(mktemp) || exit 0
          trap 'rm -f -- "$file"' EXIT
          printf '%%s' "$cib" > "$file"
          export CIB_file="$file"
        %s
        )"""
            .formatted(steps.indent(2).stripTrailing()));
  }

  private static String step(String key, Script edit) {
    return """
    (
      %s
    ) > /dev/null 2>&1 || exit 0
    crm_simulate -S -x "$file" -O "$file" --output-as=xml 2> /dev/null | blob %s"""
        .formatted(edit.text(), key);
  }
}
