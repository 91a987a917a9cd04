package outpost.core.event;

import outpost.core.source.Span;

/**
 * Which task an event is about.
 *
 * @param name as the playbook names it; the module's name where it has none
 * @param module the module's name
 * @param handler whether it runs as a handler
 * @param place where it stands
 */
public record TaskInfo(String name, String module, boolean handler, Span place) {}
