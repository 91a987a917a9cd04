package outpost.api;

import java.time.Duration;

/**
 * The time in which a host cannot be reached because an action took it away: new connections are
 * tried until a script on one of them says that the host is back.
 *
 * @param back succeeds once the host is back as wanted; what it complains of is told until then
 * @param pause how long nothing is tried
 * @param connect how long each connection may take to come about
 * @param within how long after the pause the host may take before the task fails
 */
public record Absence(Script back, Duration pause, Duration connect, Duration within) {}
