package outpost.core.source;

import java.util.Optional;
import outpost.api.Problem;

/** A problem with the place where it stands. */
public record Diagnostic(Severity severity, Problem problem, Optional<Span> span) {

  /** Whether it stops a run. */
  public enum Severity {
    ERROR,
    WARNING
  }
}
