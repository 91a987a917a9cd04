package outpost.modules.cluster;

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
    return Script.raw( // the edit is a script already, the key a component's name
        """
        (
          file=$(mktemp) || exit 0
          trap 'rm -f -- "$file"' EXIT
          printf '%%s' "$cib" > "$file"
          (
            export CIB_file="$file"
            %s
          ) > /dev/null 2>&1 || exit 0
          crm_simulate -S -x "$file" --output-as=xml 2> /dev/null | blob %s
        )"""
            .formatted(edit.text(), key));
  }
}
