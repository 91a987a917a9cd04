package outpost.core.program;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.core.schedule.Batches;
import outpost.core.source.Span;

/**
 * A play bound to its hosts and modules.
 *
 * @param hosts names, in order, after {@code --limit}
 * @param layers the play's variables, lowest precedence first: {@code vars}, then {@code
 *     vars_files}
 * @param sections {@code pre_tasks}, {@code tasks}, {@code post_tasks}: handlers run after each
 * @param maxFailPercentage the share of a batch that may fail; empty for all of it
 * @param needsFacts whether its expressions refer to facts and it does not forbid gathering them
 */
public record BoundPlay(
    String name,
    Span place,
    List<String> hosts,
    List<Map<String, Object>> layers,
    List<Batches.Size> serial,
    Optional<Integer> maxFailPercentage,
    boolean anyErrorsFatal,
    boolean forceHandlers,
    boolean needsFacts,
    List<List<Step>> sections,
    List<Step> handlers) {}
