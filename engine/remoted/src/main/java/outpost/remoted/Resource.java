package outpost.remoted;

import java.util.Optional;

/**
 * A resource as the daemon knows it: an id, and the agent that runs it.
 *
 * @param agentClass {@code ocf}, {@code systemd}, {@code lsb} or {@code service}
 * @param provider for {@code ocf} only: {@code heartbeat}, {@code pacemaker}…
 * @param type the agent's name, or the unit's
 */
public record Resource(String id, String agentClass, Optional<String> provider, String type) {

  public static Resource ocf(String id, String provider, String type) {
    return new Resource(id, "ocf", Optional.of(provider), type);
  }

  public static Resource systemd(String id, String unit) {
    return new Resource(id, "systemd", Optional.empty(), unit);
  }

  Element element() {
    Element resource =
        Element.named(Lrmd.RESOURCE).with(Lrmd.RESOURCE_ID, id).with(Lrmd.CLASS, agentClass);
    return provider
        .map(name -> resource.with(Lrmd.PROVIDER, name))
        .orElse(resource)
        .with(Lrmd.AGENT, type);
  }

  /** Reads one back from a message's attributes; empty if they name none. */
  static Optional<Resource> in(Element element) {
    return element
        .get(Lrmd.RESOURCE_ID)
        .map(
            id ->
                new Resource(
                    id,
                    element.get(Lrmd.CLASS).orElse(""),
                    element.get(Lrmd.PROVIDER),
                    element.get(Lrmd.AGENT).orElse("")));
  }
}
