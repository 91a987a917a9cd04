package outpost.modules.cluster;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A resource as a task wants it; what is empty is left as it is.
 *
 * @param options all of its options
 * @param meta some of its meta attributes; an empty value takes one away
 * @param operations all of the operations of their names
 * @param group the group that it is a member of
 * @param after the member of the group that it stands right behind
 * @param before the member of the group that it stands right before
 * @param cloned whether every node runs one of it
 * @param cloneMeta some of the clone's meta attributes
 */
record ResourceSpec(
    String name,
    Optional<Agent> agent,
    Optional<Map<String, String>> options,
    Map<String, String> meta,
    List<Operation> operations,
    Optional<String> group,
    Optional<String> after,
    Optional<String> before,
    Optional<Boolean> cloned,
    Map<String, String> cloneMeta,
    ResourceState state) {

  /** Whether it says what only a single resource can be. */
  boolean ofOne() {
    return agent.isPresent()
        || options.isPresent()
        || !operations.isEmpty()
        || group.isPresent()
        || cloned.isPresent();
  }

  boolean is(ResourceState wanted) {
    return state == wanted;
  }
}
