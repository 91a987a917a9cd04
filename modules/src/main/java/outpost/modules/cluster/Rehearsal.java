package outpost.modules.cluster;

import static outpost.api.Script.sh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import outpost.api.Reach;
import outpost.api.Reading;
import outpost.api.Script;

/**
 * Rehearses an edit of the configuration: the very patch that would be made now goes to a copy, and
 * the scheduler is asked what it would do with that.
 *
 * <p>Its answer, {@code simulated}, is what {@link Outlook} reads; there is none where there is
 * nothing to edit, or the simulation fails.
 */
final class Rehearsal implements Reading {
  private final Function<Cib, CibPatch> edit;

  Rehearsal(Function<Cib, CibPatch> edit) {
    this.edit = edit;
  }

  @Override
  public Map<String, String> take(Reach reach) {
    try {
      Reach.Reply cib = reach.ask("", Script.raw("cibadmin -Q"));
      if (!cib.ok()) return Map.of();
      CibPatch patch = edit.apply(Cib.of(cib.stdout()));
      if (patch.isEmpty()) return Map.of();
      Reach.Reply simulated = reach.ask("", simulation(patch));
      return simulated.ok()
          ? Map.of("simulated", new String(simulated.stdout(), StandardCharsets.UTF_8))
          : Map.of();
    } catch (IOException e) {
      return Map.of(); // the host's own part of the probe says why
    }
  }

  /** The patch names its epoch: it fits no copy but that of the configuration it was made from. */
  static Script simulation(CibPatch patch) {
    return sh(
        """
        folder=$(mktemp -d) || exit
        trap 'rm -rf -- "$folder"' EXIT
        cibadmin -Q > "$folder/cib" || exit
        printf '%s' {} > "$folder/patch"
        CIB_file="$folder/cib" cibadmin --patch --xml-file "$folder/patch" > "$folder/said" || exit
        crm_simulate -S -x "$folder/cib" --output-as=xml""",
        patch.xml().text());
  }
}
