package outpost.modules.packages;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What dnf says it would do, asked with {@code --assumeno}.
 *
 * @param command the command of dnf that it was asked about
 * @param names what for, one a line; none is all
 * @param status how dnf ended
 * @param said its standard output, with the table of the transaction
 * @param errors its standard error
 * @param had versions now installed of what it names, as {@code name.arch/version}
 * @param kept the packages' files that are downloaded already
 */
record Solved(
    String command,
    Optional<String> names,
    int status,
    Optional<String> said,
    Optional<String> errors,
    Set<String> had,
    Set<String> kept) {

  /** dnf ends with 1 when it is told not to go on, and when it finds out why it could not. */
  boolean failed() {
    String end = errors.orElse("");
    boolean asked = status == 0 || end.contains("Operation aborted");
    return !asked && !end.contains("No packages marked for");
  }

  Transaction transaction() {
    return Transaction.of(said.orElse(""), versions());
  }

  List<String> words() {
    return names.map(lines -> lines.lines().toList()).orElse(List.of());
  }

  /** Returns the versions that are installed, by name and architecture. */
  private Map<String, String> versions() {
    return had.stream()
        .map(one -> one.split("/", 2))
        .collect(Collectors.toMap(one -> one[0], one -> one[1], (one, other) -> other));
  }
}
