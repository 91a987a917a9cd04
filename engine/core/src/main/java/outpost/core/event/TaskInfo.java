package outpost.core.event;

import java.util.Optional;
import outpost.core.source.Span;

/**
 * Which task an event is about.
 *
 * @param name as the playbook names it; the module's name where it has none
 * @param module the module's name
 * @param handler whether it runs as a handler
 * @param place where it stands
 * @param role the role that it is part of
 */
public record TaskInfo(
    String name, String module, boolean handler, Span place, Optional<String> role) {

  /** One that is part of no role. */
  public TaskInfo(String name, String module, boolean handler, Span place) {
    this(name, module, handler, place, Optional.empty());
  }

  /** Returns it under another name. */
  public TaskInfo named(String name) {
    return new TaskInfo(name, module, handler, place, role);
  }

  /** Returns its name for people: {@code role : name}. */
  public String title() {
    return role.map(r -> r + " : " + name).orElse(name);
  }
}
