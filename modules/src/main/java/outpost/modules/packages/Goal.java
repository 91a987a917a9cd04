package outpost.modules.packages;

import java.util.List;
import outpost.api.BadArg;

/**
 * Which packages are to be there, or not.
 *
 * @param names as the package manager takes them, without {@code *}
 * @param everything whether {@code *} is named: all that is installed
 */
record Goal(List<String> names, boolean everything, State state) {

  /** The state of packages. */
  enum State {
    PRESENT,
    INSTALLED,
    LATEST,
    ABSENT,
    REMOVED
  }

  /**
   * Reads what a task names.
   *
   * @throws BadArg if a name has no form that is known, or does not go with the state
   */
  static Goal of(List<String> written, State state) {
    boolean everything = written.contains("*");
    if (everything && (state != State.LATEST || written.size() > 1)) {
      throw new BadArg("name", "`*` stands for all packages", "use it alone, with `state: latest`");
    }
    List<Name> names = everything ? List.of() : written.stream().map(Name::of).distinct().toList();
    Goal goal = new Goal(names.stream().map(Name::text).toList(), everything, state);
    if (goal.absent()) {
      for (Name name : names) {
        if (name.conditional() || name.text().contains("://")) {
          throw new BadArg(
              "name", "`" + name.text() + "` cannot be removed", "name the package itself");
        }
      }
    }
    return goal;
  }

  /** As {@link #of}, where at least one package has to be named. */
  static Goal some(List<String> written, State state) {
    if (written.isEmpty()) {
      throw new BadArg("name", "no package is named", "name at least one package");
    }
    return of(written, state);
  }

  boolean absent() {
    return state == State.ABSENT || state == State.REMOVED;
  }

  boolean latest() {
    return state == State.LATEST;
  }
}
