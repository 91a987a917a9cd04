package outpost.remoted;

import java.time.Duration;

/** An operation that the daemon repeats. */
public record Recurring(String resource, String action, Duration interval, Duration timeout) {}
