package outpost.core.catalog;

import java.nio.file.Path;
import java.util.Optional;
import outpost.api.LocalFile;
import outpost.api.LocalPlace;
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

  /** Returns where a place of the control node is that may not be there yet. */
  default LocalPlace place(String written) {
    Path path = Path.of(written);
    return new LocalPlace(written, folder().resolve(path).normalize());
  }

  /** Returns the folder where relative places begin. */
  default Path folder() {
    return Path.of("").toAbsolutePath();
  }

  /** Finds and renders a template; reports and returns empty if that cannot be done. */
  Optional<Rendered> template(String written, Span span, Problems problems);
}
