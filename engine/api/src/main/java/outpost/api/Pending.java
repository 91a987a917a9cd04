package outpost.api;

import java.util.Optional;

/**
 * What is not yet as wanted but needs no further change: the engine probes again, about once a
 * second, until the plan no longer says so.
 *
 * @param what what is waited for and what was seen last, for the message when time is over
 * @param giveUp what to do on the host when time is over, before the task fails
 */
public record Pending(String what, Optional<Script> giveUp) {}
