package outpost.core.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import outpost.api.Problem;

/**
 * Collects all that is wrong with what the user wrote, to be told at once. One thread at a time.
 */
public final class Problems {
  private final List<Diagnostic> all = new ArrayList<>();

  public void error(Span span, String id, String message, String... hints) {
    report(Diagnostic.Severity.ERROR, Optional.of(span), Problem.of(id, message, hints));
  }

  /** Reports what has no place in a file. */
  public void error(String id, String message, String... hints) {
    report(Diagnostic.Severity.ERROR, Optional.empty(), Problem.of(id, message, hints));
  }

  public void warning(Span span, String id, String message, String... hints) {
    report(Diagnostic.Severity.WARNING, Optional.of(span), Problem.of(id, message, hints));
  }

  public void report(Diagnostic.Severity severity, Optional<Span> span, Problem problem) {
    Diagnostic diagnostic = new Diagnostic(severity, problem, span);
    Diagnostic worse = new Diagnostic(Diagnostic.Severity.ERROR, problem, span);
    if (all.contains(diagnostic) || all.contains(worse)) return;
    if (severity == Diagnostic.Severity.ERROR) {
      all.remove(new Diagnostic(Diagnostic.Severity.WARNING, problem, span));
    }
    all.add(diagnostic);
  }

  /** Takes over what another part found. */
  public void addAll(Problems others) {
    others.all.forEach(d -> report(d.severity(), d.span(), d.problem()));
  }

  public boolean hasErrors() {
    for (Diagnostic diagnostic : all) {
      if (diagnostic.severity() == Diagnostic.Severity.ERROR) return true;
    }
    return false;
  }

  /** Returns everything reported, by file in order of first mention, then by place. */
  public List<Diagnostic> all() {
    List<String> files =
        all.stream()
            .flatMap(d -> d.span().stream())
            .map(s -> s.source().name())
            .distinct()
            .toList();
    return all.stream()
        .sorted(
            Comparator.<Diagnostic>comparingInt(
                    d -> d.span().map(s -> files.indexOf(s.source().name())).orElse(-1))
                .thenComparingInt(d -> d.span().map(Span::start).orElse(-1)))
        .toList();
  }
}
