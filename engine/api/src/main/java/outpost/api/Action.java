package outpost.api;

import java.util.Optional;

/**
 * Something done each time it is asked for: a command, a restart. It is not verified; its exit
 * status, output and errors are registered as {@code rc}, {@code stdout} and {@code stderr}.
 *
 * @param absence how to wait for a host that goes away by it
 * @param account reads its output, where that is not for users as it is
 */
public record Action(
    String what, Script script, Optional<Absence> absence, Optional<Account> account) {}
