package outpost.core.program;

import java.util.List;
import outpost.core.source.Span;

/**
 * A block, bound.
 *
 * @param rescue runs on hosts on which the body failed
 * @param always runs on every host after these
 */
public record Group(Span place, List<Part> body, List<Part> rescue, List<Part> always)
    implements Part {}
