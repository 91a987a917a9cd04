package outpost.modules.cluster;

import java.util.Optional;
import outpost.api.Problem;

/**
 * What a task makes of a configuration alone: {@link Rehearsal} asks what would come of it, and the
 * plan then does it.
 */
interface Decision {

  /** Says why nothing may be changed. */
  Optional<Problem> obstacle();

  /** Returns the next edit; empty if the configuration is as wanted. */
  Optional<Amendment> amendment();

  /** Returns the patch of the next edit, if it may be made. */
  default CibPatch patch(Cib cib) {
    return obstacle().isPresent()
        ? new CibPatch(cib)
        : amendment().map(Amendment::patch).orElseGet(() -> new CibPatch(cib));
  }

  /** Says what has to come about before the next edit. */
  default Optional<String> awaited(CrmMon state) {
    return Optional.empty();
  }
}
