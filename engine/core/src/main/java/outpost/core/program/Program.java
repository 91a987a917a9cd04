package outpost.core.program;

import java.util.List;
import java.util.Optional;
import outpost.core.source.Sources;

/**
 * A playbook that is ready to run: bound to modules, hosts and variables, and checked.
 *
 * @param playbook its name as given
 * @param inventories the sources of its hosts
 * @param chosen how the inventory was found where none was named
 * @param sources reads files that only the run comes to need
 */
public record Program(
    String playbook,
    List<String> inventories,
    Optional<String> chosen,
    List<BoundPlay> plays,
    Variables variables,
    Sources sources) {}
