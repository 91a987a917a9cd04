package outpost.modules.cluster;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What {@link Rehearsal} learnt about the change that a task is about to make.
 *
 * @param simulated what the cluster would do; empty if nothing is to be changed
 * @param refused why the cluster would not take the change
 */
record Rehearsed(Optional<String> simulated, Optional<String> refused) {

  Optional<Prediction> prediction() {
    return simulated.map(text -> Prediction.of(text.getBytes(StandardCharsets.UTF_8)));
  }
}
