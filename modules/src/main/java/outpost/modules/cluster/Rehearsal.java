package outpost.modules.cluster;

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
 * nothing to edit, or the simulation fails. Why the cluster would not take the patch is {@code
 * refused}, unless somebody was faster.
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
      Reach.Reply simulated = reach.ask("", patch.simulation());
      if (simulated.ok()) {
        return Map.of("simulated", new String(simulated.stdout(), StandardCharsets.UTF_8));
      }
      boolean raced = simulated.status() == CibPatch.CHANGED_MEANWHILE;
      return raced ? Map.of() : Map.of("refused", said(simulated));
    } catch (IOException e) {
      return Map.of(); // the host's own part of the probe says why
    }
  }

  private static String said(Reach.Reply answer) {
    return answer
        .stderr()
        .lines()
        .filter(line -> !line.isBlank())
        .reduce((first, last) -> last)
        .map(line -> line.strip().replaceFirst("^Call failed: ", ""))
        .orElse("exit status " + answer.status());
  }
}
