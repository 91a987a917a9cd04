package outpost.api;

/**
 * Something done each time it is asked for: a command, a restart. It is not verified; its exit
 * status, output and errors are registered as {@code rc}, {@code stdout} and {@code stderr}.
 */
public record Action(String what, Script script) {}
