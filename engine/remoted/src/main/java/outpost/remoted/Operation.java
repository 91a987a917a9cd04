package outpost.remoted;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An action to run on a resource.
 *
 * @param interval zero for once; else it recurs until it is cancelled, or stopped
 * @param parameters the agent's parameters by name; may hold passwords, so they are not printed
 */
public record Operation(
    String resource,
    String action,
    Duration interval,
    Duration timeout,
    Map<String, String> parameters) {

  public Operation {
    parameters = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  public static Operation once(
      String resource, String action, Duration timeout, Map<String, String> parameters) {
    return new Operation(resource, action, Duration.ZERO, timeout, parameters);
  }

  Element element() {
    return Element.named(Lrmd.RESOURCE)
        .with(Lrmd.RESOURCE_ID, resource)
        .with(Lrmd.ACTION, action)
        .with(Lrmd.INTERVAL, interval.toMillis())
        .with(Lrmd.TIMEOUT, timeout.toMillis())
        .with(Lrmd.START_DELAY, 0)
        .with(attributes());
  }

  /** Parameters are attributes; a name that XML would not take goes into a child of its own. */
  private Element attributes() {
    // agents read the limit they are run with from this one (resource-agents, ocf-shellfuncs)
    Element all = Element.named(Lrmd.ATTRIBUTES).with("CRM_meta_timeout", timeout.toMillis());
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      all =
          parameter.getKey().matches("[A-Za-z_][\\w.-]*")
              ? all.with(parameter.getKey(), parameter.getValue())
              : all.with(
                  Element.named(Lrmd.PARAM)
                      .with("name", parameter.getKey())
                      .with("value", parameter.getValue()));
    }
    return all;
  }

  /** Reads one back from a request's {@code lrmd_rsc}. */
  static Operation in(Element element) {
    Map<String, String> parameters = new LinkedHashMap<>();
    element
        .child(Lrmd.ATTRIBUTES)
        .ifPresent(
            attributes -> {
              parameters.putAll(attributes.attributes());
              attributes.children().stream()
                  .filter(child -> child.name().equals(Lrmd.PARAM))
                  .forEach(
                      child ->
                          parameters.put(
                              child.get("name").orElse(""), child.get("value").orElse("")));
            });
    return new Operation(
        element.get(Lrmd.RESOURCE_ID).orElse(""),
        element.get(Lrmd.ACTION).orElse(""),
        Duration.ofMillis(element.number(Lrmd.INTERVAL).orElse(0)),
        Duration.ofMillis(element.number(Lrmd.TIMEOUT).orElse(0)),
        parameters);
  }

  @Override
  public String toString() {
    return action + " of " + resource;
  }
}
