package outpost.modules.cluster;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a cluster remembers a rotation of its authkey by: a property that names the last one.
 *
 * @param rotation the rotation's name
 */
record RotationMark(String rotation) {

  private static final String PROPERTY = "outpost-authkey";

  private static final String CONFIG = "/cib/configuration/crm_config";

  /** Whether this rotation is the last one that came to its end. */
  boolean isSet(Cib cib) {
    return cib.property(PROPERTY).equals(Optional.of(rotation));
  }

  void put(CibPatch patch, Cib cib) {
    Predicate<Xml> ours = pair -> pair.is("name", PROPERTY);
    Optional<Xml> set =
        cib.part("crm_config").filter(s -> s.children("nvpair").anyMatch(ours)).findFirst();
    if (set.isEmpty()) {
      patch.create(
          CONFIG,
          Xml.of("cluster_property_set", "id", PROPERTY)
              .with(CibPatch.pair(PROPERTY, PROPERTY, rotation)));
      return;
    }
    Xml pair = set.get().children("nvpair").filter(ours).findFirst().orElseThrow();
    patch.setAttribute(CibPatch.below(CONFIG, set.get()), pair, "value", rotation);
  }
}
