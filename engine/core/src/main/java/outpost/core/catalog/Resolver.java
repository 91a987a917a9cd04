package outpost.core.catalog;

import java.util.Optional;
import outpost.api.LocalFile;
import outpost.api.Rendered;
import outpost.core.source.Problems;
import outpost.core.source.Span;

/** Finds what arguments name on the control node. */
public interface Resolver {

  /** Finds a file on the search path; reports and returns empty if there is none. */
  Optional<LocalFile> file(String written, Span span, Problems problems);

  /** Finds a file; one that is encrypted is left so. */
  default Optional<LocalFile> sealed(String written, Span span, Problems problems) {
    return file(written, span, problems);
  }

  /** Finds and renders a template; reports and returns empty if that cannot be done. */
  Optional<Rendered> template(String written, Span span, Problems problems);
}
