package outpost.api;

import java.util.Optional;

/**
 * Something done each time it is asked for: a command, a restart. It is not verified; its exit
 * status, output and errors are registered as {@code rc}, {@code stdout} and {@code stderr}.
 *
 * @param stripped whether newlines at the end of what it prints are left out of what is registered
 * @param absence how to wait for a host that goes away by it
 * @param account reads its output, where that is not for users as it is
 */
public record Action(
    String what,
    Script script,
    boolean stripped,
    Optional<Absence> absence,
    Optional<Account> account) {}
